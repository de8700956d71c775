/**
 * Layers that can compute on bfloat16 maps.
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import { bfloat16Convolution, bfloat16DepthwiseConvolution, bfloat16Relu } from "./bfloat16_ops.ts";
import { ClippedRelu } from "./clipped_relu.ts";
import { convolutionParts, isPlainConvolution } from "./folded_convolution.ts";
import { FusedBatchNormalization } from "./fused_batch_normalization.ts";

/** What a layer does with bfloat16 maps, shape [batch, height, width, channels]. */
export type Bfloat16Layer = (maps: tf.Tensor4D) => tf.Tensor4D;

/**
 * A layer in training, on bfloat16 maps: convolution without bias, batch normalization that trains,
 * ReLU and ReLU6.
 * @param normalization The fixed normalization that is folded into the convolution.
 * @param hasInputGradient Whether anything that learns lies before it.
 * @returns Null for all other layers.
 */
export function bfloat16Layer(
  layer: tf.layers.Layer,
  normalization: FusedBatchNormalization | undefined,
  hasInputGradient: boolean,
): Bfloat16Layer | null {
  if (isPlainConvolution(layer)) {
    return (maps) => {
      const { kernel, isDepthwise, ...rest } = convolutionParts(layer, normalization);
      const convolve = isDepthwise ? bfloat16DepthwiseConvolution : bfloat16Convolution;
      return convolve(maps, kernel, { ...rest, hasInputGradient });
    };
  }
  if (layer instanceof FusedBatchNormalization && layer.isPlain && layer.trainable) {
    return (maps) => layer.normalizeByBatch(maps, "BFLOAT16");
  }
  if (layer instanceof ClippedRelu && (layer.maxValue === undefined || layer.maxValue === 6)) {
    const limit = layer.maxValue;
    return (maps) => bfloat16Relu(maps, limit);
  }
  return null;
}

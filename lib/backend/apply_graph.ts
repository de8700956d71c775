/**
 * Forward pass of a model whose layers form a graph, with fixed batch normalization folded into the
 * convolution before it.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { biasedConvolution } from "./biased_convolution.ts";
import { FusedBatchNormalization } from "./fused_batch_normalization.ts";
import { type ConvolutionWindow, nativeBiasAdd } from "./native_ops.ts";
import { hasNativeOps } from "./run_native_op.ts";

/** What a convolution says of itself, as far as it matters here. */
interface ConvolutionConfig {
  readonly activation?: string;
  readonly useBias?: boolean;
  readonly dataFormat?: string;
  readonly dilationRate?: number | readonly number[];
  readonly strides: number | [number, number];
  readonly padding: "same" | "valid";
}

/**
 * Applies a model. Batch normalization by fixed statistics is a factor and an offset for each
 * channel: the factor goes into the convolution's kernel, the offset becomes its bias, and neither
 * takes a pass over the maps, forward or back. Statistics are fixed in predictions, and in training
 * where the layer is not trainable. The result is the same to within rounding.
 * @param x Input, shape [batch, ...].
 * @param options `training` turns dropout on, and batch normalization to the batch's statistics.
 * @returns The model's output, shape [batch, ...].
 */
export function applyGraph(
  model: tf.LayersModel,
  x: tf.Tensor,
  options: { readonly training: boolean },
): tf.Tensor {
  const folded = isSimpleGraph(model) ? foldedPairs(model, options.training) : new Map();
  if (!folded.size) return model.apply(x, options) as tf.Tensor;
  return tf.tidy(() => {
    const values = new Map([[model.inputs[0].name, x]]);
    const isFolded = new Set(folded.values());
    // A model keeps its layers in an order in which inputs come first.
    for (const layer of model.layers) {
      if (layer.getClassName() === "InputLayer") continue;
      const { inputTensors, outputTensors } = layer.inboundNodes[0];
      const inputs = inputTensors.map(({ name }) => values.get(name)!);
      const normalization = folded.get(layer);
      const value = normalization
        ? foldedConvolution(inputs[0] as tf.Tensor4D, layer, normalization)
        : isFolded.has(layer as FusedBatchNormalization)
        ? inputs[0]
        : layer.apply(inputs, options) as tf.Tensor;
      values.set(outputTensors[0].name, value);
    }
    return values.get(model.outputs[0].name)!;
  });
}

/** One input, one output, each layer used once. */
function isSimpleGraph({ inputs, outputs, layers }: tf.LayersModel): boolean {
  return inputs.length === 1 && outputs.length === 1 &&
    layers.every(({ inboundNodes }) =>
      inboundNodes.length === 1 && inboundNodes[0].outputTensors.length === 1
    );
}

/** Convolutions whose only reader is batch normalization by fixed statistics, with that layer. */
function foldedPairs(
  model: tf.LayersModel,
  training: boolean,
): Map<tf.layers.Layer, FusedBatchNormalization> {
  const readers = new Map<string, tf.layers.Layer[]>([[model.outputs[0].name, []]]);
  for (const layer of model.layers) {
    for (const { name } of layer.inboundNodes[0].inputTensors) {
      readers.set(name, [...readers.get(name) ?? [], layer]);
    }
  }
  const pairs = new Map<tf.layers.Layer, FusedBatchNormalization>();
  for (const layer of model.layers) {
    if (!isPlainConvolution(layer)) continue;
    const [reader, ...others] = readers.get(layer.inboundNodes[0].outputTensors[0].name) ?? [];
    const isOutput = layer.inboundNodes[0].outputTensors[0].name === model.outputs[0].name;
    const isFixed = reader instanceof FusedBatchNormalization && reader.isPlain &&
      !(training && reader.trainable);
    if (isFixed && !others.length && !isOutput) pairs.set(layer, reader);
  }
  return pairs;
}

function isPlainConvolution(layer: tf.layers.Layer): boolean {
  if (!["Conv2D", "DepthwiseConv2D"].includes(layer.getClassName())) return false;
  const { activation, useBias, dataFormat, dilationRate } = configOf(layer);
  return activation === "linear" && useBias === false && dataFormat === "channelsLast" &&
    [dilationRate ?? 1].flat().every((rate) => rate === 1);
}

function foldedConvolution(
  x: tf.Tensor4D,
  convolution: tf.layers.Layer,
  normalization: FusedBatchNormalization,
): tf.Tensor4D {
  // The variable itself, so that gradients reach it.
  const [kernel] = convolution.getWeights() as [tf.Tensor4D];
  const { scale, offset } = normalization.fixedTransform();
  const { strides, padding } = configOf(convolution);
  const window: ConvolutionWindow = {
    strides: typeof strides === "number" ? [strides, strides] : strides,
    padding,
  };
  if (convolution.getClassName() === "Conv2D") {
    return biasedConvolution(x, kernel.mul(scale), offset, window);
  }
  const [, , channels, multiplier] = kernel.shape;
  const scales = scale.reshape<tf.Tensor2D>([channels, multiplier]);
  const maps = tf.depthwiseConv2d(
    x,
    kernel.mul<tf.Tensor4D>(scales),
    window.strides as [number, number],
    window.padding,
  );
  return normalization.trainable ? tf.add(maps, offset) : addConstant(maps, offset);
}

/** Adds to each channel what gets no gradient. */
function addConstant(maps: tf.Tensor4D, offset: tf.Tensor1D): tf.Tensor4D {
  if (!hasNativeOps()) return tf.add(maps, offset);
  return tf.customGrad((maps) => ({
    value: nativeBiasAdd(maps as tf.Tensor, offset),
    gradFunc: (dy: tf.Tensor) => dy.clone(),
  }))(maps) as tf.Tensor4D;
}

function configOf(layer: tf.layers.Layer): ConvolutionConfig {
  return layer.getConfig() as unknown as ConvolutionConfig;
}

/**
 * A model's forward pass in a cheaper order with the same result.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { applyGraph, type ApplyOptions } from "./apply_graph.ts";
import { pooledConvolution } from "./pooled_convolution.ts";
import { SeededDropout } from "./seeded_dropout.ts";

/** What a layer says of itself, as far as it matters here. */
interface LayerConfig {
  readonly activation?: string;
  readonly useBias?: boolean;
  readonly dataFormat?: string;
  readonly dilationRate?: readonly number[];
  readonly strides?: [number, number];
  readonly padding?: "same" | "valid";
  readonly poolSize?: [number, number];
}

/**
 * Applies a model. In a chain of layers, a convolution with bias and ReLU is computed together with
 * the max-pooling and the dropout after it ({@linkcode pooledConvolution}); the result is the same
 * to within rounding.
 * @param x Input, shape [batch, ...].
 * @returns The model's output, shape [batch, ...].
 */
export function applyModel(
  model: tf.LayersModel,
  x: tf.Tensor,
  options: ApplyOptions,
): tf.Tensor {
  if (!isChain(model)) return applyGraph(model, x, options);
  return tf.tidy(() => {
    const layers = model.layers.filter((layer) => layer.getClassName() !== "InputLayer");
    let y = x;
    for (let i = 0; i < layers.length; i++) {
      const [layer, next, afterNext] = layers.slice(i, i + 3);
      if (isPooledConvolution(layer, next)) {
        const dropout = afterNext instanceof SeededDropout ? afterNext : null;
        y = applyPooledConvolution(
          y as tf.Tensor4D,
          [layer, next, options.training ? dropout : null],
          { hasInputGradient: y !== x },
        );
        i += dropout ? 2 : 1;
      } else {
        y = layer.apply(y, { training: options.training }) as tf.Tensor;
      }
    }
    return y;
  });
}

/** Whether each layer's only input is the one before it. */
function isChain(model: tf.LayersModel): boolean {
  return model.inputs.length === 1 && model.outputs.length === 1 &&
    model.layers.every((layer, i) =>
      layer.inboundNodes.length === 1 &&
      layer.inboundNodes[0].inboundLayers.length <= 1 &&
      (i === 0 || layer.inboundNodes[0].inboundLayers[0] === model.layers[i - 1] ||
        layer.inboundNodes[0].inboundLayers[0]?.getClassName() === "InputLayer")
    );
}

function isPooledConvolution(
  layer: tf.layers.Layer,
  next: tf.layers.Layer | undefined,
): next is tf.layers.Layer {
  if (layer.getClassName() !== "Conv2D" || next?.getClassName() !== "MaxPooling2D") return false;
  const convolution = configOf(layer);
  const pooling = configOf(next);
  return convolution.activation === "relu" && convolution.useBias === true &&
    convolution.dataFormat === "channelsLast" && pooling.dataFormat === "channelsLast" &&
    (convolution.dilationRate ?? [1, 1]).every((rate) => rate === 1);
}

function applyPooledConvolution(
  x: tf.Tensor4D,
  [convolution, pooling, dropout]: [tf.layers.Layer, tf.layers.Layer, SeededDropout | null],
  options: { readonly hasInputGradient: boolean },
): tf.Tensor4D {
  // The variables themselves, so that gradients reach them.
  const [kernel, bias] = convolution.getWeights() as [tf.Tensor4D, tf.Tensor1D];
  const { strides, padding } = configOf(convolution);
  const pool = configOf(pooling);
  return pooledConvolution(x, {
    kernel,
    bias,
    window: { strides: strides!, padding: padding! },
    pool: { filterSize: pool.poolSize!, strides: pool.strides!, padding: pool.padding! },
    dropoutRate: dropout?.rate ?? 0,
    keepMask: (shape) => dropout!.keepMask(shape),
    ...options,
  });
}

function configOf(layer: tf.layers.Layer): LayerConfig {
  return layer.getConfig() as unknown as LayerConfig;
}

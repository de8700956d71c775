/**
 * A model's forward pass in a cheaper order with the same result.
 * @module
 */
import * as tf from "@tensorflow/tfjs";

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
 * Applies a model. Where a convolution with bias and ReLU is followed by max-pooling, bias and ReLU
 * are computed after the pooling, on a quarter of the values: the maximum commutes with adding a
 * number and with every function that never falls, so the result is the same to the bit.
 * @param x Input, shape [batch, ...].
 * @param options `training` turns dropout on.
 * @returns The model's output, shape [batch, ...].
 */
export function applyModel(
  model: tf.LayersModel,
  x: tf.Tensor,
  options: { readonly training: boolean },
): tf.Tensor {
  if (!isChain(model)) return model.apply(x, options) as tf.Tensor;
  return tf.tidy(() => {
    const layers = model.layers.filter((layer) => layer.getClassName() !== "InputLayer");
    let y = x;
    for (let i = 0; i < layers.length; i++) {
      if (isPooledConvolution(layers[i], layers[i + 1])) {
        y = poolBeforeActivation(layers[i], layers[i + 1], y as tf.Tensor4D);
        i++;
      } else {
        y = layers[i].apply(y, options) as tf.Tensor;
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

function poolBeforeActivation(
  convolution: tf.layers.Layer,
  pooling: tf.layers.Layer,
  x: tf.Tensor4D,
): tf.Tensor {
  // The variables themselves, so that gradients reach them.
  const [kernel, bias] = convolution.getWeights() as [tf.Tensor4D, tf.Tensor1D];
  const { strides, padding } = configOf(convolution);
  const pool = configOf(pooling);
  const maps = tf.conv2d(x, kernel, strides!, padding!);
  const pooled = tf.maxPool(maps, pool.poolSize!, pool.strides!, pool.padding!);
  return tf.relu(tf.add(pooled, bias));
}

function configOf(layer: tf.layers.Layer): LayerConfig {
  return layer.getConfig() as unknown as LayerConfig;
}

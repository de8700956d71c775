/**
 * A model's forward pass in a cheaper order with the same result.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { applyGraph, type ApplyOptions } from "./apply_graph.ts";
import { commonBeginning } from "./common_beginning.ts";
import { ensembleMembers } from "./ensemble_members.ts";
import { hasBfloat16, toBfloat16, toFloat32 } from "./bfloat16.ts";
import { hasOneDnnMaxPool } from "./one_dnn_max_pool.ts";
import { pooledConvolution } from "./pooled_convolution.ts";
import type { FloatType } from "./run_native_op.ts";
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
 * to within rounding. In bfloat16 only these are rounded; dense layers are not. Of a mean of
 * networks, each is applied so.
 * @param x Input, shape [batch, ...].
 * @returns The model's output, shape [batch, ...].
 */
export function applyModel(
  model: tf.LayersModel,
  x: tf.Tensor,
  options: ApplyOptions,
): tf.Tensor {
  const members = ensembleMembers(model);
  if (members.length) {
    return tf.tidy(() => tf.addN(applyMembers(members, x, options)).div(members.length));
  }
  if (!isChain(model)) return applyGraph(model, x, options);
  const isRounded = options.precision === "bfloat16" && options.training && hasBfloat16() &&
    hasOneDnnMaxPool();
  return tf.tidy(() => {
    const layers = model.layers.filter((layer) => layer.getClassName() !== "InputLayer");
    let y = x;
    let isBfloat16 = false;
    for (let i = 0; i < layers.length; i++) {
      const [layer, next, afterNext] = layers.slice(i, i + 3);
      if (isPooledConvolution(layer, next)) {
        const dropout = afterNext instanceof SeededDropout ? afterNext : null;
        const maps = isRounded && !isBfloat16 ? toBfloat16(y) : y;
        y = applyPooledConvolution(
          maps as tf.Tensor4D,
          [layer, next, options.training ? dropout : null],
          { hasInputGradient: y !== x, precision: isRounded ? "BFLOAT16" : "FLOAT" },
        );
        isBfloat16 = isRounded;
        i += dropout ? 2 : 1;
      } else {
        if (isBfloat16) y = toFloat32(y);
        isBfloat16 = false;
        y = layer.apply(y, { training: options.training }) as tf.Tensor;
      }
    }
    return isBfloat16 ? toFloat32(y) : y;
  });
}

/** Applies several networks; what they compute alike, once. */
function applyMembers(
  members: readonly tf.LayersModel[],
  x: tf.Tensor,
  options: ApplyOptions,
): tf.Tensor[] {
  const ends = options.training || members.some(isChain) ? null : commonBeginning(members);
  if (!ends) return members.map((member) => applyModel(member, x, options));
  const maps = applyGraph(members[0], x, { ...options, until: ends[0] });
  return members.map((member, i) => applyGraph(member, maps, { ...options, after: ends[i] }));
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
  options: { readonly hasInputGradient: boolean; readonly precision: FloatType },
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

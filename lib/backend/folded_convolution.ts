/**
 * Convolution and the fixed batch normalization after it as one.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { biasedConvolution } from "./biased_convolution.ts";
import type { FusedBatchNormalization } from "./fused_batch_normalization.ts";
import { type ConvolutionWindow, nativeBiasAdd } from "./native_ops.ts";
import { hasNativeOps } from "./native_backend.ts";

/** What a convolution says of itself, as far as it matters here. */
interface ConvolutionConfig {
  readonly activation?: string;
  readonly useBias?: boolean;
  readonly dataFormat?: string;
  readonly dilationRate?: number | readonly number[];
  readonly strides: number | [number, number];
  readonly padding: "same" | "valid";
}

const configs = new WeakMap<tf.layers.Layer, ConvolutionConfig>();

/** A layer's configuration never changes, and tfjs takes its time to write it down. */
function configOf(layer: tf.layers.Layer): ConvolutionConfig {
  let config = configs.get(layer);
  if (!config) {
    config = layer.getConfig() as unknown as ConvolutionConfig;
    configs.set(layer, config);
  }
  return config;
}

/** Whether a layer is a convolution, full or depthwise, and nothing more: no bias, no activation. */
export function isPlainConvolution(layer: tf.layers.Layer): boolean {
  if (!["Conv2D", "DepthwiseConv2D"].includes(layer.getClassName())) return false;
  const { activation, useBias, dataFormat, dilationRate } = configOf(layer);
  return activation === "linear" && useBias === false && dataFormat === "channelsLast" &&
    [dilationRate ?? 1].flat().every((rate) => rate === 1);
}

/** A convolution with all that belongs to it. */
export interface ConvolutionParts {
  /** Shape [height, width, inChannels, outChannels or multiplier]; gradients reach the layer's. */
  readonly kernel: tf.Tensor4D;
  /** What each channel gets added, shape [channels]; none without normalization. */
  readonly offset?: tf.Tensor1D;
  /** How the window moves. */
  readonly window: ConvolutionWindow;
  /** Whether each channel is filtered by itself. */
  readonly isDepthwise: boolean;
}

/**
 * Kernel and offset of a convolution, the fixed normalization after it included: its factor goes
 * into the kernel.
 */
export function convolutionParts(
  convolution: tf.layers.Layer,
  normalization?: FusedBatchNormalization,
): ConvolutionParts {
  // The variable itself, so that gradients reach it.
  const [kernel] = convolution.getWeights() as [tf.Tensor4D];
  const { strides, padding } = configOf(convolution);
  const window: ConvolutionWindow = {
    strides: typeof strides === "number" ? [strides, strides] : strides,
    padding,
  };
  const isDepthwise = convolution.getClassName() === "DepthwiseConv2D";
  if (!normalization) return { kernel, window, isDepthwise };
  const { scale, offset } = normalization.fixedTransform();
  const [, , channels, multiplier] = kernel.shape;
  const factors = isDepthwise ? scale.reshape([channels, multiplier]) : scale;
  return { kernel: kernel.mul(factors), offset, window, isDepthwise };
}

/** Applies a convolution and the fixed normalization after it to float32 maps. */
export function foldedConvolution(
  x: tf.Tensor4D,
  convolution: tf.layers.Layer,
  normalization: FusedBatchNormalization,
): tf.Tensor4D {
  const { kernel, offset, window, isDepthwise } = convolutionParts(convolution, normalization);
  if (!isDepthwise) return biasedConvolution(x, kernel, offset!, window);
  const maps = tf.depthwiseConv2d(x, kernel, [...window.strides], window.padding);
  return normalization.trainable ? tf.add(maps, offset!) : addConstant(maps, offset!);
}

/** Adds to each channel what gets no gradient. */
function addConstant(maps: tf.Tensor4D, offset: tf.Tensor1D): tf.Tensor4D {
  if (!hasNativeOps()) return tf.add(maps, offset);
  return tf.customGrad((maps) => ({
    value: nativeBiasAdd(maps as tf.Tensor, offset),
    gradFunc: (dy: tf.Tensor) => dy.clone(),
  }))(maps) as tf.Tensor4D;
}

/**
 * Convolution, batch normalization, ReLU: the brick of modern networks.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { BiasFreeConvolution } from "../backend/bias_free_convolution.ts";
import { ClippedRelu } from "../backend/clipped_relu.ts";
import { FusedBatchNormalization } from "../backend/fused_batch_normalization.ts";
import { deriveSeed } from "../random.ts";

/** One convolution with what follows it. */
export interface Convolution {
  /** Start of the layers' names: `<name>_conv`, `<name>_bn`, `<name>_relu`. */
  readonly name: string;
  /** `depthwise` filters each channel by itself. */
  readonly kind?: "full" | "depthwise";
  /** Number of filters; a depthwise convolution keeps the number of channels. */
  readonly filters?: number;
  /** Height and width of the kernel in pixels. */
  readonly kernelSize: number;
  /** Vertical and horizontal step in pixels. */
  readonly strides?: number;
  /** Upper limit of the ReLU: a number, none, or no ReLU at all. */
  readonly activation: "relu6" | "relu" | "none";
}

/**
 * Applies a convolution without bias (`same` padding as TensorFlow pads: the odd pixel goes right
 * and below), batch normalization and ReLU. Kernels start from He's normal distribution (He et al.
 * 2015), each from a seed of its own.
 * @param x Maps, shape [batch, height, width, channels].
 * @param seed The run's seed.
 * @returns Maps, shape [batch, ceil(height / strides), ceil(width / strides), filters].
 */
export function batchNormalized(
  x: tf.SymbolicTensor,
  { name, kind = "full", filters, kernelSize, strides = 1, activation }: Convolution,
  seed: number,
): tf.SymbolicTensor {
  const initializer = tf.initializers.varianceScaling({
    scale: 2,
    // A depthwise kernel's inputs are those of its window alone, which are what tfjs counts as
    // its outputs.
    mode: kind === "depthwise" ? "fanOut" : "fanIn",
    distribution: "normal",
    seed: deriveSeed(seed, "initial weights", `${name}_conv`),
  });
  const common = {
    name: `${name}_conv`,
    kernelSize,
    strides,
    padding: "same",
    useBias: false,
  } as const;
  const convolution = kind === "depthwise"
    ? tf.layers.depthwiseConv2d({ ...common, depthwiseInitializer: initializer })
    : new BiasFreeConvolution({ ...common, filters: filters!, kernelInitializer: initializer });
  const maps = convolution.apply(x) as tf.SymbolicTensor;
  const normalized = new FusedBatchNormalization({ name: `${name}_bn` })
    .apply(maps) as tf.SymbolicTensor;
  if (activation === "none") return normalized;
  const maxValue = activation === "relu6" ? 6 : undefined;
  return new ClippedRelu({ name: `${name}_relu`, maxValue })
    .apply(normalized) as tf.SymbolicTensor;
}

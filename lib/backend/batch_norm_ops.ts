/**
 * Batch normalization of maps by TensorFlow's fused kernels, one op in each direction. Works on the
 * backend `tensorflow` alone: ask `hasNativeOps()` first.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { type Attributes, type FloatType, runNativeOp, type } from "./run_native_op.ts";

/** What a batch's maps were normalized by; the caller disposes of them. */
export interface BatchStatistics {
  /** Mean of each channel, shape [channels]. */
  readonly mean: tf.Tensor1D;
  /** Variance of each channel over its N values, divided by N as in Keras, shape [channels]. */
  readonly variance: tf.Tensor1D;
}

/**
 * Normalizes each channel by the batch's own mean and variance: gamma * (x - mean) /
 * sqrt(variance + epsilon) + beta. Gradients reach `x`, `gamma` and `beta`.
 * @param x Maps, shape [batch, height, width, channels].
 * @param gamma Shape [channels].
 * @param beta Shape [channels].
 * @param onStatistics Called with the batch's statistics; they are freed afterwards.
 * @param precision What the maps are; all else is float32.
 * @returns Shape of `x`.
 */
export function nativeBatchNorm(
  x: tf.Tensor4D,
  gamma: tf.Tensor1D,
  beta: tf.Tensor1D,
  epsilon: number,
  onStatistics: (statistics: BatchStatistics) => void,
  precision: FloatType = "FLOAT",
): tf.Tensor4D {
  const normalize = tf.customGrad((...args) => {
    const [x, gamma, beta, save] = args as [tf.Tensor, tf.Tensor, tf.Tensor, tf.GradSaveFunc];
    const attributes = { ...attributesOf(epsilon, true), T: type(precision) };
    const none = tf.tensor1d([]);
    const [y, , , mean, variance, reserve] = runNativeOp(
      "FusedBatchNormV3",
      attributes,
      // Running statistics come in only where TensorFlow is to average them.
      [x, gamma, beta, none, none],
      6,
    );
    onStatistics({ mean: mean as tf.Tensor1D, variance: variance as tf.Tensor1D });
    save([x, gamma, mean, variance, reserve]);
    const gradFunc = (dy: tf.Tensor, [x, gamma, mean, variance, reserve]: tf.Tensor[]) =>
      runNativeOp(
        "FusedBatchNormGradV3",
        attributes,
        [dy, x, gamma, mean, variance, reserve],
        5,
      ).slice(0, 3);
    return { value: y, gradFunc };
  });
  return normalize(x, gamma, beta) as tf.Tensor4D;
}

/**
 * Normalizes each channel by given statistics. Gradients reach `x` alone, by one multiplication.
 * @param x Maps, shape [batch, height, width, channels], float32.
 * @param weights Gamma, beta, mean and variance, each of shape [channels].
 * @returns Shape of `x`.
 */
export function nativeFrozenBatchNorm(
  x: tf.Tensor4D,
  [gamma, beta, mean, variance]: readonly tf.Tensor[],
  epsilon: number,
): tf.Tensor4D {
  const normalize = tf.customGrad((...args) => {
    const [x, save] = args as [tf.Tensor, tf.GradSaveFunc];
    const inputs = [x, gamma, beta, mean, variance];
    const [y] = runNativeOp("FusedBatchNormV3", attributesOf(epsilon, false), inputs, 6);
    save([gamma.div(variance.add(epsilon).sqrt())]);
    return { value: y, gradFunc: (dy: tf.Tensor, [scale]: tf.Tensor[]) => dy.mul(scale) };
  });
  return normalize(x) as tf.Tensor4D;
}

function attributesOf(epsilon: number, isTraining: boolean): Attributes {
  return {
    T: type("FLOAT"),
    U: type("FLOAT"),
    epsilon: ["FLOAT", epsilon],
    data_format: ["STRING", "NHWC"],
    is_training: ["BOOL", isTraining],
  };
}

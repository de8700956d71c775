/**
 * Limits to the length of gradients.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { nativeHalfSumOfSquares } from "../backend/native_ops.ts";
import { hasNativeOps } from "../backend/run_native_op.ts";

/** Limits of {@linkcode gradientClip}; 0 or omitted is no limit. */
export interface ClipOptions {
  /** Largest Euclidean norm of each gradient, as Keras' `clipnorm`. */
  readonly clipNorm?: number;
  /** Largest Euclidean norm of all gradients taken as one vector, as `global_clipnorm`. */
  readonly clipGlobalNorm?: number;
}

/**
 * The function that clips each of the gradients. Where both limits are given, the global one holds.
 * @param gradients All gradients of an update; inside `tf.tidy`, as a scalar of them is kept.
 */
export function gradientClip(
  gradients: readonly tf.Tensor[],
  { clipNorm = 0, clipGlobalNorm = 0 }: ClipOptions,
): (gradient: tf.Tensor) => tf.Tensor {
  if (clipGlobalNorm > 0) return scaleDown(globalNorm(gradients), clipGlobalNorm);
  if (clipNorm > 0) return (gradient) => clipByNorm(gradient, clipNorm);
  return (gradient) => gradient;
}

/** The tensor, scaled down where its Euclidean norm is above the limit. */
export function clipByNorm(tensor: tf.Tensor, limit: number): tf.Tensor {
  return tf.tidy(() => scaleDown(sumOfSquares(tensor).sqrt(), limit)(tensor));
}

/** Euclidean norm of all the tensors' values. */
export function globalNorm(tensors: readonly tf.Tensor[]): tf.Tensor {
  return tf.tidy(() => tf.stack(tensors.map(sumOfSquares)).sum().sqrt());
}

/** Multiplies by what brings a tensor of that norm to the limit: by 1 within it. */
function scaleDown(norm: tf.Tensor, limit: number): (tensor: tf.Tensor) => tf.Tensor {
  // Native tensors are read at no cost, and mostly there is nothing to multiply.
  if (hasNativeOps() && norm.dataSync()[0] <= limit) return (tensor) => tensor.clone();
  const factor = tf.scalar(limit).div(tf.maximum(norm, limit));
  return (tensor) => tensor.mul(factor);
}

function sumOfSquares(tensor: tf.Tensor): tf.Tensor {
  return hasNativeOps() ? nativeHalfSumOfSquares(tensor).mul(2) : tensor.square().sum();
}

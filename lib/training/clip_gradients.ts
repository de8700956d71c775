/**
 * Limits to the length of gradients.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { nativeHalfSumOfSquares } from "../backend/native_ops.ts";
import { hasNativeOps } from "../backend/native_backend.ts";

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
  if (clipGlobalNorm > 0) return multiplyBy(clipFactor(gradients, clipGlobalNorm));
  if (clipNorm > 0) return (gradient) => clipByNorm(gradient, clipNorm);
  return (gradient) => gradient;
}

/** The tensor, scaled down where its Euclidean norm is above the limit. */
export function clipByNorm(tensor: tf.Tensor, limit: number): tf.Tensor {
  return tf.tidy(() => multiplyBy(clipFactor([tensor], limit))(tensor));
}

/** Euclidean norm of all the tensors' values. */
export function globalNorm(tensors: readonly tf.Tensor[]): tf.Tensor {
  const squares = () => tensors.map((tensor) => tensor.square().sum<tf.Scalar>());
  // One after another: a sum over one tensor may add in an order that depends on how many there are.
  return tf.tidy(() => squares().reduce((sum, value) => sum.add(value)).sqrt());
}

/** What brings tensors to the limit: 1 within it. A number where tensors are read at no cost. */
function clipFactor(tensors: readonly tf.Tensor[], limit: number): number | tf.Tensor {
  if (!hasNativeOps()) return tf.scalar(limit).div(tf.maximum(globalNorm(tensors), limit));
  const halfSquares = tensors.map((tensor) =>
    tf.tidy(() => nativeHalfSumOfSquares(tensor).dataSync()[0])
  );
  const norm = Math.sqrt(2 * halfSquares.reduce((sum, value) => sum + value, 0));
  return norm > limit ? limit / norm : 1;
}

function multiplyBy(factor: number | tf.Tensor): (tensor: tf.Tensor) => tf.Tensor {
  return (tensor) => factor === 1 ? tensor.clone() : tensor.mul(factor);
}

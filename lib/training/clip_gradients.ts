/**
 * Limits to the length of gradients.
 * @module
 */
import * as tf from "@tensorflow/tfjs";

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
  if (clipGlobalNorm > 0) {
    const factor = clipFactor(globalNorm(gradients), clipGlobalNorm);
    return (gradient) => gradient.mul(factor);
  }
  if (clipNorm > 0) return (gradient) => clipByNorm(gradient, clipNorm);
  return (gradient) => gradient;
}

/** The tensor, scaled down where its Euclidean norm is above the limit. */
export function clipByNorm(tensor: tf.Tensor, limit: number): tf.Tensor {
  return tf.tidy(() => tensor.mul(clipFactor(tensor.square().sum().sqrt(), limit)));
}

/** Euclidean norm of all the tensors' values. */
export function globalNorm(tensors: readonly tf.Tensor[]): tf.Tensor {
  return tf.tidy(() => tf.stack(tensors.map((tensor) => tensor.square().sum())).sum().sqrt());
}

/** What a tensor of that norm is multiplied by: 1 within the limit. */
function clipFactor(norm: tf.Tensor, limit: number): tf.Tensor {
  return tf.scalar(limit).div(tf.maximum(norm, limit));
}

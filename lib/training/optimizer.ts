/**
 * What turns gradients into updates.
 * @module
 */
import type * as tf from "@tensorflow/tfjs";

/** Changes variables step by step, and what it remembers of earlier steps. */
export interface Optimizer {
  /** Updates made so far. */
  iterations: number;
  /** The variables that the next update changes, in their order. */
  readonly activeVariables: readonly tf.Variable[];
  /** All that it remembers besides {@linkcode Optimizer.iterations}, for checkpoints. */
  readonly moments: readonly tf.Variable[];
  /**
   * Updates each active variable in place.
   * @param gradients In the order of {@linkcode Optimizer.activeVariables}.
   * @param learningRate Step size of this update; the optimizer's by default.
   */
  applyGradients(gradients: readonly tf.Tensor[], learningRate?: number): void;
  /** Frees the moments. */
  dispose(): void;
}

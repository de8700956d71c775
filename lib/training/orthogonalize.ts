/**
 * Newton-Schulz iteration.
 * @module
 */
import * as tf from "@tensorflow/tfjs";

/**
 * Coefficients of X, XXᵀX and (XXᵀ)²X in a step, which bring singular values from 0.001 to 1 near
 * to 1 fast; they end between about 0.7 and 1.2 (Jordan et al. 2024).
 */
const [LINEAR, CUBIC, QUINTIC] = [3.4445, -4.775, 2.0315];
const N_STEPS = 5;

/**
 * A matrix with about the same singular vectors whose singular values are all near to 1. The steps
 * are done on the product of the matrix with itself, whose side is the matrix's shorter one: for a
 * kernel of 3x3 pixels a third of the arithmetic.
 * @param matrix Shape [rows, columns].
 * @returns The same shape; zeros where the matrix is of zeros.
 */
export function orthogonalized(matrix: tf.Tensor2D): tf.Tensor2D {
  const [nRows, nColumns] = matrix.shape;
  const isTall = nRows > nColumns;
  return tf.tidy(() => {
    const identity = tf.eye(isTall ? nColumns : nRows);
    const unscaled = tf.matMul<tf.Tensor2D>(matrix, matrix, isTall, !isTall);
    // The squared norm is the product's trace: tfjs's norm() takes as long as the product itself.
    const norm = unscaled.mul(identity).sum().sqrt().add(1e-7);
    let product = unscaled.div<tf.Tensor2D>(norm.square());
    let steps: tf.Tensor2D | undefined;
    for (let i = 0; i < N_STEPS; i++) {
      const step = identity.mul(LINEAR).add(product.mul(CUBIC))
        .add<tf.Tensor2D>(tf.matMul(product, product).mul(QUINTIC));
      steps = steps ? tf.matMul(step, steps) : step;
      if (i < N_STEPS - 1) product = tf.matMul(tf.matMul(step, product), step);
    }
    const all = steps!.div<tf.Tensor2D>(norm);
    return isTall ? tf.matMul(matrix, all) : tf.matMul(all, matrix);
  });
}

/**
 * Weights for rare labels.
 * @module
 */

/**
 * Number of negatives to a positive of each label in the training part, with which both have the
 * same weight in all; kept from 1 / `limit` to `limit`, as a label with a few positives would
 * otherwise rule the gradient.
 * @param yTrain Indicators, shape [nSamples][nLabels].
 * @returns Shape [nLabels].
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(balancedPositiveWeights([[1, 0], [0, 0], [0, 0]], 10), [2, 10]);
 * ```
 */
export function balancedPositiveWeights(
  yTrain: readonly ArrayLike<number>[],
  limit: number,
): number[] {
  return Array.from(yTrain[0], (_, label) => {
    const nPositive = yTrain.reduce((sum, row) => sum + row[label], 0);
    return Math.min(Math.max((yTrain.length - nPositive) / nPositive, 1 / limit), limit);
  });
}

import { countPerLabel, ratioOrZero, total } from "./label_counts.ts";
import type { LabelMatrix } from "./label_matrix.ts";
import { mean } from "./mean.ts";

/**
 * Precision of every label: of the samples predicted to have it, the share that do. 0 for a label
 * that is never predicted. Higher is better.
 * @param yTrue Indicators in {0, 1}, shape [nSamples][nLabels].
 * @param yPred Indicators in {0, 1}, shape [nSamples][nLabels].
 * @returns Numbers in [0, 1], shape [nLabels].
 * @throws {RangeError} If the shapes differ or a value is neither 0 nor 1.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(precisionPerLabel([[1, 0], [1, 1], [0, 1]], [[1, 0], [0, 1], [1, 0]]), [1 / 2, 1]);
 * ```
 */
export function precisionPerLabel(yTrue: LabelMatrix, yPred: LabelMatrix): number[] {
  const { truePositives, predicted } = countPerLabel(yTrue, yPred, "precision");
  return Array.from(truePositives, (count, j) => ratioOrZero(count, predicted[j]));
}

/**
 * Mean of {@linkcode precisionPerLabel}: every label counts the same, however rare.
 * @throws {RangeError} If the shapes differ or a value is neither 0 nor 1.
 */
export function macroPrecision(yTrue: LabelMatrix, yPred: LabelMatrix): number {
  return mean(precisionPerLabel(yTrue, yPred));
}

/**
 * Precision over all cells at once: frequent labels weigh more. Higher is better.
 * @throws {RangeError} If the shapes differ or a value is neither 0 nor 1.
 */
export function microPrecision(yTrue: LabelMatrix, yPred: LabelMatrix): number {
  const { truePositives, predicted } = countPerLabel(yTrue, yPred, "microPrecision");
  return ratioOrZero(total(truePositives), total(predicted));
}

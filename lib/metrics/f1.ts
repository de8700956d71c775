import { countPerLabel, ratioOrZero, total } from "./label_counts.ts";
import type { LabelMatrix } from "./label_matrix.ts";
import { mean } from "./mean.ts";

/**
 * F1 of every label: the harmonic mean of precision and recall, 2 TP / (predicted + support). 0 for
 * a label that is neither present nor predicted. Higher is better.
 * @param yTrue Indicators in {0, 1}, shape [nSamples][nLabels].
 * @param yPred Indicators in {0, 1}, shape [nSamples][nLabels].
 * @returns Numbers in [0, 1], shape [nLabels].
 * @throws {RangeError} If the shapes differ or a value is neither 0 nor 1.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(f1PerLabel([[1, 0], [1, 1], [0, 1]], [[1, 0], [0, 1], [1, 0]]), [1 / 2, 2 / 3]);
 * ```
 */
export function f1PerLabel(yTrue: LabelMatrix, yPred: LabelMatrix): number[] {
  const { truePositives, predicted, support } = countPerLabel(yTrue, yPred, "f1");
  return Array.from(truePositives, (count, j) => ratioOrZero(2 * count, predicted[j] + support[j]));
}

/**
 * Mean of {@linkcode f1PerLabel}: every label counts the same, however rare.
 * @throws {RangeError} If the shapes differ or a value is neither 0 nor 1.
 */
export function macroF1(yTrue: LabelMatrix, yPred: LabelMatrix): number {
  return mean(f1PerLabel(yTrue, yPred));
}

/**
 * F1 over all cells at once: frequent labels weigh more. Higher is better.
 * @throws {RangeError} If the shapes differ or a value is neither 0 nor 1.
 */
export function microF1(yTrue: LabelMatrix, yPred: LabelMatrix): number {
  const { truePositives, predicted, support } = countPerLabel(yTrue, yPred, "microF1");
  return ratioOrZero(2 * total(truePositives), total(predicted) + total(support));
}

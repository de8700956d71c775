import { countPerLabel, ratioOrZero, total } from "./label_counts.ts";
import type { LabelMatrix } from "./label_matrix.ts";
import { mean } from "./mean.ts";

/**
 * Recall of every label: of the samples that have it, the share predicted to. 0 for a label that no
 * sample has. Higher is better.
 * @param yTrue Indicators in {0, 1}, shape [nSamples][nLabels].
 * @param yPred Indicators in {0, 1}, shape [nSamples][nLabels].
 * @returns Numbers in [0, 1], shape [nLabels].
 * @throws {RangeError} If the shapes differ or a value is neither 0 nor 1.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(recallPerLabel([[1, 0], [1, 1], [0, 1]], [[1, 0], [0, 1], [1, 0]]), [1 / 2, 1 / 2]);
 * ```
 */
export function recallPerLabel(yTrue: LabelMatrix, yPred: LabelMatrix): number[] {
  const { truePositives, support } = countPerLabel(yTrue, yPred, "recall");
  return Array.from(truePositives, (count, j) => ratioOrZero(count, support[j]));
}

/**
 * Mean of {@linkcode recallPerLabel}: every label counts the same, however rare.
 * @throws {RangeError} If the shapes differ or a value is neither 0 nor 1.
 */
export function macroRecall(yTrue: LabelMatrix, yPred: LabelMatrix): number {
  return mean(recallPerLabel(yTrue, yPred));
}

/**
 * Recall over all cells at once: frequent labels weigh more. Higher is better.
 * @throws {RangeError} If the shapes differ or a value is neither 0 nor 1.
 */
export function microRecall(yTrue: LabelMatrix, yPred: LabelMatrix): number {
  const { truePositives, support } = countPerLabel(yTrue, yPred, "microRecall");
  return ratioOrZero(total(truePositives), total(support));
}

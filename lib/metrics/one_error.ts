import { checkScores, type LabelMatrix } from "./label_matrix.ts";
import { mean } from "./mean.ts";
import { topLabel } from "./top_label.ts";

/**
 * One-error: the share of samples whose top-ranked label is not among the true ones. Lower is
 * better. Of equal scores the first label ranks on top. A sample without a true label counts as
 * an error, since no label can be right.
 * @param yTrue Indicators in {0, 1}, shape [nSamples][nLabels].
 * @param yScore Scores, larger means more likely, shape [nSamples][nLabels].
 * @returns A number in [0, 1].
 * @throws {RangeError} If the shapes differ or a value is not allowed.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(oneError([[1, 0], [1, 0], [0, 1]], [[0.9, 0.1], [0.2, 0.3], [0.4, 0.8]]), 1 / 3);
 * ```
 */
export function oneError(yTrue: LabelMatrix, yScore: LabelMatrix): number {
  return mean(oneErrorPerSample(yTrue, yScore));
}

/**
 * 1 for every sample whose top-ranked label is not among the true ones, else 0; shape [nSamples].
 * @throws {RangeError} If the shapes differ or a value is not allowed.
 */
export function oneErrorPerSample(yTrue: LabelMatrix, yScore: LabelMatrix): Float64Array {
  checkScores("oneError", yTrue, yScore);
  return Float64Array.from(yTrue, (row, i) => 1 - row[topLabel(yScore[i])]);
}

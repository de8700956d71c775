import { averagePrecision } from "./average_precision.ts";
import { flatten } from "./columns.ts";
import { checkScores, type LabelMatrix } from "./label_matrix.ts";

/**
 * Average precision over all cells at once, as if they belonged to one label: it also rewards
 * knowing which labels are frequent. Higher is better; NaN if no cell is true.
 * @param yTrue Indicators in {0, 1}, shape [nSamples][nLabels].
 * @param yScore Scores, larger means more likely, shape [nSamples][nLabels].
 * @returns AP in (0, 1], or NaN.
 * @throws {RangeError} If the shapes differ or a value is not allowed.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(microAveragePrecision([[1, 0], [0, 1]], [[0.9, 0.8], [0.1, 0.7]]), (1 + 2 / 3) / 2);
 * ```
 */
export function microAveragePrecision(yTrue: LabelMatrix, yScore: LabelMatrix): number {
  checkScores("microAveragePrecision", yTrue, yScore);
  return averagePrecision(flatten(yTrue), flatten(yScore));
}

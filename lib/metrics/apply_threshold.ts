import { checkMatrix, type LabelMatrix } from "./label_matrix.ts";

/**
 * Turns scores into predictions: 1 where the score is above the threshold, strictly, else 0.
 * @param yScore Scores, shape [nSamples][nLabels].
 * @param threshold One number for all labels, or one per label, shape [nLabels].
 * @returns Indicators in {0, 1}, shape [nSamples][nLabels].
 * @throws {RangeError} If the number of thresholds is not the number of labels, or a value is not
 * finite.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const yScore = [[0.5, 0.6], [0.4, 0.9]];
 * assertEquals(applyThreshold(yScore, 0.5).map((row) => [...row]), [[0, 1], [0, 1]]);
 * assertEquals(applyThreshold(yScore, [0.3, 0.8]).map((row) => [...row]), [[1, 0], [1, 1]]);
 * ```
 */
export function applyThreshold(
  yScore: LabelMatrix,
  threshold: number | readonly number[],
): Uint8Array[] {
  const { nLabels } = checkMatrix("applyThreshold", "yScore", yScore);
  const thresholds = typeof threshold === "number"
    ? new Array<number>(nLabels).fill(threshold)
    : threshold;
  if (thresholds.length !== nLabels) {
    throw new RangeError(
      `Cannot compute applyThreshold as there must be one threshold or one for each of the ` +
        `${nLabels} labels: current value is ${thresholds.length}`,
    );
  }
  for (const value of thresholds) {
    if (!Number.isFinite(value)) {
      throw new RangeError(
        `Cannot compute applyThreshold as a threshold must be a finite number: ` +
          `current value is ${value}`,
      );
    }
  }
  return yScore.map((row) => Uint8Array.from(row, (score, j) => (score > thresholds[j] ? 1 : 0)));
}

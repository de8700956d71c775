import { checkScores, type LabelMatrix } from "./label_matrix.ts";
import { mean } from "./mean.ts";

/**
 * Label ranking average precision (LRAP): for every true label, the share of true labels among
 * those ranked as high or higher; averaged over the true labels of a sample, then over the
 * samples. Higher is better. Equal scores share the deepest of their ranks; a sample whose labels
 * are all true or all false counts 1.
 * The same as scikit-learn's `label_ranking_average_precision_score`.
 * @param yTrue Indicators in {0, 1}, shape [nSamples][nLabels].
 * @param yScore Scores, larger means more likely, shape [nSamples][nLabels].
 * @returns A number in (0, 1].
 * @throws {RangeError} If the shapes differ or a value is not allowed.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const yTrue = [[1, 0, 0], [1, 0, 0]];
 * assertEquals(labelRankingAveragePrecision(yTrue, [[0.7, 0.5, 1], [0.9, 0.2, 0.1]]), 3 / 4);
 * ```
 */
export function labelRankingAveragePrecision(yTrue: LabelMatrix, yScore: LabelMatrix): number {
  return mean(labelRankingAveragePrecisionPerSample(yTrue, yScore));
}

/**
 * {@linkcode labelRankingAveragePrecision} of every sample by itself, shape [nSamples].
 * @throws {RangeError} If the shapes differ or a value is not allowed.
 */
export function labelRankingAveragePrecisionPerSample(
  yTrue: LabelMatrix,
  yScore: LabelMatrix,
): Float64Array {
  const { nLabels } = checkScores("labelRankingAveragePrecision", yTrue, yScore);
  return Float64Array.from(yTrue, (row, i) => {
    const scores = yScore[i];
    let nTrue = 0;
    let sum = 0;
    for (let j = 0; j < nLabels; j++) {
      if (row[j] === 0) continue;
      nTrue++;
      let rank = 0;
      let rankAmongTrue = 0;
      for (let k = 0; k < nLabels; k++) {
        if (scores[k] < scores[j]) continue;
        rank++;
        rankAmongTrue += row[k];
      }
      sum += rankAmongTrue / rank;
    }
    return nTrue === 0 || nTrue === nLabels ? 1 : sum / nTrue;
  });
}

import { checkScores, type LabelMatrix } from "./label_matrix.ts";
import { mean } from "./mean.ts";

/**
 * Ranking loss: of all pairs of a true and a false label of a sample, the share in the wrong
 * order, averaged over the samples. Lower is better. A pair of equal scores counts as wrong; a
 * sample whose labels are all true or all false counts 0.
 * The same as scikit-learn's `label_ranking_loss`.
 * @param yTrue Indicators in {0, 1}, shape [nSamples][nLabels].
 * @param yScore Scores, larger means more likely, shape [nSamples][nLabels].
 * @returns A number in [0, 1].
 * @throws {RangeError} If the shapes differ or a value is not allowed.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(labelRankingLoss([[1, 0, 0], [0, 0, 1]], [[0.7, 0.5, 1], [1, 0.2, 0.1]]), 3 / 4);
 * ```
 */
export function labelRankingLoss(yTrue: LabelMatrix, yScore: LabelMatrix): number {
  return mean(labelRankingLossPerSample(yTrue, yScore));
}

/**
 * {@linkcode labelRankingLoss} of every sample by itself, shape [nSamples].
 * @throws {RangeError} If the shapes differ or a value is not allowed.
 */
export function labelRankingLossPerSample(yTrue: LabelMatrix, yScore: LabelMatrix): Float64Array {
  const { nLabels } = checkScores("labelRankingLoss", yTrue, yScore);
  return Float64Array.from(yTrue, (row, i) => {
    const scores = yScore[i];
    let nTrue = 0;
    let wrongPairs = 0;
    for (let j = 0; j < nLabels; j++) {
      if (row[j] === 0) continue;
      nTrue++;
      for (let k = 0; k < nLabels; k++) {
        if (row[k] === 0 && scores[k] >= scores[j]) wrongPairs++;
      }
    }
    const pairs = nTrue * (nLabels - nTrue);
    return pairs === 0 ? 0 : wrongPairs / pairs;
  });
}

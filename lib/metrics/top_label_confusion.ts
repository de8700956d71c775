import { checkScores, type LabelMatrix } from "./label_matrix.ts";
import { topLabel } from "./top_label.ts";

/**
 * Which label is ranked first for the samples of each true label. A sample with several true
 * labels counts in several rows, so a row sums to the label's support and the whole to more than
 * the number of samples. Of equal scores the first label ranks on top.
 * @param yTrue Indicators in {0, 1}, shape [nSamples][nLabels].
 * @param yScore Scores, larger means more likely, shape [nSamples][nLabels].
 * @returns Counts, shape [nLabels][nLabels]: row = true label, column = label ranked first.
 * @throws {RangeError} If the shapes differ or a value is not allowed.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(topLabelConfusion([[1, 1], [0, 1]], [[0.9, 0.1], [0.2, 0.3]]), [[1, 0], [1, 1]]);
 * ```
 */
export function topLabelConfusion(yTrue: LabelMatrix, yScore: LabelMatrix): number[][] {
  const { nLabels } = checkScores("topLabelConfusion", yTrue, yScore);
  const counts = Array.from({ length: nLabels }, () => new Array<number>(nLabels).fill(0));
  yTrue.forEach((row, i) => {
    const top = topLabel(yScore[i]);
    for (let j = 0; j < nLabels; j++) counts[j][top] += row[j];
  });
  return counts;
}

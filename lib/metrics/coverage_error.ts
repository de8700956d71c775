import { checkScores, type LabelMatrix } from "./label_matrix.ts";
import { mean } from "./mean.ts";

/**
 * Coverage error: how far down the ranking one has to go, on average, to have met all true labels.
 * Ranks start at 1, so the best value is the mean number of true labels. Lower is better. Equal
 * scores share the deepest of their ranks; a sample without a true label counts 0.
 * The same as scikit-learn's `coverage_error`.
 * @param yTrue Indicators in {0, 1}, shape [nSamples][nLabels].
 * @param yScore Scores, larger means more likely, shape [nSamples][nLabels].
 * @returns A number in [0, nLabels].
 * @throws {RangeError} If the shapes differ or a value is not allowed.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(coverageError([[1, 0, 0], [0, 0, 1]], [[0.7, 0.5, 1], [1, 0.2, 0.1]]), 5 / 2);
 * ```
 */
export function coverageError(yTrue: LabelMatrix, yScore: LabelMatrix): number {
  return mean(coverageErrorPerSample(yTrue, yScore));
}

/**
 * {@linkcode coverageError} of every sample by itself, shape [nSamples].
 * @throws {RangeError} If the shapes differ or a value is not allowed.
 */
export function coverageErrorPerSample(yTrue: LabelMatrix, yScore: LabelMatrix): Float64Array {
  const { nLabels } = checkScores("coverageError", yTrue, yScore);
  return Float64Array.from(yTrue, (row, i) => {
    const scores = yScore[i];
    let lowestTrue = Infinity;
    for (let j = 0; j < nLabels; j++) {
      if (row[j] === 1 && scores[j] < lowestTrue) lowestTrue = scores[j];
    }
    let depth = 0;
    for (let j = 0; j < nLabels; j++) if (scores[j] >= lowestTrue) depth++;
    return depth;
  });
}

import { checkPredictions, type LabelMatrix } from "./label_matrix.ts";
import { mean } from "./mean.ts";

/**
 * Hamming loss: the share of cells (movie, label) where the prediction is wrong. Lower is better.
 * With few true labels among many, predicting nothing at all already scores low.
 * @param yTrue Indicators in {0, 1}, shape [nSamples][nLabels].
 * @param yPred Indicators in {0, 1}, shape [nSamples][nLabels].
 * @returns A number in [0, 1].
 * @throws {RangeError} If the shapes differ or a value is neither 0 nor 1.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(hammingLoss([[1, 0], [1, 1]], [[1, 0], [0, 1]]), 1 / 4);
 * ```
 */
export function hammingLoss(yTrue: LabelMatrix, yPred: LabelMatrix): number {
  return mean(hammingLossPerSample(yTrue, yPred));
}

/**
 * {@linkcode hammingLoss} of every sample by itself, shape [nSamples].
 * @throws {RangeError} If the shapes differ or a value is neither 0 nor 1.
 */
export function hammingLossPerSample(yTrue: LabelMatrix, yPred: LabelMatrix): Float64Array {
  const { nLabels } = checkPredictions("hammingLoss", yTrue, yPred);
  return Float64Array.from(yTrue, (row, i) => {
    let wrong = 0;
    for (let j = 0; j < nLabels; j++) if (row[j] !== yPred[i][j]) wrong++;
    return wrong / nLabels;
  });
}

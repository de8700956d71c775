import { checkPredictions, type LabelMatrix } from "./label_matrix.ts";
import { mean } from "./mean.ts";

/**
 * Subset accuracy: the share of samples whose labels are all predicted right. Higher is better.
 * @param yTrue Indicators in {0, 1}, shape [nSamples][nLabels].
 * @param yPred Indicators in {0, 1}, shape [nSamples][nLabels].
 * @returns A number in [0, 1].
 * @throws {RangeError} If the shapes differ or a value is neither 0 nor 1.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(subsetAccuracy([[1, 0], [1, 1]], [[1, 0], [0, 1]]), 1 / 2);
 * ```
 */
export function subsetAccuracy(yTrue: LabelMatrix, yPred: LabelMatrix): number {
  return mean(subsetAccuracyPerSample(yTrue, yPred));
}

/**
 * 1 for every sample whose labels are all predicted right, else 0; shape [nSamples].
 * @throws {RangeError} If the shapes differ or a value is neither 0 nor 1.
 */
export function subsetAccuracyPerSample(yTrue: LabelMatrix, yPred: LabelMatrix): Float64Array {
  const { nLabels } = checkPredictions("subsetAccuracy", yTrue, yPred);
  return Float64Array.from(yTrue, (row, i) => {
    for (let j = 0; j < nLabels; j++) if (row[j] !== yPred[i][j]) return 0;
    return 1;
  });
}

/**
 * Predictors that never look at a poster. A model is worth something only where it beats them.
 * @module
 */
import { binaryCrossEntropy } from "../metrics/binary_cross_entropy.ts";
import { checkIndicators, type LabelMatrix } from "../metrics/label_matrix.ts";
import { topLabel } from "../metrics/top_label.ts";

/**
 * Share of the samples that have each label.
 * @param yTrain True labels of the training part, in {0, 1}, shape [nSamples][nLabels].
 * @returns Numbers in [0, 1], shape [nLabels].
 * @throws {RangeError} If there is no sample, the rows differ in length or a value is neither 0
 * nor 1.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(labelFrequencies([[1, 0], [1, 1]]), [1, 1 / 2]);
 * ```
 */
export function labelFrequencies(yTrain: LabelMatrix): number[] {
  const { nSamples, nLabels } = checkIndicators("labelFrequencies", "yTrain", yTrain);
  return Array.from({ length: nLabels }, (_, label) => {
    let count = 0;
    for (const row of yTrain) count += row[label];
    return count / nSamples;
  });
}

/** Index of the most frequent label; of equally frequent ones the first. */
export function mostFrequentLabel(frequencies: readonly number[]): number {
  return topLabel(frequencies);
}

/**
 * The constant predictor: the label frequencies of the training part as probabilities, the same
 * for every sample. Of all constant rows it has the lowest cross-entropy on the training part.
 * @param frequencies What {@linkcode labelFrequencies} returned, shape [nLabels].
 * @returns Probabilities, shape [nSamples][nLabels]; all rows are the same object.
 * @throws {RangeError} If `nSamples` is not a positive integer.
 */
export function constantPredictor(frequencies: readonly number[], nSamples: number): LabelMatrix {
  checkSampleCount("constantPredictor", nSamples);
  return new Array<readonly number[]>(nSamples).fill([...frequencies]);
}

/**
 * Predicts one label with certainty, such as "always Drama": probability 1 for it and 0 for all
 * others, the same for every sample. All other labels are tied at the bottom, and ties count
 * against a ranking: a sample with any other true label has a coverage of nLabels, and its pairs
 * of other labels all count as wrong. Cross-entropy stays finite only because it clips.
 * @param label Index of the label.
 * @returns Probabilities, shape [nSamples][nLabels]; all rows are the same object.
 * @throws {RangeError} If `label` is not an index below `nLabels`, or `nSamples` is not a positive
 * integer.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(alwaysLabel(1, 3, 2), [[0, 1, 0], [0, 1, 0]]);
 * ```
 */
export function alwaysLabel(label: number, nLabels: number, nSamples: number): LabelMatrix {
  checkSampleCount("alwaysLabel", nSamples);
  if (!Number.isInteger(label) || label < 0 || label >= nLabels) {
    throw new RangeError(
      `Cannot compute alwaysLabel as label must be an index below ${nLabels}: ` +
        `current value is ${label}`,
    );
  }
  const row = Array.from({ length: nLabels }, (_, j) => (j === label ? 1 : 0));
  return new Array<readonly number[]>(nSamples).fill(row);
}

/**
 * Binary cross-entropy of the constant predictor: what a network has to get below.
 * @param yTrain True labels of the training part, which give the frequencies, shape [nTrain][nLabels].
 * @param yTrue True labels to measure on, shape [nSamples][nLabels].
 */
export function constantLoss(yTrain: LabelMatrix, yTrue: LabelMatrix): number {
  return binaryCrossEntropy(yTrue, constantPredictor(labelFrequencies(yTrain), yTrue.length));
}

function checkSampleCount(task: string, nSamples: number): void {
  if (!Number.isInteger(nSamples) || nSamples < 1) {
    throw new RangeError(
      `Cannot compute ${task} as nSamples must be a positive integer: current value is ${nSamples}`,
    );
  }
}

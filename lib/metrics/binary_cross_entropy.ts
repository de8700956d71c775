import { checkProbabilities, type LabelMatrix } from "./label_matrix.ts";
import { mean } from "./mean.ts";

// Keras' default epsilon: a certain and wrong prediction costs about 16.1, not infinity.
const EPSILON = 1e-7;

/**
 * Binary cross-entropy: -log(p) of a true cell, -log(1 - p) of a false one, natural logarithm,
 * mean over all cells. Lower is better. Probabilities are first clipped to [1e-7, 1 - 1e-7], as
 * Keras does.
 * @param yTrue Indicators in {0, 1}, shape [nSamples][nLabels].
 * @param yScore Probabilities in [0, 1], shape [nSamples][nLabels].
 * @returns A number in [0, 16.2).
 * @throws {RangeError} If the shapes differ or a value is not allowed.
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * assertAlmostEquals(binaryCrossEntropy([[1, 0]], [[0.5, 0.5]]), Math.LN2);
 * ```
 */
export function binaryCrossEntropy(yTrue: LabelMatrix, yScore: LabelMatrix): number {
  return mean(binaryCrossEntropyPerSample(yTrue, yScore));
}

/**
 * {@linkcode binaryCrossEntropy} of every sample by itself, shape [nSamples].
 * @throws {RangeError} If the shapes differ or a value is not allowed.
 */
export function binaryCrossEntropyPerSample(yTrue: LabelMatrix, yScore: LabelMatrix): Float64Array {
  const { nLabels } = checkProbabilities("binaryCrossEntropy", yTrue, yScore);
  return Float64Array.from(yTrue, (row, i) => {
    let sum = 0;
    for (let j = 0; j < nLabels; j++) {
      const probability = Math.min(Math.max(yScore[i][j], EPSILON), 1 - EPSILON);
      sum -= row[j] === 1 ? Math.log(probability) : Math.log1p(-probability);
    }
    return sum / nLabels;
  });
}

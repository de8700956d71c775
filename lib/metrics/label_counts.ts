import { checkPredictions, type LabelMatrix } from "./label_matrix.ts";

/** What precision, recall and F1 are made of; each list has one number per label. */
export interface LabelCounts {
  /** Samples that have the label and were predicted to. */
  readonly truePositives: Float64Array;
  /** Samples that were predicted to have the label. */
  readonly predicted: Float64Array;
  /** Samples that have the label. */
  readonly support: Float64Array;
}

/**
 * Counts true positives, predictions and support of every label.
 * @param task What is computed, for the message of an error.
 * @throws {RangeError} If the shapes differ or a value is neither 0 nor 1.
 */
export function countPerLabel(
  yTrue: LabelMatrix,
  yPred: LabelMatrix,
  task = "counts per label",
): LabelCounts {
  const { nSamples, nLabels } = checkPredictions(task, yTrue, yPred);
  const truePositives = new Float64Array(nLabels);
  const predicted = new Float64Array(nLabels);
  const support = new Float64Array(nLabels);
  for (let i = 0; i < nSamples; i++) {
    for (let j = 0; j < nLabels; j++) {
      support[j] += yTrue[i][j];
      predicted[j] += yPred[i][j];
      truePositives[j] += yTrue[i][j] * yPred[i][j];
    }
  }
  return { truePositives, predicted, support };
}

/** Sum of one count over all labels, as the micro averages need it. */
export function total(counts: Float64Array): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

/** A fraction that is 0 where its denominator is 0, as scikit-learn's default has it. */
export function ratioOrZero(numerator: number, denominator: number): number {
  return denominator === 0 ? 0 : numerator / denominator;
}

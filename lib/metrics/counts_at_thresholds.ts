import { descendingOrder } from "./descending_order.ts";
import { checkLabelScores } from "./label_matrix.ts";

/** Counts of one label when every sample with a score of at least the threshold is predicted. */
export interface CountsAtThresholds {
  /** The distinct scores, highest first. */
  readonly thresholds: number[];
  /** Samples predicted that have the label, one count per threshold. */
  readonly truePositives: number[];
  /** Samples predicted, one count per threshold. */
  readonly predicted: number[];
}

/**
 * Lowers the threshold through all distinct scores of one label and counts. Equal scores form one
 * threshold, so the order of the samples does not matter.
 * @param yTrue Indicators in {0, 1}, shape [nSamples].
 * @param yScore Scores, larger means more likely, shape [nSamples].
 * @param task What is computed, for the message of an error.
 * @throws {RangeError} If the lengths differ or a value is not allowed.
 */
export function countsAtThresholds(
  yTrue: ArrayLike<number>,
  yScore: ArrayLike<number>,
  task = "counts at thresholds",
): CountsAtThresholds {
  checkLabelScores(task, yTrue, yScore);
  const order = descendingOrder(yScore);
  const counts: CountsAtThresholds = { thresholds: [], truePositives: [], predicted: [] };
  let positives = 0;
  for (let k = 0; k < order.length; k++) {
    const score = yScore[order[k]];
    positives += yTrue[order[k]];
    if (k + 1 < order.length && yScore[order[k + 1]] === score) continue;
    counts.thresholds.push(score);
    counts.truePositives.push(positives);
    counts.predicted.push(k + 1);
  }
  return counts;
}

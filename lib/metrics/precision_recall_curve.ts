import { countsAtThresholds } from "./counts_at_thresholds.ts";

/** Precision against recall of one label. */
export interface PrecisionRecallCurve {
  /** Precision at each threshold, then 1; one more entry than `thresholds`. */
  readonly precision: number[];
  /** Recall at each threshold, then 0; one more entry than `thresholds`. */
  readonly recall: number[];
  /** The distinct scores, lowest first. */
  readonly thresholds: number[];
}

/**
 * Precision and recall of one label at every distinct score, where samples with a score of at
 * least the threshold are predicted. The same as scikit-learn's `precision_recall_curve`, but for
 * a label without a positive, whose recall is NaN here (there 1, with a warning).
 * @param yTrue Indicators in {0, 1}, shape [nSamples].
 * @param yScore Scores, larger means more likely, shape [nSamples].
 * @throws {RangeError} If the lengths differ or a value is not allowed.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(precisionRecallCurve([0, 1, 1], [0.2, 0.5, 0.9]), {
 *   precision: [2 / 3, 1, 1, 1],
 *   recall: [1, 1, 1 / 2, 0],
 *   thresholds: [0.2, 0.5, 0.9],
 * });
 * ```
 */
export function precisionRecallCurve(
  yTrue: ArrayLike<number>,
  yScore: ArrayLike<number>,
): PrecisionRecallCurve {
  const { thresholds, truePositives, predicted } = countsAtThresholds(
    yTrue,
    yScore,
    "precisionRecallCurve",
  );
  const positives = truePositives[truePositives.length - 1];
  const precision = truePositives.map((count, k) => count / predicted[k]);
  const recall = truePositives.map((count) => count / positives); // 0 / 0 is NaN
  return {
    precision: [...precision.reverse(), 1],
    recall: [...recall.reverse(), 0],
    thresholds: thresholds.reverse(),
  };
}

import { countsAtThresholds } from "./counts_at_thresholds.ts";

/**
 * Average precision (AP) of one label: the sum over thresholds n of (R_n - R_{n-1}) * P_n, with
 * precision P and recall R, not interpolated. Equal scores form one threshold. Higher is better.
 * For a label without a positive AP is undefined: NaN here, where scikit-learn's
 * `average_precision_score` warns and returns 0, which would lower a mean for no fault.
 * @param yTrue Indicators in {0, 1}, shape [nSamples].
 * @param yScore Scores, larger means more likely, shape [nSamples].
 * @returns AP in (0, 1], or NaN.
 * @throws {RangeError} If the lengths differ or a value is not allowed.
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * // Two positives, found at ranks 1 and 3.
 * assertAlmostEquals(averagePrecision([1, 0, 1, 0], [0.9, 0.8, 0.4, 0.1]), (1 + 2 / 3) / 2);
 * ```
 */
export function averagePrecision(yTrue: ArrayLike<number>, yScore: ArrayLike<number>): number {
  const { truePositives, predicted } = countsAtThresholds(yTrue, yScore, "averagePrecision");
  const positives = truePositives[truePositives.length - 1];
  let sum = 0;
  let found = 0;
  truePositives.forEach((count, k) => {
    sum += (count - found) * (count / predicted[k]);
    found = count;
  });
  return sum / positives; // 0 / 0 is NaN
}

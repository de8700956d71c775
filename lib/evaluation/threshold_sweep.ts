import { applyThreshold } from "../metrics/apply_threshold.ts";
import { macroF1, microF1 } from "../metrics/f1.ts";
import { hammingLoss } from "../metrics/hamming_loss.ts";
import type { LabelMatrix } from "../metrics/label_matrix.ts";

/** What one threshold does. */
export interface ThresholdEffect {
  /** Labels with a probability above this, strictly, are predicted. */
  readonly threshold: number;
  /** Share of wrong cells; lower is better. */
  readonly hammingLoss: number;
  /** F1 over all cells; higher is better. */
  readonly microF1: number;
  /** Mean F1 of the labels; higher is better. */
  readonly macroF1: number;
  /** Mean number of labels predicted for a movie. */
  readonly labelsPerMovie: number;
}

const PERCENTS = Array.from({ length: 99 }, (_, i) => (i + 1) / 100);

/**
 * Measures the predictions at each of several thresholds.
 * @param yTrue Indicators in {0, 1}, shape [nSamples][nLabels].
 * @param yScore Probabilities in [0, 1], shape [nSamples][nLabels].
 * @param thresholds 0.01, 0.02 ... 0.99 by default.
 * @returns One row per threshold, in their order.
 * @throws {RangeError} If the shapes differ or a value is not allowed.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const rows = sweepThreshold([[1, 0]], [[0.6, 0.4]], [0.3, 0.5]);
 * assertEquals(rows.map((row) => row.labelsPerMovie), [2, 1]);
 * ```
 */
export function sweepThreshold(
  yTrue: LabelMatrix,
  yScore: LabelMatrix,
  thresholds: readonly number[] = PERCENTS,
): ThresholdEffect[] {
  return thresholds.map((threshold) => {
    const yPred = applyThreshold(yScore, threshold);
    const predicted = yPred.reduce((sum, row) => sum + row.reduce((n, cell) => n + cell, 0), 0);
    return {
      threshold,
      hammingLoss: hammingLoss(yTrue, yPred),
      microF1: microF1(yTrue, yPred),
      macroF1: macroF1(yTrue, yPred),
      labelsPerMovie: predicted / yPred.length,
    };
  });
}

import { PROBABILITY } from "./check_values.ts";
import { checkMatrix, type LabelMatrix } from "./label_matrix.ts";

/** How one label's probabilities are corrected: `sigmoid(slope * logit(p) + intercept)`. */
export interface LogitLine {
  /** Above 0, so that the order of a label's probabilities stays; below 1 it makes them milder. */
  readonly slope: number;
  /** Moves all probabilities of the label up or down. */
  readonly intercept: number;
}

/** Changes nothing. */
export const IDENTITY_LINE: LogitLine = Object.freeze({ slope: 1, intercept: 0 });

// As in binaryCrossEntropy: 0 and 1 have no finite logit.
const EPSILON = 1e-7;

/** The logit log(p / (1 - p)) of a probability that is first clipped to [1e-7, 1 - 1e-7]. */
export function clippedLogit(probability: number): number {
  const clipped = Math.min(Math.max(probability, EPSILON), 1 - EPSILON);
  return Math.log(clipped) - Math.log1p(-clipped);
}

/** The probability of a logit; no logit overflows. */
export function sigmoid(logit: number): number {
  const small = Math.exp(-Math.abs(logit));
  return (logit >= 0 ? 1 : small) / (1 + small);
}

/**
 * Corrects probabilities, each label by its own line. {@linkcode IDENTITY_LINE} leaves a label's
 * probabilities exactly as they are.
 * @param yScore Probabilities in [0, 1], shape [nSamples][nLabels].
 * @param lines One per label, shape [nLabels].
 * @returns Probabilities, shape [nSamples][nLabels].
 * @throws {RangeError} If the number of lines is not the number of labels, or a value is not
 * allowed.
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * const [[milder]] = applyCalibration([[0.8]], [{ slope: 1 / 2, intercept: 0 }]);
 * assertAlmostEquals(milder, 2 / 3); // odds of 4 become odds of 2
 * ```
 */
export function applyCalibration(
  yScore: LabelMatrix,
  lines: readonly LogitLine[],
): Float64Array[] {
  const { nLabels } = checkMatrix("applyCalibration", "yScore", yScore, PROBABILITY);
  if (lines.length !== nLabels) {
    throw new RangeError(
      `Cannot compute applyCalibration as there must be one line for each of the ${nLabels} ` +
        `labels: current value is ${lines.length}`,
    );
  }
  return yScore.map((row) =>
    Float64Array.from(row, (score, j) => {
      const { slope, intercept } = lines[j];
      if (slope === 1 && intercept === 0) return score;
      return sigmoid(slope * clippedLogit(score) + intercept);
    })
  );
}

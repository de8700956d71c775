/** Labels drawn from known probabilities, and scores that distort these by known lines. */
import { clippedLogit, type LogitLine, sigmoid } from "../../lib/metrics/apply_calibration.ts";
import { makePrng } from "../../lib/random.ts";

/** What {@linkcode distortedScores} draws. */
export interface DistortedScores {
  /** Indicators, shape [nSamples][nLabels]. */
  readonly yTrue: readonly (readonly number[])[];
  /** Distorted probabilities, shape [nSamples][nLabels]. */
  readonly yScore: readonly (readonly number[])[];
}

/**
 * One label a frequency. A score's logit is `slope * logit + intercept` of the true probability.
 */
export function distortedScores(
  { nSamples, frequencies, lines, seed = 8 }: {
    readonly nSamples: number;
    readonly frequencies: readonly number[];
    readonly lines: readonly LogitLine[];
    readonly seed?: number;
  },
): DistortedScores {
  const prng = makePrng(seed);
  const rows = Array.from({ length: nSamples }, () =>
    frequencies.map((frequency, j) => {
      const logit = clippedLogit(frequency) + prng.normal(0, 1.2);
      const { slope, intercept } = lines[j];
      return {
        isTrue: Number(prng.chance(sigmoid(logit))),
        score: sigmoid(slope * logit + intercept),
      };
    }));
  return {
    yTrue: rows.map((row) => row.map(({ isTrue }) => isTrue)),
    yScore: rows.map((row) => row.map(({ score }) => score)),
  };
}

import type { Decisions } from "../../lib/model/decisions.ts";

/** Decisions with one line and the same thresholds for all genres. */
export function madeUpDecisions(
  labels: readonly string[],
  weightsSha256: string,
  { slope, intercept } = { slope: 2, intercept: -1 },
): Decisions {
  return {
    weightsSha256,
    chosenOn: { part: "val", nSamples: 10, minCases: 20 },
    calibration: {
      method: "temperature",
      crossEntropy: { none: 0.3, temperature: 0.25, perGenre: null },
    },
    genres: labels.map((genre) => ({
      genre,
      slope,
      intercept,
      hasOwnCalibration: false,
      thresholds: { macroF1: 0.125, microF1: 0.25, hammingLoss: 0.5 },
      hasOwnThresholds: false,
    })),
  };
}

/**
 * Reads the golden values that `golden/make_golden.py` wrote.
 * @module
 */

/** One value for each way of averaging. */
export interface AveragedMeasure {
  readonly perLabel: number[];
  readonly micro: number;
  readonly macro: number;
}

/** A small case and what scikit-learn makes of it; null stands for NaN. */
export interface GoldenCase {
  readonly name: string;
  readonly yTrue: number[][];
  readonly yScore: number[][];
  readonly yPred: number[][];
  readonly expected: {
    readonly hammingLoss: number;
    readonly subsetAccuracy: number;
    readonly precision: AveragedMeasure;
    readonly recall: AveragedMeasure;
    readonly f1: AveragedMeasure;
    readonly oneError: number;
    readonly topLabelConfusion: number[][];
    readonly coverageError: number;
    readonly labelRankingLoss: number;
    readonly labelRankingAveragePrecision: number;
    readonly averagePrecisionPerLabel: (number | null)[];
    readonly macroAveragePrecision: number | null;
    readonly microAveragePrecision: number | null;
    readonly binaryCrossEntropy: number;
    readonly calibration: {
      readonly counts: number[];
      readonly positiveFraction: number[];
      readonly meanScore: number[];
      readonly expectedCalibrationError: number;
    };
    /** Of the label with index 1. */
    readonly precisionRecallCurve: {
      readonly precision: number[];
      readonly recall: (number | null)[];
      readonly thresholds: number[];
    };
  };
}

/** The content of `golden/measures.json`. */
export interface Golden {
  readonly versions: Record<string, string>;
  readonly reliabilityBins: number;
  readonly cases: GoldenCase[];
}

/** Reads the golden file. */
export function loadGolden(): Golden {
  return JSON.parse(Deno.readTextFileSync(new URL("golden/measures.json", import.meta.url)));
}

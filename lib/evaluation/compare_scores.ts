/**
 * Two sets of probabilities for the same movies: how far apart they are.
 * @module
 */
import type { LabelMatrix } from "../metrics/label_matrix.ts";
import type { MeasureIntervals } from "./bootstrap.ts";
import { computeMeasures, type MeasureKey, measureOf, type Threshold } from "./measures.ts";

/** What {@linkcode compareScores} works on. */
export interface ComparedScores {
  /** True labels in {0, 1}, shape [nSamples][nLabels]. */
  readonly yTrue: LabelMatrix;
  /** Probabilities before the change, shape [nSamples][nLabels]. */
  readonly before: LabelMatrix;
  /** Probabilities after it, for the same movies in the same order. */
  readonly after: LabelMatrix;
  /** A label is predicted where its probability is above this, strictly. */
  readonly threshold: Threshold;
}

/** What a change does to probabilities and measures. */
export interface ScoreComparison {
  /** Movies compared. */
  readonly nSamples: number;
  /** Largest absolute change of a probability. */
  readonly largestChange: number;
  /** Every measure before and after; NaN where it is undefined. */
  readonly measures: readonly {
    readonly key: MeasureKey;
    readonly before: number;
    readonly after: number;
  }[];
}

/**
 * Compares probabilities before and after a change.
 * @throws {RangeError} If the shapes differ or a value is not allowed.
 */
export function compareScores(
  { yTrue, before, after, threshold }: ComparedScores,
): ScoreComparison {
  const measuresBefore = computeMeasures({ yTrue, yScore: before, threshold });
  const measuresAfter = computeMeasures({ yTrue, yScore: after, threshold });
  let largestChange = 0;
  before.forEach((row, i) => {
    for (let j = 0; j < row.length; j++) {
      largestChange = Math.max(largestChange, Math.abs(row[j] - after[i][j]));
    }
  });
  return {
    nSamples: yTrue.length,
    largestChange,
    measures: (Object.keys(measuresBefore) as MeasureKey[]).map((key) => ({
      key,
      before: measuresBefore[key],
      after: measuresAfter[key],
    })),
  };
}

/** Share of a measure's interval that it may move by. */
const LARGEST_SHARE = 0.1;

/**
 * Refuses a change that moves a measure by more than a tenth of its 95 % interval's length.
 * @param intervals The measures before the change.
 * @throws {RangeError} If a measure moves further.
 */
export function checkUnmoved(
  { measures }: ScoreComparison,
  intervals: MeasureIntervals,
): void {
  for (const { key, before, after } of measures) {
    const { low, high } = intervals[key];
    if (low === null || high === null) continue;
    const limit = LARGEST_SHARE * (high - low);
    if (Math.abs(after - before) <= limit) continue;
    throw new RangeError(
      `Cannot accept the change as ${measureOf(key).name} must not move by more than ${limit}, a ` +
        `tenth of its interval: current values are ${before} before and ${after} after`,
    );
  }
}

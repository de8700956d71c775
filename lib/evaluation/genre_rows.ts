import { applyThreshold } from "../metrics/apply_threshold.ts";
import { f1PerLabel } from "../metrics/f1.ts";
import { countPerLabel } from "../metrics/label_counts.ts";
import { averagePrecisionPerLabel } from "../metrics/macro_average_precision.ts";
import { precisionPerLabel } from "../metrics/precision.ts";
import { recallPerLabel } from "../metrics/recall.ts";
import type { Interval } from "./interval.ts";
import type { ScoredSamples } from "./measures.ts";

/** How well one genre is predicted. */
export interface GenreRow {
  /** Name of the genre. */
  readonly genre: string;
  /** Movies that have the genre. */
  readonly support: number;
  /** Share of the movies that have it: the average precision of scores without information. */
  readonly prevalence: number;
  /** Movies that were predicted to have it. */
  readonly predicted: number;
  /** Of the movies predicted to have it, the share that do; 0 if none was. */
  readonly precision: number;
  /** Of the movies that have it, the share predicted to; 0 if none has it. */
  readonly recall: number;
  /** Harmonic mean of precision and recall, or 0. */
  readonly f1: number;
  /** Average precision, or null if no movie has the genre. */
  readonly averagePrecision: number | null;
  /** The same with its bootstrap interval over the movies; absent in files from before. */
  readonly averagePrecisionInterval?: Interval;
}

/**
 * One row per genre, in the order of the labels.
 * @param labels Names of the genres, shape [nLabels].
 * @throws {RangeError} If the shapes differ or a value is not allowed.
 */
export function buildGenreRows(
  labels: readonly string[],
  { yTrue, yScore, threshold }: ScoredSamples,
): GenreRow[] {
  const yPred = applyThreshold(yScore, threshold);
  const { support, predicted } = countPerLabel(yTrue, yPred);
  const precision = precisionPerLabel(yTrue, yPred);
  const recall = recallPerLabel(yTrue, yPred);
  const f1 = f1PerLabel(yTrue, yPred);
  const averagePrecision = averagePrecisionPerLabel(yTrue, yScore);
  return labels.map((genre, j) => ({
    genre,
    support: support[j],
    prevalence: support[j] / yTrue.length,
    predicted: predicted[j],
    precision: precision[j],
    recall: recall[j],
    f1: f1[j],
    averagePrecision: numberOrNull(averagePrecision[j]),
  }));
}

/** A number as JSON can hold it: null in place of NaN. */
export function numberOrNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

/**
 * A model measured apart on movies of different years.
 * @module
 */
import type { LabelMatrix } from "../metrics/label_matrix.ts";
import { bootstrapMeasures, type BootstrapSettings, type MeasureIntervals } from "./bootstrap.ts";
import type { Threshold } from "./measures.ts";

/** Measures on the movies of some years. */
export interface YearRow {
  /** First of the years; null for the movies whose year is unknown. */
  readonly fromYear: number | null;
  /** Last of the years, included; null for the movies whose year is unknown. */
  readonly toYear: number | null;
  /** Number of movies. */
  readonly nSamples: number;
  /** The constant predictor's measures on them. */
  readonly constant: MeasureIntervals;
  /** The model's. */
  readonly model: MeasureIntervals;
  /** The model's minus the constant's, on the same resamples. */
  readonly differenceToConstant: MeasureIntervals;
}

/** What {@linkcode yearRows} works on. */
export interface YearInput extends BootstrapSettings {
  /** Year of release of each movie, or null, shape [nSamples]. */
  readonly years: readonly (number | null)[];
  /** Indicators in {0, 1}, shape [nSamples][nLabels]. */
  readonly yTrue: LabelMatrix;
  /** The model's probabilities, shape [nSamples][nLabels]. */
  readonly yScore: LabelMatrix;
  /** The constant predictor's probabilities, shape [nLabels]. */
  readonly constant: ArrayLike<number>;
  /** A label is predicted where its probability is above this, strictly. */
  readonly threshold: Threshold;
}

/** Years in a row of the table. */
const span = 5;
/** With fewer movies an interval says nothing. */
const fewestMovies = 50;

/**
 * Measures of the model and the constant predictor, five years at a time (2000 to 2004, ...). Spans
 * with fewer than 50 movies are left out.
 * @returns Rows by year, movies of unknown year last.
 * @throws {RangeError} If shapes differ or a value is out of range.
 */
export function yearRows(input: YearInput): YearRow[] {
  const { years, yTrue, yScore, constant, threshold } = input;
  if (years.length !== yTrue.length) {
    throw new RangeError(
      `Cannot measure by year as years must have ${yTrue.length} entries, one per movie: current ` +
        `value is ${years.length}`,
    );
  }
  const spans = Map.groupBy(
    years.keys(),
    (i) => years[i] === null ? null : Math.floor(years[i] / span) * span,
  );
  return [...spans]
    .filter(([, members]) => members.length >= fewestMovies)
    .sort(([a], [b]) => (a ?? Infinity) - (b ?? Infinity))
    .map(([start, members]) => {
      const known = members.flatMap((i) => years[i] ?? []);
      const [{ measures: constantMeasures }, model] = bootstrapMeasures({
        ...input,
        yTrue: members.map((i) => yTrue[i]),
        yScores: [members.map(() => constant), members.map((i) => yScore[i])],
        threshold,
      });
      return {
        fromYear: start === null ? null : Math.min(...known),
        toYear: start === null ? null : Math.max(...known),
        nSamples: members.length,
        constant: constantMeasures,
        model: model.measures,
        differenceToConstant: model.difference,
      };
    });
}

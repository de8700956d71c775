import { expectedCalibrationError, reliabilityBins } from "../metrics/calibration.ts";
import { checkIndicators, checkProbabilities, type LabelMatrix } from "../metrics/label_matrix.ts";
import { topLabelConfusion } from "../metrics/top_label_confusion.ts";
import {
  alwaysLabel,
  constantPredictor,
  labelFrequencies,
  mostFrequentLabel,
} from "./baselines.ts";
import { bootstrapMeasures, type BootstrapSettings, type MeasureIntervals } from "./bootstrap.ts";
import { genreApIntervals } from "./genre_intervals.ts";
import { buildGenreRows, type GenreRow } from "./genre_rows.ts";
import type { Threshold } from "./measures.ts";
import { type ReliabilityRow, reliabilityRows } from "./reliability_rows.ts";

/** What {@linkcode buildEvaluationReport} works on. */
export interface EvaluationInput {
  /** Names of the genres, shape [nLabels]. */
  readonly labels: readonly string[];
  /** True labels of the training part in {0, 1}, shape [nTrain][nLabels]; for the baselines. */
  readonly yTrain: LabelMatrix;
  /** True labels of the evaluated part in {0, 1}, shape [nSamples][nLabels]. */
  readonly yTrue: LabelMatrix;
  /** The model's probabilities, shape [nSamples][nLabels]. */
  readonly yScore: LabelMatrix;
  /** A label is predicted where its probability is above this, strictly; 0.5 by default. */
  readonly threshold?: Threshold;
  /** Number of bootstrap resamples; 1000 by default. */
  readonly resamples?: number;
  /** Share of the resampled values inside an interval; 0.95 by default. */
  readonly level?: number;
  /** The run's seed. */
  readonly seed: number;
}

/** One row of the results table. */
export interface PredictorRow {
  /** "constant", "always Drama" (or whichever genre is most frequent) or "model". */
  readonly predictor: string;
  /** Every measure with its interval. */
  readonly measures: MeasureIntervals;
  /** Every measure minus that of "constant", on the same resamples; "constant" has none. */
  readonly differenceToConstant?: MeasureIntervals;
}

/** Everything the tables and charts show about one model, as plain JSON data. */
export interface EvaluationReport {
  /** Number of movies evaluated. */
  readonly nSamples: number;
  /** Number of movies that the baselines learned their frequencies from. */
  readonly nTrain: number;
  /** Names of the genres, in the order of every list below. */
  readonly labels: readonly string[];
  /** Threshold of all predictors. */
  readonly threshold: Threshold;
  /** How the intervals were drawn. */
  readonly bootstrap: BootstrapSettings;
  /** One row per predictor, baselines first, the model last. */
  readonly rows: readonly PredictorRow[];
  /** One row per genre, for the model. */
  readonly genres: readonly GenreRow[];
  /** Genres without a movie in this part, left out of macro AP. */
  readonly nUndefinedAp: number;
  /** The model's probabilities against what happened, over all cells. */
  readonly reliability: {
    /** Bins of equal width, from 0 to 1. */
    readonly bins: readonly ReliabilityRow[];
    /** Mean gap between the two, weighted by the bins' counts. */
    readonly expectedCalibrationError: number;
  };
  /** Row = true genre, column = genre the model ranks first; shape [nLabels][nLabels]. */
  readonly topLabelConfusion: readonly (readonly number[])[];
}

/**
 * Measures a model beside two predictors that never look at a poster.
 * @throws {TypeError} If an argument is not a list of rows.
 * @throws {RangeError} If shapes differ or a value is out of range.
 */
export function buildEvaluationReport(input: EvaluationInput): EvaluationReport {
  const { labels, yTrain, yTrue, yScore, threshold = 0.5, resamples = 1000, level = 0.95, seed } =
    input;
  const { nSamples, nLabels } = checkProbabilities("buildEvaluationReport", yTrue, yScore);
  const train = checkIndicators("buildEvaluationReport", "yTrain", yTrain);
  checkLabelCount("labels", labels.length, nLabels);
  checkLabelCount("rows of yTrain", train.nLabels, nLabels);

  const frequencies = labelFrequencies(yTrain);
  const frequent = mostFrequentLabel(frequencies);
  const predictors = [
    { name: "constant", yScore: constantPredictor(frequencies, nSamples) },
    { name: `always ${labels[frequent]}`, yScore: alwaysLabel(frequent, nLabels, nSamples) },
    { name: "model", yScore },
  ];
  const bootstrap = { resamples, level, seed };
  const intervals = bootstrapMeasures({
    yTrue,
    yScores: predictors.map((predictor) => predictor.yScore),
    threshold,
    ...bootstrap,
  });
  const apIntervals = genreApIntervals({ yTrue, yScore, ...bootstrap });
  const genres = buildGenreRows(labels, { yTrue, yScore, threshold })
    .map((row, j) => ({ ...row, averagePrecisionInterval: apIntervals[j] }));
  const bins = reliabilityBins(yTrue, yScore);
  return {
    nSamples,
    nTrain: train.nSamples,
    labels: [...labels],
    threshold,
    bootstrap,
    rows: predictors.map(({ name }, i) => ({
      predictor: name,
      measures: intervals[i].measures,
      ...(i === 0 ? {} : { differenceToConstant: intervals[i].difference }),
    })),
    genres,
    nUndefinedAp: genres.filter((row) => row.averagePrecision === null).length,
    reliability: {
      bins: reliabilityRows(bins),
      expectedCalibrationError: expectedCalibrationError(bins),
    },
    topLabelConfusion: topLabelConfusion(yTrue, yScore),
  };
}

function checkLabelCount(name: string, count: number, nLabels: number): void {
  if (count !== nLabels) {
    throw new RangeError(
      `Cannot build the evaluation report as ${name} must have ${nLabels} entries, one per ` +
        `label: current value is ${count}`,
    );
  }
}

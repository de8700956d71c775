/**
 * The file `validation.json` of a run that is measured on the validation part alone.
 * @module
 */
import { join } from "node:path";
import { readTextIfExists, writeJsonAtomic } from "../atomic_file.ts";
import type { LabelMatrix } from "../metrics/label_matrix.ts";
import { constantPredictor, labelFrequencies } from "./baselines.ts";
import { bootstrapMeasures, type BootstrapSettings, type MeasureIntervals } from "./bootstrap.ts";
import type { Threshold } from "./measures.ts";
import type { RunScores } from "./run_scores.ts";

/** The file `validation.json` of a run: what a choice is made by, and never the test part. */
export interface ValidationMetrics {
  /** Name of the data set. */
  readonly dataset: string;
  /** Whether the posters are the sample set's drawings, an easier world than the real one. */
  readonly isSample: boolean;
  /** Runs whose mean probabilities these are; absent where it is one run's own. */
  readonly members?: readonly string[];
  /** Run whose weights these are; absent where it is the run's own. */
  readonly weightsOf?: string;
  /** SHA-256 that names the weights and how they were asked. */
  readonly weightsSha256: string;
  /** Epochs that were trained; of several runs the most. */
  readonly epochs: number;
  /** Epoch whose weights are measured: the best on this very part; 0 for several runs. */
  readonly bestEpoch: number;
  /** Number of movies in the validation part. */
  readonly nSamples: number;
  /** Number of movies that the constant predictor learned its frequencies from. */
  readonly nTrain: number;
  /** Threshold of both predictors. */
  readonly threshold: Threshold;
  /** How the intervals were drawn. */
  readonly bootstrap: BootstrapSettings;
  /** Every measure of the constant predictor. */
  readonly constant: MeasureIntervals;
  /** Every measure of the run. */
  readonly measures: MeasureIntervals;
  /** The run minus another; null where the other was not measured on this machine. */
  readonly comparison: ValidationComparison | null;
}

/** A run's paired difference to another, on the same resamples of the validation movies. */
export interface ValidationComparison {
  /** Name of the other run; null for the constant predictor. */
  readonly run: string | null;
  /** Its {@linkcode ValidationMetrics.weightsSha256}; null for the constant predictor. */
  readonly weightsSha256: string | null;
  /** Every measure of the run minus that of the other. */
  readonly difference: MeasureIntervals;
}

/** What {@linkcode measureValidation} works on. */
export interface ValidationInput {
  /** True labels of the training part in {0, 1}, shape [nTrain][nLabels]. */
  readonly yTrain: LabelMatrix;
  /** The run's scores. */
  readonly scores: RunScores;
  /** Scores of the same movies by the run that it is compared with; the constant's by default. */
  readonly reference?: RunScores;
  /** A label is predicted where its probability is above this, strictly. */
  readonly threshold: Threshold;
  /** Number of bootstrap resamples; 1000 by default. */
  readonly resamples?: number;
  /** Share of the resampled values inside an interval; 0.95 by default. */
  readonly level?: number;
  /** The run's seed. */
  readonly seed: number;
}

/** What {@linkcode measureValidation} finds. */
export interface ValidationFindings extends
  Pick<
    ValidationMetrics,
    "nSamples" | "nTrain" | "threshold" | "bootstrap" | "constant" | "measures"
  > {
  /** Every measure of the run minus that of the reference. */
  readonly difference: MeasureIntervals;
}

/**
 * Measures a run, the constant predictor and the run's paired difference to a reference.
 * @throws {RangeError} If the reference scored other movies, shapes differ or a value is out of
 * range.
 */
export function measureValidation(input: ValidationInput): ValidationFindings {
  const { yTrain, scores, reference, threshold, resamples = 1000, level = 0.95, seed } = input;
  const { yTrue, yScore, imdbIds } = scores;
  if (reference && JSON.stringify(reference.imdbIds) !== JSON.stringify(imdbIds)) {
    throw new RangeError(
      "Cannot compare two runs as both must have scored the same movies in the same order: " +
        `the reference scored ${reference.imdbIds.length} movies, the run ${imdbIds.length}`,
    );
  }
  const constant = constantPredictor(labelFrequencies(yTrain), yTrue.length);
  const bootstrap = { resamples, level, seed };
  const predictors = [...(reference ? [reference.yScore] : []), constant, yScore];
  const intervals = bootstrapMeasures({ yTrue, yScores: predictors, threshold, ...bootstrap });
  const { measures, difference } = intervals.at(-1)!;
  return {
    nSamples: yTrue.length,
    nTrain: yTrain.length,
    threshold,
    bootstrap,
    constant: intervals.at(-2)!.measures,
    measures,
    difference,
  };
}

/** A run's `validation.json`, or null if it was not measured so. */
export async function readValidationMetrics(runDir: string): Promise<ValidationMetrics | null> {
  const text = await readTextIfExists(validationFile(runDir));
  return text === null ? null : JSON.parse(text) as ValidationMetrics;
}

/** Writes a run's `validation.json`. */
export async function writeValidationMetrics(
  runDir: string,
  metrics: ValidationMetrics,
): Promise<void> {
  await writeJsonAtomic(validationFile(runDir), metrics);
}

function validationFile(runDir: string): string {
  return join(runDir, "validation.json");
}

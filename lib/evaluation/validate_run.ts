/**
 * A run measured on the validation part alone, for choices between runs.
 * @module
 */
import { basename, join } from "node:path";
import { readTextIfExists } from "../atomic_file.ts";
import type { RunConfig } from "../config.ts";
import type { DataSource } from "../dataset/data_source.ts";
import { existingDecodedDir } from "../dataset/decoded_posters.ts";
import { readManifest } from "../dataset/manifest.ts";
import { partSamples } from "../dataset/part_samples.ts";
import type { OnProgress } from "../progress.ts";
import { readTrainedRun } from "../training/run_progress.ts";
import { readRunRecord } from "../training/run_record.ts";
import { checkSameDataset } from "./evaluate_run.ts";
import { type RunScores, runScores } from "./run_scores.ts";
import {
  measureValidation,
  readValidationMetrics,
  type ValidationComparison,
  type ValidationMetrics,
  writeValidationMetrics,
} from "./validation_metrics.ts";

/** Options of {@linkcode validateRun}. */
export interface ValidateRunOptions {
  /** Folder of the run to compare with; the constant predictor if omitted. */
  readonly comparedWith?: string;
  /** Told of each batch. */
  readonly onProgress?: OnProgress;
}

/**
 * Measures a run's best weights on the validation part, and its paired difference to another run,
 * and writes `validation.json`. The test part is not looked at. Scores that are there already are
 * not computed again.
 * @throws {Error} If the run is not trained, or one of the two was trained on another data set.
 */
export async function validateRun(
  runDir: string,
  source: DataSource,
  options: ValidateRunOptions = {},
): Promise<ValidationMetrics> {
  const record = await readRunRecord(runDir);
  const trained = record && await readTrainedRun(runDir, record.config);
  if (!record || !trained) {
    throw new Error(`Cannot validate ${runDir} as it must hold a trained run: train it first`);
  }
  await checkSameDataset(runDir, record, source);
  const { epoch: epochs, bestEpoch } = trained.state;
  const scores = await validationScores(runDir, source, options.onProgress);
  const { config } = record;
  return await validateScores(runDir, source, {
    config,
    scores,
    about: { epochs, bestEpoch },
    ...options,
  });
}

/** A run's probabilities for the validation part, computed where they are not kept. */
export async function validationScores(
  runDir: string,
  source: DataSource,
  onProgress?: OnProgress,
): Promise<RunScores> {
  const manifest = await readManifest(source.datasetDir);
  const decodedDir = await existingDecodedDir(source.datasetDir);
  const samples = partSamples(manifest, "val", source.dataDir);
  return await runScores(runDir, "val", samples, { decodedDir, onProgress });
}

/** What {@linkcode validateScores} works on. */
export interface ValidatedScores extends ValidateRunOptions {
  /** Settings that measuring needs: the fixed threshold, and the seed of all draws. */
  readonly config: Pick<RunConfig, "threshold" | "seed">;
  /** What to say of the run. */
  readonly about: Pick<ValidationMetrics, "members" | "weightsOf" | "epochs" | "bestEpoch">;
  /** Its scores of the validation part. */
  readonly scores: RunScores;
}

/** From scores of the validation part to `validation.json`. */
export async function validateScores(
  runDir: string,
  source: DataSource,
  { config, about, scores, comparedWith, onProgress }: ValidatedScores,
): Promise<ValidationMetrics> {
  const { threshold, seed } = config;
  const manifest = await readManifest(source.datasetDir);
  const yTrain = partSamples(manifest, "train", source.dataDir).map(({ labels }) => labels);
  const reference = comparedWith === undefined
    ? undefined
    : await referenceScores(comparedWith, source, onProgress);
  const { difference, ...findings } = measureValidation({
    yTrain,
    scores,
    reference: reference ?? undefined,
    threshold,
    seed,
  });
  const comparison: ValidationComparison | null = reference === null ? null : {
    run: comparedWith === undefined ? null : basename(comparedWith),
    weightsSha256: reference?.weightsSha256 ?? null,
    difference,
  };
  const metrics: ValidationMetrics = {
    dataset: source.name,
    isSample: source.isSample,
    ...about,
    weightsSha256: scores.weightsSha256,
    ...findings,
    comparison,
  };
  await writeValidationMetrics(runDir, metrics);
  return metrics;
}

/**
 * Whether the comparison in `validation.json` holds for the other run as it is now. One that
 * cannot be made again, as the scores of either are on another machine, holds too.
 */
export async function isComparisonCurrent(
  runDir: string,
  comparedWith: string | undefined,
): Promise<boolean> {
  const metrics = await readValidationMetrics(runDir);
  if (!metrics) return false;
  const run = comparedWith === undefined ? null : basename(comparedWith);
  const other = comparedWith === undefined ? null : await readValidationMetrics(comparedWith);
  const { comparison } = metrics;
  const isSame = comparison?.run === run &&
    (comparison.weightsSha256 ?? null) === (other?.weightsSha256 ?? null);
  if (isSame) return true;
  const canRepeat = await isScoredHere(runDir) &&
    (comparedWith === undefined || await isScoredHere(comparedWith));
  return !canRepeat;
}

/** Scores to compare with; null if that run was not measured on this machine. */
async function referenceScores(
  dir: string,
  source: DataSource,
  onProgress?: OnProgress,
): Promise<RunScores | null> {
  const record = await readRunRecord(dir);
  if (!record || !await isScoredHere(dir)) return null;
  await checkSameDataset(dir, record, source);
  return await validationScores(dir, source, onProgress);
}

/** Whether the run was validated here; the repository holds its measures, but not its scores. */
async function isScoredHere(dir: string): Promise<boolean> {
  return await readValidationMetrics(dir) !== null &&
    await readTextIfExists(join(dir, "scores", "val.json")) !== null;
}

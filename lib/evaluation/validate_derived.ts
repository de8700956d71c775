/**
 * Runs without training of their own, measured on the validation part alone: another run's weights
 * asked in another way, or the mean of several runs.
 * @module
 */
import { basename, join } from "node:path";
import { writeJsonAtomic } from "../atomic_file.ts";
import type { PredictionConfig } from "../prediction_config.ts";
import type { DataSource } from "../dataset/data_source.ts";
import { existingDecodedDir } from "../dataset/decoded_posters.ts";
import { readManifest } from "../dataset/manifest.ts";
import { partSamples } from "../dataset/part_samples.ts";
import { readRunRecord, type RunRecord } from "../training/run_record.ts";
import { bestModelDir } from "../training/train.ts";
import { averageScores, checkFree, describeMean } from "./evaluate_ensemble.ts";
import { checkSameDataset } from "./evaluate_run.ts";
import { modelScores, type RunScores, writeScores } from "./run_scores.ts";
import { type ValidateRunOptions, validateScores, validationScores } from "./validate_run.ts";
import { readValidationMetrics, type ValidationMetrics } from "./validation_metrics.ts";

/** What `config.json` says of a run with another's weights. */
export function describeBorrowed(run: string): string {
  return `weights of ${run}`;
}

/**
 * Measures a run's best weights with other settings of prediction as a run of its own: writes
 * `config.json`, `scores/val.json` and `validation.json`.
 * @param runDir Folder of the new run.
 * @param trainedDir Folder of the run whose weights are taken.
 * @param prediction How they are asked.
 * @throws {Error} If that run was not validated here or was trained on another data set, or the
 * folder holds another run.
 */
export async function validateBorrowed(
  runDir: string,
  { trainedDir, prediction, source, ...options }: ValidateRunOptions & {
    readonly trainedDir: string;
    readonly prediction: PredictionConfig;
    readonly source: DataSource;
  },
): Promise<ValidationMetrics> {
  const { record, metrics: { epochs, bestEpoch } } = await readValidated(trainedDir, source);
  const weightsOf = basename(trainedDir);
  const { dataset } = record;
  const config = { ...record.config, ...prediction };
  await openDerived(runDir, { config, dataset, madeBy: describeBorrowed(weightsOf) });
  const manifest = await readManifest(source.datasetDir);
  const scores = await modelScores(
    bestModelDir(trainedDir),
    "val",
    partSamples(manifest, "val", source.dataDir),
    {
      decodedDir: await existingDecodedDir(source.datasetDir),
      onProgress: options.onProgress,
      prediction,
    },
  );
  await writeScores(runDir, "val", scores);
  return await validateScores(runDir, source, {
    ...options,
    config,
    about: { weightsOf, epochs, bestEpoch },
    // They are there now, and come back with the true labels.
    scores: await validationScores(runDir, source),
  });
}

/**
 * Measures the mean probabilities of several runs as a run of its own: writes `config.json`, whose
 * settings are the first member's, `scores/val.json` and `validation.json`.
 * @param runDir Folder of the new run.
 * @param memberDirs Folders of the members.
 * @throws {RangeError} If there is no member, or they scored different movies.
 * @throws {Error} If a member was not validated here or was trained on another data set, or the
 * folder holds another run.
 */
export async function validateMean(
  runDir: string,
  { memberDirs, source, ...options }: ValidateRunOptions & {
    readonly memberDirs: readonly string[];
    readonly source: DataSource;
  },
): Promise<ValidationMetrics> {
  const validated = [];
  for (const dir of memberDirs) validated.push(await readValidated(dir, source));
  const memberScores: RunScores[] = [];
  for (const dir of memberDirs) {
    memberScores.push(await validationScores(dir, source, options.onProgress));
  }
  const scores = averageScores(memberScores);
  const members = memberDirs.map((dir) => basename(dir));
  const [{ record: { config, dataset } }] = validated;
  await openDerived(runDir, { config, dataset, madeBy: describeMean(members) });
  await writeScores(runDir, "val", scores);
  const epochs = Math.max(...validated.map(({ metrics }) => metrics.epochs));
  return await validateScores(runDir, source, {
    ...options,
    config,
    about: { members, epochs, bestEpoch: 0 },
    scores,
  });
}

/** Record and measures of a run that others are made of. */
async function readValidated(
  dir: string,
  source: DataSource,
): Promise<{ record: RunRecord; metrics: ValidationMetrics }> {
  const [record, metrics] = [await readRunRecord(dir), await readValidationMetrics(dir)];
  if (!record || !metrics) {
    throw new Error(
      `Cannot use the run in ${dir} for another as it must be trained and validated first: ` +
        `it has no ${record ? "validation.json" : "config.json"}`,
    );
  }
  await checkSameDataset(dir, record, source);
  return { record, metrics };
}

async function openDerived(runDir: string, record: RunRecord): Promise<void> {
  await checkFree(runDir, record);
  await writeJsonAtomic(join(runDir, "config.json"), record);
}

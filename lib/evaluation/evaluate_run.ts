/**
 * From a trained run to `metrics.json` and `decisions.json`.
 * @module
 */
import { join } from "node:path";
import { readTextIfExists, writeJsonAtomic } from "../atomic_file.ts";
import type { RunConfig } from "../config.ts";
import { type DataSource, manifestSha256 } from "../dataset/data_source.ts";
import { existingDecodedDir } from "../dataset/decoded_posters.ts";
import { readManifest } from "../dataset/manifest.ts";
import { partSamples } from "../dataset/part_samples.ts";
import { type Decisions, writeDecisions } from "../model/decisions.ts";
import type { OnProgress } from "../progress.ts";
import { readTrainedRun } from "../training/run_progress.ts";
import { readRunRecord, type RunRecord } from "../training/run_record.ts";
import { labelFrequencies } from "./baselines.ts";
import { chooseDecisions } from "./choose_decisions.ts";
import { type DatasetSummary, summarizeDataset } from "./dataset_summary.ts";
import { buildDecisionsReport, type DecisionsReport } from "./decisions_report.ts";
import { buildEvaluationReport, type EvaluationReport } from "./evaluation_report.ts";
import { type RunScores, runScores } from "./run_scores.ts";
import { readValidationMetrics } from "./validation_metrics.ts";
import { type YearRow, yearRows } from "./year_rows.ts";

/** The file `metrics.json` of a run. */
export interface RunMetrics {
  /** Name of the data set. */
  readonly dataset: string;
  /** Whether the posters are the sample set's drawings, an easier world than the real one. */
  readonly isSample: boolean;
  /** The data set in numbers; absent in files from before it was recorded. */
  readonly data?: DatasetSummary;
  /** Runs whose mean probabilities these are; absent where it is one run's own. */
  readonly members?: readonly string[];
  /** Networks of the run whose mean probabilities these are; absent where it has one. */
  readonly networks?: number;
  /** Runs whose mean weights were evaluated; absent where they are one run's own. */
  readonly averageOf?: readonly string[];
  /** Epochs that were trained; of several runs the most. */
  readonly epochs: number;
  /**
   * Epoch whose weights are evaluated: the best on the validation part; of several networks of one
   * run the best on average, though each has its own best weights; 0 for several runs.
   */
  readonly bestEpoch: number;
  /** The validation part, on which the epoch was chosen. */
  readonly val: EvaluationReport;
  /** The test part, on which nothing was chosen. */
  readonly test: EvaluationReport;
  /** Calibration and thresholds, measured on the test part; absent in files from before. */
  readonly decisions?: DecisionsReport;
  /** The test part by year of release; absent in files from before. */
  readonly byYear?: readonly YearRow[];
}

/** What {@linkcode evaluateRun} gives. */
export interface EvaluatedRun {
  /** Content of `metrics.json`. */
  readonly metrics: RunMetrics;
  /** Content of `decisions.json`. */
  readonly decisions: Decisions;
  /** Scores of the validation part. */
  readonly val: RunScores;
  /** Scores of the test part. */
  readonly test: RunScores;
}

/**
 * Measures a run's best model on validation and test part beside the baselines, chooses its
 * calibration and thresholds on the validation part, and writes `metrics.json` and
 * `decisions.json`. Scores that are there already are not computed again.
 * @throws {Error} If the run has no model, was trained on another data set, or is one of those that
 * are compared on the validation part.
 */
export async function evaluateRun(
  runDir: string,
  source: DataSource,
  onProgress?: OnProgress,
): Promise<EvaluatedRun> {
  const record = await readRunRecord(runDir);
  const trained = await trainedEpochs(runDir, record);
  if (!record || !trained) {
    throw new Error(`Cannot evaluate ${runDir} as it must hold a trained run: train it first`);
  }
  await checkOutsideAblation(runDir);
  await checkSameDataset(runDir, record, source);
  const manifest = await readManifest(source.datasetDir);
  const decodedDir = await existingDecodedDir(source.datasetDir);
  const scoresOf = (part: "val" | "test") => {
    const samples = partSamples(manifest, part, source.dataDir);
    return runScores(runDir, part, samples, { decodedDir, onProgress });
  };
  return await evaluateScores(runDir, {
    source,
    config: record.config,
    about: trained,
    val: await scoresOf("val"),
    test: await scoresOf("test"),
  });
}

/** How long a run was trained; null if it was not. A mean of weights is of no epoch. */
async function trainedEpochs(
  runDir: string,
  record: RunRecord | null,
): Promise<Pick<RunMetrics, "networks" | "averageOf" | "epochs" | "bestEpoch"> | null> {
  if (record?.averageOf) {
    const { runs, epochs } = record.averageOf;
    return { averageOf: runs, epochs, bestEpoch: 0 };
  }
  const trained = record && await readTrainedRun(runDir, record.config);
  if (!trained) return null;
  const { ensembleSize } = record.config;
  return {
    ...(ensembleSize > 1 && { networks: ensembleSize }),
    epochs: trained.state.epoch,
    bestEpoch: trained.state.bestEpoch,
  };
}

/**
 * Keeps the test part out of choices.
 * @throws {Error} If the run is one of those that are compared on the validation part.
 */
export async function checkOutsideAblation(runDir: string): Promise<void> {
  if (!await readValidationMetrics(runDir)) return;
  throw new Error(
    `Cannot evaluate ${runDir} as the test part must stay out of choices: the run was measured ` +
      "on the validation part to be compared with others (validation.json)",
  );
}

/**
 * Refuses a run of another data set.
 * @throws {Error} If the run was not trained on the data set as it is now.
 */
export async function checkSameDataset(
  runDir: string,
  record: RunRecord,
  source: DataSource,
): Promise<void> {
  if (record.dataset.manifestSha256 !== await manifestSha256(source)) {
    throw new Error(
      `Cannot use ${runDir} with data set "${source.name}" as it must have been trained on it: ` +
        `it was trained on "${record.dataset.name}" with another manifest`,
    );
  }
}

/** What {@linkcode evaluateScores} works on. */
export interface ScoredRun {
  /** Data set. */
  readonly source: DataSource;
  /** Settings that evaluation needs: the fixed threshold, and the seed of all draws. */
  readonly config: Pick<RunConfig, "threshold" | "seed">;
  /** What to say of the run. */
  readonly about: Pick<RunMetrics, "members" | "networks" | "averageOf" | "epochs" | "bestEpoch">;
  /** Scores of the validation part. */
  readonly val: RunScores;
  /** Scores of the test part. */
  readonly test: RunScores;
}

/** From a run's scores to `metrics.json` and `decisions.json`. */
export async function evaluateScores(
  runDir: string,
  { source, config, about, val, test }: ScoredRun,
): Promise<EvaluatedRun> {
  const manifest = await readManifest(source.datasetDir);
  const { labels } = manifest;
  const { threshold, seed } = config;
  const yTrain = partSamples(manifest, "train", source.dataDir).map((sample) => sample.labels);
  const measure = ({ yTrue, yScore }: RunScores) =>
    buildEvaluationReport({ labels, yTrain, yTrue, yScore, threshold, seed });
  const yearOf = new Map(manifest.samples.map(({ imdbId, year }) => [imdbId, year]));
  const decisions = chooseDecisions({ ...val, labels, seed });
  const reports = { val: measure(val), test: measure(test) };
  const metrics: RunMetrics = {
    dataset: source.name,
    isSample: source.isSample,
    data: summarizeDataset(manifest),
    ...about,
    ...reports,
    decisions: buildDecisionsReport({
      decisions,
      yTrue: test.yTrue,
      yScore: test.yScore,
      threshold,
      ...reports.test.bootstrap,
    }),
    byYear: yearRows({
      years: test.imdbIds.map((imdbId) => yearOf.get(imdbId)!),
      yTrue: test.yTrue,
      yScore: test.yScore,
      constant: labelFrequencies(yTrain),
      threshold,
      ...reports.test.bootstrap,
    }),
  };
  await writeDecisions(runDir, decisions);
  await writeJsonAtomic(join(runDir, "metrics.json"), metrics);
  return { metrics, decisions, val, test };
}

/** A run's `metrics.json`, or null if it was not evaluated. */
export async function readRunMetrics(runDir: string): Promise<RunMetrics | null> {
  const text = await readTextIfExists(join(runDir, "metrics.json"));
  return text === null ? null : JSON.parse(text) as RunMetrics;
}

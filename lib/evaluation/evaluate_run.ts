/**
 * From a trained run to `metrics.json`.
 * @module
 */
import { join } from "node:path";
import { readTextIfExists, writeJsonAtomic } from "../atomic_file.ts";
import { type DataSource, manifestSha256 } from "../dataset/data_source.ts";
import { existingDecodedDir } from "../dataset/decoded_posters.ts";
import { readManifest } from "../dataset/manifest.ts";
import { partSamples } from "../dataset/part_samples.ts";
import type { OnProgress } from "../progress.ts";
import { readCheckpointRecord } from "../training/checkpoint.ts";
import { readRunRecord } from "../training/run_record.ts";
import { type DatasetSummary, summarizeDataset } from "./dataset_summary.ts";
import { buildEvaluationReport, type EvaluationReport } from "./evaluation_report.ts";
import { type RunScores, runScores } from "./run_scores.ts";

/** The file `metrics.json` of a run. */
export interface RunMetrics {
  /** Name of the data set. */
  readonly dataset: string;
  /** Whether the posters are the sample set's drawings, an easier world than the real one. */
  readonly isSample: boolean;
  /** The data set in numbers; absent in files from before it was recorded. */
  readonly data?: DatasetSummary;
  /** Epochs that were trained. */
  readonly epochs: number;
  /** Epoch whose weights are evaluated: the one with the lowest validation loss. */
  readonly bestEpoch: number;
  /** The validation part, on which the epoch was chosen. */
  readonly val: EvaluationReport;
  /** The test part, on which nothing was chosen. */
  readonly test: EvaluationReport;
}

/** What {@linkcode evaluateRun} gives. */
export interface EvaluatedRun {
  /** Content of `metrics.json`. */
  readonly metrics: RunMetrics;
  /** Scores of the validation part. */
  readonly val: RunScores;
  /** Scores of the test part. */
  readonly test: RunScores;
}

/**
 * Measures a run's best model on validation and test part beside the baselines, and writes
 * `metrics.json`. Scores that are there already are not computed again.
 * @throws {Error} If the run has no model, or was trained on another data set.
 */
export async function evaluateRun(
  runDir: string,
  source: DataSource,
  onProgress?: OnProgress,
): Promise<EvaluatedRun> {
  const record = await readRunRecord(runDir);
  const checkpoint = await readCheckpointRecord(runDir);
  if (!record || !checkpoint) {
    throw new Error(`Cannot evaluate ${runDir} as it must hold a trained run: train it first`);
  }
  if (record.dataset.manifestSha256 !== await manifestSha256(source)) {
    throw new Error(
      `Cannot evaluate ${runDir} on data set "${source.name}": it was trained on ` +
        `"${record.dataset.name}" with another manifest`,
    );
  }
  const manifest = await readManifest(source.datasetDir);
  const samplesOf = (part: "train" | "val" | "test") => partSamples(manifest, part, source.dataDir);
  const yTrain = samplesOf("train").map(({ labels }) => labels);
  const { threshold, seed } = record.config;
  const decodedDir = await existingDecodedDir(source.datasetDir);
  const measure = async (part: "val" | "test") => {
    const scores = await runScores(runDir, part, samplesOf(part), { decodedDir, onProgress });
    const report = buildEvaluationReport({
      labels: manifest.labels,
      yTrain,
      yTrue: scores.yTrue,
      yScore: scores.yScore,
      threshold,
      seed,
    });
    return { scores, report };
  };
  const val = await measure("val");
  const test = await measure("test");
  const metrics: RunMetrics = {
    dataset: source.name,
    isSample: source.isSample,
    data: summarizeDataset(manifest),
    epochs: checkpoint.state.epoch,
    bestEpoch: checkpoint.state.bestEpoch,
    val: val.report,
    test: test.report,
  };
  await writeJsonAtomic(join(runDir, "metrics.json"), metrics);
  return { metrics, val: val.scores, test: test.scores };
}

/** A run's `metrics.json`, or null if it was not evaluated. */
export async function readRunMetrics(runDir: string): Promise<RunMetrics | null> {
  const text = await readTextIfExists(join(runDir, "metrics.json"));
  return text === null ? null : JSON.parse(text) as RunMetrics;
}

/**
 * Works through an ablation, which sees the validation part alone.
 * @module
 */
import { basename } from "node:path";
import { validateBorrowed, validateMean } from "../evaluation/validate_derived.ts";
import { isComparisonCurrent, validateRun } from "../evaluation/validate_run.ts";
import { readValidationMetrics, type ValidationMetrics } from "../evaluation/validation_metrics.ts";
import { PLAIN_PREDICTION, savedPrediction } from "../prediction_config.ts";
import type { OnProgress } from "../progress.ts";
import { makeTable, type TextTable } from "../report/text_table.ts";
import { describeStatus, type JobStatus, jobStatus } from "./job_status.ts";
import type { AblationJob } from "./plan_ablation.ts";
import { type JobKind, type JobsOutcome, runJobs, type RunJobsOptions } from "./run_jobs.ts";

/** How far a run of the ablation has come. */
export interface AblationStatus extends JobStatus {
  /** What was measured; null until it is done. */
  readonly metrics: ValidationMetrics | null;
}

const ablationKind: JobKind<AblationJob> = { statusOf: ablationStatus, measure };

/** Trains each run where it is not made of others, and measures it on the validation part alone. */
export async function runAblation(
  jobs: readonly AblationJob[],
  options: RunJobsOptions = {},
): Promise<JobsOutcome> {
  return await runJobs(jobs, ablationKind, options);
}

/**
 * How far a run has come. Done is a run with `validation.json` that is made of the same runs and
 * compared with the same one as it is now.
 */
export async function ablationStatus(job: AblationJob): Promise<AblationStatus> {
  const { runDir, config, comparedWith, trainedDir, memberDirs } = job;
  const metrics = await readValidationMetrics(runDir);
  // A mean has its first member's settings, but the epochs of the longest.
  const measured = metrics && memberDirs ? { ...metrics, epochs: config.epochs } : metrics;
  const status = await jobStatus(job, measured);
  const isMadeOfSame = metrics?.weightsOf === (trainedDir && basename(trainedDir)) &&
    metrics?.members?.join() === memberDirs?.map((dir) => basename(dir)).join();
  const isDone = status.isDone && isMadeOfSame && await isComparisonCurrent(runDir, comparedWith);
  return { ...status, isDone, metrics: isDone ? metrics : null };
}

/** One row a run: how far it is, and where it is done the validation part's first measures. */
export async function ablationTable(jobs: readonly AblationJob[]): Promise<TextTable> {
  const rows = [];
  for (const job of jobs) {
    const status = await ablationStatus(job);
    const { bestEpoch, measures, comparison } = status.metrics ?? {};
    rows.push({
      name: job.name,
      state: describeStatus(status, job.config.epochs),
      best: bestEpoch || null,
      macroAp: measures?.macroAp.value ?? null,
      lrap: measures?.lrap.value ?? null,
      difference: comparison?.difference.macroAp.value ?? null,
      purpose: job.purpose,
    });
  }
  return makeTable(rows, [
    { key: "name", header: "Run" },
    { key: "state", header: "State" },
    { key: "best", header: "Best epoch" },
    { key: "macroAp", header: "Macro AP (val)", digits: 4 },
    { key: "lrap", header: "LRAP (val)", digits: 4 },
    { key: "difference", header: "Change of macro AP", digits: 4 },
    { key: "purpose", header: "Change" },
  ]);
}

async function measure(job: AblationJob, onProgress?: OnProgress): Promise<void> {
  const { runDir, source, config, comparedWith, trainedDir, memberDirs } = job;
  const options = { comparedWith, onProgress };
  if (memberDirs) {
    await validateMean(runDir, { memberDirs, source, ...options });
  } else if (trainedDir) {
    await validateBorrowed(runDir, {
      trainedDir,
      prediction: { ...PLAIN_PREDICTION, ...savedPrediction(config) },
      source,
      ...options,
    });
  } else {
    await validateRun(runDir, source, options);
  }
}

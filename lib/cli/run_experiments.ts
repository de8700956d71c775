/**
 * Works through experiments.
 * @module
 */
import { evaluateRun } from "../evaluation/evaluate_run.ts";
import { runCharts, writeRunCharts } from "../report/run_charts.ts";
import type { ExperimentJob } from "./experiment_plan.ts";
import { experimentStatus } from "./experiment_status.ts";
import { type JobKind, type JobsOutcome, runJobs, type RunJobsOptions } from "./run_jobs.ts";

const experimentKind: JobKind<ExperimentJob> = {
  statusOf: experimentStatus,
  measure: async ({ runDir, source }, onProgress) => {
    const evaluated = await evaluateRun(runDir, source, onProgress);
    await writeRunCharts(runDir, await runCharts(runDir, evaluated));
  },
};

/** Trains each experiment and evaluates it on the validation and the test part. */
export async function runExperiments(
  jobs: readonly ExperimentJob[],
  options: RunJobsOptions = {},
): Promise<JobsOutcome> {
  return await runJobs(jobs, experimentKind, options);
}

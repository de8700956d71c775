/**
 * How far an experiment has come, from the files of its run.
 * @module
 */
import { readRunMetrics, type RunMetrics } from "../evaluation/evaluate_run.ts";
import { type JobStatus, jobStatus } from "./job_status.ts";
import type { RunJob } from "./run_job.ts";

/** How far an experiment has come. */
export interface ExperimentStatus extends JobStatus {
  /** What was measured; null until it is done. */
  readonly metrics: RunMetrics | null;
}

/** How far an experiment has come; measured is a run with `metrics.json`. */
export async function experimentStatus(
  job: Pick<RunJob, "config" | "runDir" | "source">,
): Promise<ExperimentStatus> {
  const metrics = await readRunMetrics(job.runDir);
  const status = await jobStatus(job, metrics);
  return { ...status, metrics: status.isDone ? metrics : null };
}

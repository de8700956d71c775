/**
 * Works through runs one after the other.
 * @module
 */
import { prepareDataset } from "../dataset/data_source.ts";
import { formatDuration, type OnProgress } from "../progress.ts";
import { describeHistoryRow } from "../training/describe_history_row.ts";
import type { HistoryRow } from "../training/history.ts";
import { trainRun } from "../training/train_run.ts";
import type { JobStatus } from "./job_status.ts";
import { toldOf } from "./main_of.ts";
import type { RunJob } from "./run_job.ts";

/** What jobs of one kind have in common. */
export interface JobKind<Job extends RunJob> {
  /** How far a job has come. */
  readonly statusOf: (job: Job) => Promise<JobStatus>;
  /** Measures a trained run. */
  readonly measure: (job: Job, onProgress?: OnProgress) => Promise<void>;
}

/** Options of {@linkcode runJobs}. */
export interface RunJobsOptions {
  /** Seed of the split; 1 by default. */
  readonly splitSeed?: number;
  /** Whether broken rows of the table are left out. */
  readonly lenient?: boolean;
  /** Stops after the step under way; the same call then goes on. */
  readonly signal?: AbortSignal;
  /** Told of each step. */
  readonly onProgress?: OnProgress;
  /** Told in words what happens. */
  readonly say?: (line: string) => void;
}

/** How the work ended. */
export interface JobsOutcome {
  /** Whether the signal stopped it. */
  readonly isStopped: boolean;
  /** Names of the jobs that failed; the others were gone on with. */
  readonly failed: readonly string[];
}

/**
 * Prepares the data set, trains and measures, for each job that is not done; goes on with runs
 * that were stopped. A job that fails is told of and left, so that the others have their turn.
 */
export async function runJobs<Job extends RunJob>(
  jobs: readonly Job[],
  kind: JobKind<Job>,
  options: RunJobsOptions = {},
): Promise<JobsOutcome> {
  const { signal, say = () => {} } = options;
  const failed: string[] = [];
  for (const [i, job] of jobs.entries()) {
    if (signal?.aborted) break;
    const label = `[${i + 1}/${jobs.length}] ${job.name}`;
    try {
      const { isDone, epoch } = await kind.statusOf(job);
      say(
        `${label}: ${isDone ? "done before" : epoch ? `goes on after epoch ${epoch}` : "begins"}`,
      );
      if (isDone) continue;
      const laterPasses = await passesLeft(jobs.slice(i + 1), kind);
      await runJob(job, kind, options, (row) => timeLeft(job, row, laterPasses));
    } catch (error) {
      failed.push(job.name);
      say(`${label}: failed. ${toldOf(error)}`);
    }
  }
  return { isStopped: signal?.aborted ?? false, failed };
}

/** Runs one job to its end or until the signal stops it. */
async function runJob<Job extends RunJob>(
  job: Job,
  { measure }: JobKind<Job>,
  options: RunJobsOptions,
  timeLeft: (row: HistoryRow) => string,
): Promise<void> {
  const { source, filter, config, runDir, isDerived } = job;
  const { splitSeed, lenient, signal, onProgress, say = () => {} } = options;
  await prepareDataset(source, { ...filter, splitSeed, lenient, onProgress });
  if (signal?.aborted) return;
  if (!isDerived) {
    const { status } = await trainRun({
      source,
      config,
      runDir,
      resume: true,
      signal,
      onProgress,
      onSkipped: ({ imdbId }, error) => say(`Left out movie ${imdbId}: ${error.message}`),
      onEpoch: (row) => say(`${describeHistoryRow(row)}${timeLeft(row)}`),
    });
    if (status === "stopped") return;
  }
  await measure(job, onProgress);
}

/** Passes over a whole training part that the jobs still need. */
async function passesLeft<Job extends RunJob>(
  jobs: readonly Job[],
  { statusOf }: JobKind<Job>,
): Promise<number> {
  let passes = 0;
  for (const job of jobs) {
    const { isDone, epoch } = await statusOf(job);
    if (!isDone && !job.isDerived) {
      passes += (job.config.epochs - epoch) * job.config.trainShare;
    }
  }
  return passes;
}

/** A guess from the epoch's training time; data sets and networks are taken to be alike. */
function timeLeft({ config }: RunJob, row: HistoryRow, laterPasses: number): string {
  if (row.seconds === null) return "";
  const secondsPerPass = row.seconds / config.trainShare;
  const ownPasses = (config.epochs - row.epoch) * config.trainShare;
  const left = (passes: number) => formatDuration(secondsPerPass * passes);
  return ` · left: ${left(ownPasses)}, all runs about ${left(ownPasses + laterPasses)}`;
}

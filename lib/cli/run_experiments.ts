/**
 * Works through experiments one after the other.
 * @module
 */
import { prepareDataset } from "../dataset/data_source.ts";
import { evaluateRun } from "../evaluation/evaluate_run.ts";
import { formatDuration, type OnProgress } from "../progress.ts";
import { runCharts, writeRunCharts } from "../report/run_charts.ts";
import { describeHistoryRow } from "../training/describe_history_row.ts";
import type { HistoryRow } from "../training/history.ts";
import { trainRun } from "../training/train_run.ts";
import type { ExperimentJob } from "./experiment_plan.ts";
import { experimentStatus } from "./experiment_status.ts";

/** Options of {@linkcode runExperiments}. */
export interface RunExperimentsOptions {
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
export interface ExperimentsOutcome {
  /** Whether the signal stopped it. */
  readonly isStopped: boolean;
  /** Names of the experiments that failed; the others were gone on with. */
  readonly failed: readonly string[];
}

/**
 * Prepares the data set, trains and evaluates, for each experiment that is not done; goes on with
 * runs that were stopped. An experiment that fails is told of and left, so that the others have
 * their turn.
 */
export async function runExperiments(
  jobs: readonly ExperimentJob[],
  options: RunExperimentsOptions = {},
): Promise<ExperimentsOutcome> {
  const { signal, say = () => {} } = options;
  const failed: string[] = [];
  for (const [i, job] of jobs.entries()) {
    if (signal?.aborted) break;
    const label = `[${i + 1}/${jobs.length}] ${job.name}`;
    const { isDone, epoch } = await experimentStatus(job);
    say(`${label}: ${isDone ? "done before" : epoch ? `goes on after epoch ${epoch}` : "begins"}`);
    if (isDone) continue;
    const laterPasses = await passesLeft(jobs.slice(i + 1));
    try {
      await runExperiment(job, options, (row) => timeLeft(job, row, laterPasses));
    } catch (error) {
      failed.push(job.name);
      say(`${label}: failed. ${(error as Error).message}`);
    }
  }
  return { isStopped: signal?.aborted ?? false, failed };
}

/** Runs one experiment to its end or until the signal stops it. */
async function runExperiment(
  { source, filter, config, runDir }: ExperimentJob,
  options: RunExperimentsOptions,
  timeLeft: (row: HistoryRow) => string,
): Promise<void> {
  const { splitSeed, lenient, signal, onProgress, say = () => {} } = options;
  await prepareDataset(source, { ...filter, splitSeed, lenient, onProgress });
  if (signal?.aborted) return;
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
  const evaluated = await evaluateRun(runDir, source, onProgress);
  await writeRunCharts(runDir, await runCharts(runDir, evaluated));
}

/** Passes over a whole training part that the experiments still need. */
async function passesLeft(jobs: readonly ExperimentJob[]): Promise<number> {
  let passes = 0;
  for (const job of jobs) {
    const { isDone, epoch } = await experimentStatus(job);
    if (!isDone) passes += (job.config.epochs - epoch) * job.config.trainShare;
  }
  return passes;
}

/** A guess from the epoch's training time; data sets are taken to be of one size. */
function timeLeft({ config }: ExperimentJob, row: HistoryRow, laterPasses: number): string {
  if (row.seconds === null) return "";
  const secondsPerPass = row.seconds / config.trainShare;
  const ownPasses = (config.epochs - row.epoch) * config.trainShare;
  const left = (passes: number) => formatDuration(secondsPerPass * passes);
  return ` · left: ${left(ownPasses)}, all runs about ${left(ownPasses + laterPasses)}`;
}

/**
 * Works through runs, one after the other or several at a time.
 * @module
 */
import { checkSetting, integerFrom } from "../check_setting.ts";
import { prepareDataset } from "../dataset/data_source.ts";
import type { OnProgress, Progress } from "../progress.ts";
import { describeHistoryRow } from "../training/describe_history_row.ts";
import { joinProgress } from "../training/join_progress.ts";
import { describeTimeLeftOfAll, workAfter } from "../training/time_left.ts";
import type { JobStatus } from "./job_status.ts";
import { toldOf } from "./main_of.ts";
import type { RunJob } from "./run_job.ts";
import { trainJob, type TrainJobOptions } from "./train_job.ts";
import { inOrder, oneAtATime } from "./turns.ts";

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
  /**
   * Runs that are trained at the same time, each in a process with its share of the processor's
   * cores; 1 by default. As many as there are cores get the most done, at a few GiB of memory each.
   */
  readonly runsAtOnce?: number;
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

/** What one job is trained with. */
interface Turn extends TrainJobOptions, Pick<RunJobsOptions, "splitSeed" | "lenient"> {
  /** Prepares a data set, but no two at a time. */
  readonly prepareAlone: (prepare: () => Promise<unknown>) => Promise<unknown>;
}

/**
 * Prepares the data set, trains and measures, for each job that is not done; goes on with runs
 * that were stopped. A job that fails is told of and left, so that the others have their turn.
 * Runs may be trained at the same time, but are measured in the jobs' order: those that one is
 * compared with or made of come before it. A trained run leaves its place to the next until then.
 * @throws {RangeError} If `runsAtOnce` is no positive integer.
 */
export async function runJobs<Job extends RunJob>(
  jobs: readonly Job[],
  kind: JobKind<Job>,
  options: RunJobsOptions = {},
): Promise<JobsOutcome> {
  const { signal, say = () => {}, runsAtOnce = 1 } = options;
  checkSetting("runsAtOnce", runsAtOnce, integerFrom(1, 100));
  const failed: string[] = [];
  const prepareAlone = oneAtATime();
  // Jobs that begin together are told of in their order, and the work left is read once.
  const announceInTurn = oneAtATime();
  const measureInOrder = inOrder();
  const underWay = new Map<string, Progress>();
  const workLeft = new Map<Job, number>();
  const labelOf = (i: number) => `[${i + 1}/${jobs.length}] ${jobs[i].name}`;
  const progressOf = (job: Job) =>
    runsAtOnce > 1 ? shared(job, underWay, options) : options.onProgress;
  /** Trains a job that is not done; whether it is to be measured now. */
  const train = async (i: number, job: Job): Promise<boolean> => {
    const { isDone } = await announceInTurn(async () => {
      const status = await kind.statusOf(job);
      say(`${labelOf(i)}: ${describeStart(status)}`);
      if (!status.isDone && !workLeft.size) await addWork(workLeft, jobs.slice(i), kind);
      return status;
    });
    if (isDone) return false;
    const who = runsAtOnce > 1 ? `${job.name}, ` : "";
    return await prepareAndTrain(job, {
      ...options,
      say,
      runsAtOnce,
      prepareAlone,
      onProgress: progressOf(job),
      onEpoch: (row) => {
        workLeft.set(job, workAfter(row.epoch, job.config));
        const workOfAll = [...workLeft.values()].reduce((sum, work) => sum + work, 0);
        const left = describeTimeLeftOfAll(row, job.config, { workOfAll, runsAtOnce });
        say(`${who}${describeHistoryRow(row)}${left}`);
      },
    });
  };
  const orFail = async <T>(i: number, task: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await task();
    } catch (error) {
      failed.push(jobs[i].name);
      say(`${labelOf(i)}: failed. ${toldOf(error)}`);
      workLeft.delete(jobs[i]);
    } finally {
      underWay.delete(jobs[i].name);
    }
  };
  const entries = jobs.entries();
  const workInTurn = async () => {
    for (const [i, job] of entries) {
      if (signal?.aborted) break;
      const needsMeasuring = await orFail(i, () => train(i, job));
      await measureInOrder(i, async () => {
        if (!needsMeasuring || signal?.aborted) return;
        await orFail(i, () => kind.measure(job, progressOf(job)));
      });
    }
  };
  await Promise.all(Array.from({ length: runsAtOnce }, workInTurn));
  const inPlanOrder = jobs.map(({ name }) => name).filter((name) => failed.includes(name));
  return { isStopped: signal?.aborted ?? false, failed: inPlanOrder };
}

function describeStart({ isDone, epoch }: JobStatus): string {
  return isDone ? "done before" : epoch ? `goes on after epoch ${epoch}` : "begins";
}

/** Prepares one job's data set and trains it to its end, or until the signal stops it: false. */
async function prepareAndTrain(job: RunJob, turn: Turn): Promise<boolean> {
  const { source, filter, isDerived } = job;
  const { splitSeed, lenient, signal, onProgress } = turn;
  await turn.prepareAlone(() =>
    prepareDataset(source, { ...filter, splitSeed, lenient, onProgress })
  );
  if (signal?.aborted) return false;
  return isDerived || await trainJob(job, turn) !== "stopped";
}

/** Tells of a job's progress together with that of the others under way. */
function shared(
  { name }: RunJob,
  underWay: Map<string, Progress>,
  { onProgress }: RunJobsOptions,
): OnProgress {
  return (progress) => {
    underWay.set(name, progress);
    onProgress?.(joinProgress([...underWay.values()], [...underWay.keys()].join(" and ")));
  };
}

/** Notes the work that jobs still need, as `workOf` counts it. */
async function addWork<Job extends RunJob>(
  workLeft: Map<Job, number>,
  jobs: readonly Job[],
  { statusOf }: JobKind<Job>,
): Promise<void> {
  for (const job of jobs) {
    const { isDone, epoch } = await statusOf(job);
    workLeft.set(job, isDone || job.isDerived ? 0 : workAfter(epoch, job.config));
  }
}

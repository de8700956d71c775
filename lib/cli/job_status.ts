/**
 * How far a job has come, from the files of its run.
 * @module
 */
import { areNetworksOver, readRunProgress } from "../training/run_progress.ts";
import { differingSettings, readRunRecord } from "../training/run_record.ts";
import type { RunJob } from "./run_job.ts";

/** How far a job has come. */
export interface JobStatus {
  /** Whether it is trained and measured. */
  readonly isDone: boolean;
  /** Epochs that are trained. */
  readonly epoch: number;
}

/** What measures say of a run's training. */
export interface MeasuredEpochs {
  /** Epochs that were trained. */
  readonly epochs: number;
  /** Epoch whose weights were measured. */
  readonly bestEpoch: number;
}

/**
 * How far a job has come. Done is a run with measures of all its epochs and the same settings and
 * data set, even if another machine made it and its weights and data set are not here.
 * @param measured What was measured of the run; null for nothing.
 */
export async function jobStatus(
  { config, runDir, source }: Pick<RunJob, "config" | "runDir" | "source">,
  measured: MeasuredEpochs | null,
): Promise<JobStatus> {
  const record = await readRunRecord(runDir);
  if (record && measured) {
    const { epochs, bestEpoch } = measured;
    const isSame = differingSettings(record.config, config).length === 0 &&
      record.dataset.name === source.name;
    const isOver = epochs === config.epochs || epochs - bestEpoch >= config.patienceEpochs ||
      config.ensembleSize > 1 && await areNetworksOver(runDir, config);
    if (isSame && isOver) return { isDone: true, epoch: epochs };
  }
  const checkpoint = await readRunProgress(runDir, config);
  return { isDone: false, epoch: checkpoint?.state.epoch ?? 0 };
}

/** The status in words. @param epochs Epochs that the job is to have. */
export function describeStatus({ isDone, epoch }: JobStatus, epochs: number): string {
  if (isDone) return "done";
  return epoch ? `epoch ${epoch} of ${epochs}` : "to do";
}

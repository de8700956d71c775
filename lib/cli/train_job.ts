/**
 * Training of a run that a plan asks for.
 * @module
 */
import { availableParallelism } from "node:os";
import { readManifest } from "../dataset/manifest.ts";
import { partSamples } from "../dataset/part_samples.ts";
import type { OnProgress } from "../progress.ts";
import type { HistoryRow } from "../training/history.ts";
import { trainInProcess } from "../training/train_in_process.ts";
import { trainRun } from "../training/train_run.ts";
import type { RunJob } from "./run_job.ts";

/** Options of {@linkcode trainJob}. */
export interface TrainJobOptions {
  /** Runs that are trained at the same time. */
  readonly runsAtOnce: number;
  /** Stops after the step under way. */
  readonly signal?: AbortSignal;
  /** Told of each step. */
  readonly onProgress?: OnProgress;
  /** Told of each epoch. */
  readonly onEpoch: (row: HistoryRow) => void;
  /** Told in words of posters that were left out. */
  readonly say: (line: string) => void;
}

/**
 * Trains the job's run, or goes on with it: in this process, or where others are trained at the same
 * time in one of its own, with its share of the processor's cores.
 * @returns How it ended.
 */
export async function trainJob(
  { source, config, runDir }: RunJob,
  { runsAtOnce, signal, onProgress, onEpoch, say }: TrainJobOptions,
): Promise<"finished" | "stopped"> {
  const told = {
    signal,
    onProgress,
    onEpoch,
    onSkipped: ({ imdbId }: { readonly imdbId: number }, { message }: Error) =>
      say(`Left out movie ${imdbId}: ${message}`),
  };
  if (runsAtOnce === 1) {
    return (await trainRun({ source, config, runDir, resume: true, ...told })).status;
  }
  const manifest = await readManifest(source.datasetDir);
  return await trainInProcess({ source, config, runDir, networksAtOnce: 1 }, {
    ...told,
    train: partSamples(manifest, "train", source.dataDir),
    nThreads: Math.max(1, Math.floor(availableParallelism() / runsAtOnce)),
  });
}

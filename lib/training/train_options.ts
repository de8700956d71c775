/**
 * What a training needs and what comes of it.
 * @module
 */
import type { RunConfig } from "../config.ts";
import type { PartSample } from "../dataset/part_samples.ts";
import type { UnreadablePosterError } from "../posters/poster_image.ts";
import type { OnProgress } from "../progress.ts";
import type { HistoryRow } from "./history.ts";
import type { TrainingState } from "./training_state.ts";

/** What `train` needs. */
export interface TrainOptions {
  /** The run's folder; its checkpoint, if there is one, is where training goes on. */
  readonly runDir: string;
  /** All values of the run. */
  readonly config: RunConfig;
  /** Genres in the order of the samples' labels. */
  readonly labels: readonly string[];
  /** Training part, with rows of auxiliary targets where the configuration asks for these. */
  readonly train: readonly PartSample[];
  /** Validation part, in its fixed order. */
  readonly val: readonly PartSample[];
  /** Folder that keeps decoded posters for the next epoch; without it each is decoded anew. */
  readonly decodedDir?: string;
  /** Stops after the step under way; the run can then be resumed. */
  readonly signal?: AbortSignal;
  /** Seconds between checkpoints inside an epoch; 300 by default. */
  readonly checkpointIntervalSeconds?: number;
  /** Told of each step and each validated batch. */
  readonly onProgress?: OnProgress;
  /** Called for a poster that has become unreadable; it is left out. */
  readonly onSkipped?: (sample: PartSample, error: UnreadablePosterError) => void;
  /** Called after each update with its loss. */
  readonly onStep?: (step: number, loss: number) => void | Promise<void>;
  /** Called with each new row of the history, the untrained network's first. */
  readonly onEpoch?: (row: HistoryRow, history: readonly HistoryRow[]) => void | Promise<void>;
}

/** How a training ended. */
export interface TrainOutcome {
  /** `stopped`: by the signal; `finished`: all epochs are done or patience is spent. */
  readonly status: "finished" | "stopped";
  /** Where the run stands. */
  readonly state: TrainingState;
  /** All rows, the untrained network's first. */
  readonly history: readonly HistoryRow[];
}

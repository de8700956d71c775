/**
 * The training loop.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { join } from "node:path";
import type { RunConfig } from "../config.ts";
import { posterBatches } from "../dataset/batches.ts";
import type { PartSample } from "../dataset/part_samples.ts";
import { saveModel } from "../model/model_files.ts";
import { labelLogOdds, posterCnn } from "../model/poster_cnn.ts";
import type { UnreadablePosterError } from "../posters/poster_image.ts";
import { formatDuration, type OnProgress } from "../progress.ts";
import { deriveSeed, makePrng, shuffle } from "../random.ts";
import { Adam } from "./adam.ts";
import { readCheckpointRecord, restoreCheckpoint, saveCheckpoint } from "./checkpoint.ts";
import { type HistoryRow, writeHistory } from "./history.ts";
import { seedDropout, trainableVariables, trainStep } from "./train_step.ts";
import { afterStep, afterValidation, INITIAL_STATE, type TrainingState } from "./training_state.ts";
import { validate } from "./validate.ts";

/** What {@linkcode train} needs. */
export interface TrainOptions {
  /** The run's folder; its checkpoint, if there is one, is where training goes on. */
  readonly runDir: string;
  /** All values of the run. */
  readonly config: RunConfig;
  /** Genres in the order of the samples' labels. */
  readonly labels: readonly string[];
  /** Training part. */
  readonly train: readonly PartSample[];
  /** Validation part, in its fixed order. */
  readonly val: readonly PartSample[];
  /** Stops after the step under way; the run can then be resumed. */
  readonly signal?: AbortSignal;
  /** Seconds between checkpoints inside an epoch; 300 by default. */
  readonly checkpointIntervalSeconds?: number;
  /** Told of each step and each validated batch. */
  readonly onProgress?: OnProgress;
  /** Called for a poster that has become unreadable; it is left out. */
  readonly onSkipped?: (sample: PartSample, error: UnreadablePosterError) => void;
  /** Called after each step with the batch's loss. */
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

/** Folder of the run's best model. */
export function bestModelDir(runDir: string): string {
  return join(runDir, "model");
}

/**
 * Trains the network, from the start or from the run's latest checkpoint, and keeps the weights
 * with the lowest validation loss in `<runDir>/model`.
 */
export async function train(options: TrainOptions): Promise<TrainOutcome> {
  const { runDir, config, labels } = options;
  const outputBias = config.outputBias === "logOdds"
    ? labelLogOdds(options.train.map((sample) => sample.labels))
    : undefined;
  const model = posterCnn(config, labels.length, outputBias);
  const optimizer = new Adam(trainableVariables(model), config);
  try {
    let { state, history } = await readCheckpointRecord(runDir) ??
      { state: INITIAL_STATE, history: [] };
    if (history.length) await restoreCheckpoint(runDir, model, optimizer);

    const checkpoint = () => saveCheckpoint(runDir, model, optimizer, { state, history });
    const validateAndKeep = async (epoch: number, label: string) => {
      const row = await historyRow(model, options, state, epoch, label);
      state = afterValidation(state, { epoch, valLoss: row.valLoss });
      history = [...history, row];
      if (state.bestEpoch === epoch) {
        const { imageHeightPx: heightPx, imageWidthPx: widthPx } = config;
        await saveModel(bestModelDir(runDir), model, { labels, heightPx, widthPx });
      }
      await writeHistory(runDir, history);
      await checkpoint();
      await options.onEpoch?.(row, history);
    };

    // An untrained network's loss is near ln 2, or the constant's: the wiring is right.
    if (!history.length) await validateAndKeep(0, "before training");
    while (state.epoch < config.epochs && !isPatienceSpent(state, config)) {
      const epoch = state.epoch + 1;
      state = await trainEpoch(model, optimizer, options, state, async (current) => {
        state = current;
        await checkpoint();
      });
      if (options.signal?.aborted) {
        await checkpoint();
        return { status: "stopped", state, history };
      }
      await validateAndKeep(epoch, `epoch ${epoch}/${config.epochs} validation`);
    }
    return { status: "finished", state, history };
  } finally {
    optimizer.dispose();
    model.dispose();
  }
}

/** One pass, or the rest of one, over the training part; ends early when the signal says so. */
async function trainEpoch(
  model: tf.LayersModel,
  optimizer: Adam,
  options: TrainOptions,
  state: TrainingState,
  saveState: (state: TrainingState) => Promise<void>,
): Promise<TrainingState> {
  const { config, checkpointIntervalSeconds = 300, signal } = options;
  const epoch = state.epoch + 1;
  const prng = makePrng(deriveSeed(config.seed, "shuffle", epoch));
  const order = shuffle(options.train, { prng });
  const start = state.position;
  let lastCheckpoint = performance.now();
  let stepStarted = performance.now();
  const report = () =>
    options.onProgress?.({
      label: `epoch ${epoch}/${config.epochs}`,
      done: state.position,
      total: order.length,
      unit: "posters",
      note: state.nSeen ? `loss ${(state.lossSum / state.nSeen).toFixed(4)}` : undefined,
    });
  report();
  for await (
    const batch of posterBatches(order.slice(start), {
      heightPx: config.imageHeightPx,
      widthPx: config.imageWidthPx,
      batchSize: config.batchSize,
      onSkipped: options.onSkipped,
    })
  ) {
    seedDropout(model, config.seed, state.step);
    const loss = await trainStep(model, optimizer, batch);
    tf.dispose([batch.images, batch.labels]);
    if (!Number.isFinite(loss)) {
      throw new Error(
        `Training failed at step ${state.step + 1} of epoch ${epoch}: the loss is ${loss}. ` +
          `Movies of the batch: ${batch.imdbIds.join(", ")}. The last checkpoint is kept.`,
      );
    }
    const now = performance.now();
    state = afterStep(state, {
      loss,
      batchSize: batch.imdbIds.length,
      position: start + batch.end,
      seconds: (now - stepStarted) / 1000,
    });
    stepStarted = now;
    await options.onStep?.(state.step, loss);
    report();
    // tfjs-node computes in one go: let signals, timers and decoding have their turn.
    await tf.nextFrame();
    if (signal?.aborted) break;
    if (now - lastCheckpoint > checkpointIntervalSeconds * 1000) {
      await saveState(state);
      lastCheckpoint = stepStarted = performance.now();
    }
  }
  return state;
}

async function historyRow(
  model: tf.LayersModel,
  { config, val, onProgress }: TrainOptions,
  state: TrainingState,
  epoch: number,
  label: string,
): Promise<HistoryRow> {
  const measures = await validate(
    model,
    val,
    config,
    (done) => onProgress?.({ label, done, total: val.length, unit: "posters" }),
  );
  const isTrained = state.nSeen > 0;
  return {
    epoch,
    step: state.step,
    trainLoss: isTrained ? state.lossSum / state.nSeen : null,
    ...measures,
    seconds: isTrained ? state.seconds : null,
    imagesPerSecond: isTrained ? state.nSeen / state.seconds : null,
  };
}

function isPatienceSpent(state: TrainingState, config: RunConfig): boolean {
  return state.epoch - state.bestEpoch >= config.patienceEpochs;
}

/** One line on a row of the history, for people. */
export function describeHistoryRow(row: HistoryRow): string {
  const trained = row.trainLoss === null
    ? "before training"
    : `epoch ${row.epoch}: train loss ${row.trainLoss.toFixed(4)}`;
  const rate = row.seconds === null
    ? ""
    : ` · ${formatDuration(row.seconds)} at ${row.imagesPerSecond!.toFixed(1)} images/s`;
  return `${trained} · val loss ${row.valLoss.toFixed(4)} · Hamming ${
    row.valHammingLoss.toFixed(4)
  } · one-error ${row.valOneError.toFixed(4)} · coverage ${row.valCoverage.toFixed(2)} · mAP ${
    row.valMacroAp.toFixed(4)
  }${rate}`;
}

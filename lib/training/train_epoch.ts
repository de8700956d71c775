/**
 * One pass over the training part.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { type PosterBatch, posterBatches } from "../dataset/batches.ts";
import { deriveSeed, makePrng, shuffle } from "../random.ts";
import { readCheckpointRecord } from "./checkpoint.ts";
import { learningRateAt, scheduleUpdates } from "./learning_rate.ts";
import type { TrainOptions } from "./train_options.ts";
import { type Trainee, trainStep } from "./train_step.ts";
import { afterStep, type TrainingState } from "./training_state.ts";

/**
 * Trains on the epoch's posters in its order, or on the rest of them; ends early when the signal
 * says so.
 * @param saveState Saves a checkpoint from time to time.
 * @returns Where the run then stands.
 * @throws {Error} If the loss is not finite; the message names the movies and the last checkpoint.
 */
export async function trainEpoch(
  trainee: Trainee,
  options: TrainOptions,
  state: TrainingState,
  saveState: (state: TrainingState) => Promise<void>,
): Promise<TrainingState> {
  const { config, checkpointIntervalSeconds = 300, signal } = options;
  const { seed, batchSize, imageHeightPx: heightPx, imageWidthPx: widthPx } = config;
  const totalSteps = scheduleUpdates(options.train.length, config);
  const epoch = state.epoch + 1;
  const order = shuffle(options.train, { prng: makePrng(deriveSeed(seed, "shuffle", epoch)) });
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
  const batches = posterBatches(order.slice(start), {
    heightPx,
    widthPx,
    batchSize,
    decodedDir: options.decodedDir,
    onSkipped: options.onSkipped,
  });
  for await (const group of groupsOf(batches, config.accumulationSteps)) {
    const imdbIds = group.flatMap((batch) => batch.imdbIds);
    const learningRate = learningRateAt(state.step, totalSteps, config);
    const loss = await trainStep(trainee, group, { seed, learningRate });
    if (!Number.isFinite(loss)) throw await lossError(options.runDir, state, loss, imdbIds);
    const now = performance.now();
    state = afterStep(state, {
      loss,
      batchSize: imdbIds.length,
      position: start + group.at(-1)!.end,
      seconds: (now - stepStarted) / 1000,
      learningRate,
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

/** The batches of each update; their tensors live until the next ones are asked for. */
async function* groupsOf(
  batches: AsyncIterable<PosterBatch>,
  size: number,
): AsyncGenerator<PosterBatch[]> {
  let group: PosterBatch[] = [];
  const dispose = () =>
    tf.dispose(group.map(({ images, labels, auxiliary }) => [images, labels, auxiliary]));
  try {
    for await (const batch of batches) {
      group.push(batch);
      if (group.length < size) continue;
      yield group;
      dispose();
      group = [];
    }
    if (group.length) yield group;
  } finally {
    dispose();
  }
}

async function lossError(
  runDir: string,
  { step, epoch }: TrainingState,
  loss: number,
  imdbIds: readonly number[],
): Promise<Error> {
  const checkpoint = await readCheckpointRecord(runDir);
  return new Error(
    `Training failed at step ${step + 1} of epoch ${epoch + 1}: the loss is ${loss}. ` +
      `Movies of the batch: ${imdbIds.join(", ")}. ` +
      `The last good checkpoint is that of step ${checkpoint!.state.step}.`,
  );
}

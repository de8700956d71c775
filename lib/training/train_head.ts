/**
 * Training of a head on features, which takes seconds to minutes.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { RunConfig } from "../config.ts";
import type { PosterFeatures } from "../model/backbone_features.ts";
import { featureHead } from "../model/feature_head.ts";
import { predictBatch } from "../model/predict.ts";
import type { OnProgress } from "../progress.ts";
import { deriveSeed, makePrng, shuffle } from "../random.ts";
import type { HistoryRow } from "./history.ts";
import { learningRateAt, scheduleUpdates } from "./learning_rate.ts";
import { disposeTrainee, initialOutputBias, makeTrainee } from "./make_trainee.ts";
import { type Trainee, trainStep } from "./train_step.ts";
import { afterStep, afterValidation, INITIAL_STATE, type TrainingState } from "./training_state.ts";
import { validationMeasures } from "./validate.ts";

/** Features and true labels of a part. */
export interface FeaturePart extends PosterFeatures {
  /** Indicators in the order of the rows, shape [nSamples][nLabels]. */
  readonly yTrue: readonly Uint8Array[];
}

/** What {@linkcode trainHead} needs. */
export interface TrainHeadOptions {
  /** All values of the run, from `makeHeadConfig`. */
  readonly config: RunConfig;
  /** Units of a hidden layer; 0 for none. */
  readonly hiddenUnits: number;
  /** Training part. */
  readonly train: FeaturePart;
  /** Validation part. */
  readonly val: FeaturePart;
  /** Told of each epoch. */
  readonly onProgress?: OnProgress;
  /** Called with each new row of the history, the untrained head's first. */
  readonly onEpoch?: (row: HistoryRow) => void;
}

/** A head with the weights of its best epoch; whoever takes it disposes of the trainee. */
export interface TrainedHead {
  /** The head with its optimizer. */
  readonly trainee: Trainee;
  /** Where training ended. */
  readonly state: TrainingState;
  /** All rows, the untrained head's first. */
  readonly history: readonly HistoryRow[];
}

/**
 * Trains a head by the same steps, schedules and early stopping as a network. Nothing is written.
 * @throws {Error} If the loss is not finite.
 */
export async function trainHead(options: TrainHeadOptions): Promise<TrainedHead> {
  const { config, train, val, onProgress, onEpoch } = options;
  const trainee = untrainedHead(options);
  const features = featuresTensor(train);
  const yTrain = labelsTensor(train);
  let best: tf.Tensor[] = [];
  try {
    let state = INITIAL_STATE;
    const history: HistoryRow[] = [];
    const validate = async (epoch: number) => {
      await trainee.average.whileAveraged(async () => {
        const row = await historyRow(trainee, val, config, { ...state, epoch });
        state = afterValidation(state, row, config.monitor);
        if (state.bestEpoch === epoch) {
          tf.dispose(best);
          best = trainee.model.getWeights().map((weight) => weight.clone());
        }
        history.push(row);
        onEpoch?.(row);
      });
    };
    await validate(0);
    while (state.epoch < config.epochs && state.epoch - state.bestEpoch < config.patienceEpochs) {
      const epoch = state.epoch + 1;
      state = await headEpoch(trainee, { features, yTrain, config, state });
      await validate(epoch);
      onProgress?.({ label: "head", done: epoch, total: config.epochs, unit: "epochs" });
      // tfjs-node computes in one go: let timers and signals have their turn.
      await tf.nextFrame();
    }
    trainee.model.setWeights(best);
    return { trainee, state, history };
  } catch (error) {
    disposeTrainee(trainee);
    throw error;
  } finally {
    tf.dispose([features, yTrain, ...best]);
  }
}

/** Probabilities that a head gives to rows of features, shape [nSamples][nLabels]. */
export async function headScores(
  head: tf.LayersModel,
  part: PosterFeatures,
): Promise<Float32Array[]> {
  const features = featuresTensor(part);
  try {
    return await predictBatch(head, asImages(features));
  } finally {
    features.dispose();
  }
}

function untrainedHead({ config, hiddenUnits, train: { nFeatures, yTrue } }: TrainHeadOptions) {
  const head = featureHead({
    seed: config.seed,
    nFeatures,
    hiddenUnits,
    dropoutRate: config.denseDropoutRate,
    nLabels: yTrue[0].length,
    outputBias: initialOutputBias(config, yTrue),
  });
  return makeTrainee(config, yTrue, head);
}

interface HeadEpoch {
  readonly features: tf.Tensor2D;
  readonly yTrain: tf.Tensor2D;
  readonly config: RunConfig;
  readonly state: TrainingState;
}

/** One pass over the training part in the epoch's order. */
async function headEpoch(
  trainee: Trainee,
  { features, yTrain, config, state }: HeadEpoch,
): Promise<TrainingState> {
  const { seed, batchSize } = config;
  const nSamples = features.shape[0];
  const totalSteps = scheduleUpdates(nSamples, config);
  const epoch = state.epoch + 1;
  const order = shuffle(Array.from({ length: nSamples }, (_, i) => i), {
    prng: makePrng(deriveSeed(seed, "shuffle", epoch)),
  });
  let started = performance.now();
  for (let start = 0; start < nSamples; start += batchSize) {
    const rows = order.slice(start, start + batchSize);
    const indices = tf.tensor1d(rows, "int32");
    const batch = {
      images: asImages(tf.gather(features, indices)),
      labels: tf.gather(yTrain, indices),
    };
    const learningRate = learningRateAt(state.step, totalSteps, config);
    let loss;
    try {
      loss = await trainStep(trainee, [batch], { seed, learningRate });
    } finally {
      tf.dispose([indices, batch.images, batch.labels]);
    }
    if (!Number.isFinite(loss)) {
      throw new Error(
        `Training failed at step ${state.step + 1} of epoch ${epoch} as the loss must be finite: ` +
          `current value is ${loss}`,
      );
    }
    const now = performance.now();
    state = afterStep(state, {
      loss,
      batchSize: rows.length,
      position: start + rows.length,
      seconds: (now - started) / 1000,
      learningRate,
    });
    started = now;
  }
  return state;
}

async function historyRow(
  { model }: Trainee,
  val: FeaturePart,
  { threshold }: RunConfig,
  { epoch, step, lossSum, nSeen, seconds, learningRate }: TrainingState,
): Promise<HistoryRow> {
  const measures = validationMeasures(val.yTrue, await headScores(model, val), threshold);
  const isTrained = nSeen > 0;
  return {
    epoch,
    step,
    trainLoss: isTrained ? lossSum / nSeen : null,
    ...measures,
    seconds: isTrained ? seconds : null,
    imagesPerSecond: isTrained ? nSeen / seconds : null,
    learningRate: isTrained ? learningRate : null,
  };
}

/** Shape [nSamples, nFeatures]. */
function featuresTensor({ values, imdbIds, nFeatures }: PosterFeatures): tf.Tensor2D {
  return tf.tensor2d(values, [imdbIds.length, nFeatures]);
}

/** Shape [nSamples, nLabels]. */
function labelsTensor({ yTrue }: FeaturePart): tf.Tensor2D {
  const nLabels = yTrue[0].length;
  const values = new Float32Array(yTrue.length * nLabels);
  yTrue.forEach((row, i) => values.set(row, i * nLabels));
  return tf.tensor2d(values, [yTrue.length, nLabels]);
}

/** A head takes rows where a network takes pictures; steps and predictions pass on either. */
function asImages(features: tf.Tensor): tf.Tensor4D {
  return features as tf.Tensor4D;
}

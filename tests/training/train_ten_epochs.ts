/**
 * Trains for ten epochs with batch normalization, dropout and weight averaging on, and prints how
 * much memory is in use after each: a JSON array of {@linkcode MemoryInUse}. A process of its own,
 * as the garbage collector has to be called: see `memory_test.ts`.
 */
import * as tf from "@tensorflow/tfjs";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { SeededDropout } from "../../lib/backend/seeded_dropout.ts";
import { Adam } from "../../lib/training/adam.ts";
import { batchLoss } from "../../lib/training/batch_loss.ts";
import { disposeTrainee } from "../../lib/training/make_trainee.ts";
import { trainEpoch } from "../../lib/training/train_epoch.ts";
import { LossGradients } from "../../lib/training/loss_gradients.ts";
import { trainableVariables } from "../../lib/training/model_variables.ts";
import { type Trainee } from "../../lib/training/train_step.ts";
import { afterValidation, INITIAL_STATE } from "../../lib/training/training_state.ts";
import { validate } from "../../lib/training/validate.ts";
import { WeightAverage } from "../../lib/training/weight_average.ts";
import { config as smallConfig, withFixture } from "./small_run.ts";

/** Memory in use after an epoch. */
export interface MemoryInUse {
  /** Tensors that tfjs keeps. */
  readonly nTensors: number;
  /** Resident set of the process in bytes. */
  readonly residentBytes: number;
}

const nEpochs = 10;
const { name } = await chooseBackend();
// JavaScript computes too slowly for as large a network and as many steps.
const { denseUnits, nRepeats } = name === "tensorflow"
  ? { denseUnits: 256, nRepeats: 24 }
  : { denseUnits: 16, nRepeats: 1 };
const config = { ...smallConfig, batchSize: 8, epochs: nEpochs, emaDecay: 0.99 };

await withFixture(16, async (fixture) => {
  // Enough steps that the process has grown to its size after the first two epochs.
  const train = Array.from({ length: nRepeats }, () => fixture.train).flat();
  const options = { ...fixture, train, config };
  const trainee = makeNormalizedTrainee(options.train.map(({ labels }) => labels));
  const afterEpochs: MemoryInUse[] = [];
  let state = INITIAL_STATE;
  for (let epoch = 1; epoch <= nEpochs; epoch++) {
    state = await trainEpoch(trainee, options, state, () => Promise.resolve());
    const measures = await trainee.average.whileAveraged(() =>
      validate(trainee.model, options.val, config)
    );
    state = afterValidation(state, { epoch, ...measures }, "valLoss");
    await collectGarbage();
    afterEpochs.push({
      nTensors: tf.memory().numTensors,
      residentBytes: Deno.memoryUsage().rss,
    });
  }
  disposeTrainee(trainee);
  console.log(JSON.stringify(afterEpochs));
});

function makeNormalizedTrainee(yTrain: readonly Uint8Array[]): Trainee {
  const { imageHeightPx, imageWidthPx, learningRate } = config;
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({
        inputShape: [imageHeightPx, imageWidthPx, 3],
        filters: 8,
        kernelSize: 3,
        activation: "relu",
      }),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.batchNormalization(),
      new SeededDropout({ rate: config.convDropoutRate }),
      tf.layers.flatten(),
      tf.layers.dense({ units: denseUnits, activation: "relu" }),
      new SeededDropout({ rate: config.denseDropoutRate }),
      tf.layers.dense({ units: yTrain[0].length, activation: "sigmoid" }),
    ],
  });
  const variables = trainableVariables(model);
  return {
    model,
    optimizer: new Adam(variables, { learningRate, clipNorm: config.clipNorm }),
    average: new WeightAverage(variables, config.emaDecay),
    lossGradients: new LossGradients(model, batchLoss(model, config, yTrain)),
  };
}

/** Twice with a turn of the event loop between: native memory is freed by finalizers. */
async function collectGarbage(): Promise<void> {
  const { gc } = globalThis as unknown as { readonly gc: () => void };
  for (let i = 0; i < 2; i++) {
    gc();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

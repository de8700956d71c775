/**
 * A network ready to be trained.
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import type { RunConfig } from "../config.ts";
import { buildModel } from "../model/build_model.ts";
import { labelLogOdds } from "../model/poster_cnn.ts";
import { Adam } from "./adam.ts";
import { batchAugmentation } from "./augment_batch.ts";
import { batchLoss } from "./batch_loss.ts";
import { trainableVariables, type Trainee } from "./train_step.ts";
import { variableSchedules } from "./variable_schedules.ts";
import { WeightAverage } from "./weight_average.ts";

/**
 * The untrained network of a configuration.
 * @param yTrain Indicators of the training part, shape [nSamples][nLabels].
 */
export function untrainedModel(
  config: RunConfig,
  yTrain: readonly ArrayLike<number>[],
): tf.LayersModel {
  const outputBias = config.outputBias === "logOdds" ? labelLogOdds(yTrain) : undefined;
  return buildModel(config, yTrain[0].length, outputBias);
}

/**
 * A network with its optimizer, average, loss and augmentation.
 * @param yTrain Indicators of the training part, shape [nSamples][nLabels].
 * @param model The network with the weights to start from; the untrained one by default.
 */
export function makeTrainee(
  config: RunConfig,
  yTrain: readonly ArrayLike<number>[],
  model: tf.LayersModel = untrainedModel(config, yTrain),
): Trainee {
  const variables = trainableVariables(model);
  const schedules = variableSchedules(model, config, yTrain.length);
  return {
    model,
    optimizer: new Adam(variables, { ...config, schedules }),
    average: new WeightAverage(variables, config.emaDecay),
    loss: batchLoss(model, config, yTrain),
    augment: batchAugmentation(config),
  };
}

/** Frees the network, the optimizer's moments and the average. */
export function disposeTrainee({ model, optimizer, average }: Trainee): void {
  average.dispose();
  optimizer.dispose();
  model.dispose();
}

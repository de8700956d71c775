/**
 * A network ready to be trained.
 * @module
 */
import type { RunConfig } from "../config.ts";
import { buildModel } from "../model/build_model.ts";
import { labelLogOdds } from "../model/poster_cnn.ts";
import { Adam } from "./adam.ts";
import { batchAugmentation } from "./augment_batch.ts";
import { batchLoss } from "./batch_loss.ts";
import { trainableVariables, type Trainee } from "./train_step.ts";
import { WeightAverage } from "./weight_average.ts";

/**
 * The untrained network of a configuration, with its optimizer, average, loss and augmentation.
 * @param yTrain Indicators of the training part, shape [nSamples][nLabels].
 */
export function makeTrainee(config: RunConfig, yTrain: readonly ArrayLike<number>[]): Trainee {
  const outputBias = config.outputBias === "logOdds" ? labelLogOdds(yTrain) : undefined;
  const model = buildModel(config, yTrain[0].length, outputBias);
  const variables = trainableVariables(model);
  return {
    model,
    optimizer: new Adam(variables, config),
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

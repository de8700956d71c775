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
import { AuxiliaryHead } from "./auxiliary_head.ts";
import { batchLoss } from "./batch_loss.ts";
import { scheduleUpdates } from "./learning_rate.ts";
import { LossGradients } from "./loss_gradients.ts";
import { outputVariables, trainableVariables } from "./model_variables.ts";
import { Muon, type MuonOptions } from "./muon.ts";
import type { Optimizer } from "./optimizer.ts";
import type { Trainee } from "./train_step.ts";
import { fromTheStart, variableSchedules } from "./variable_schedules.ts";
import { WeightAverage } from "./weight_average.ts";

/**
 * The untrained network of a configuration.
 * @param yTrain Indicators of the training part, shape [nSamples][nLabels].
 */
function untrainedModel(
  config: RunConfig,
  yTrain: readonly ArrayLike<number>[],
): tf.LayersModel {
  return buildModel(config, yTrain[0].length, initialOutputBias(config, yTrain));
}

/** Bias of a built network's outputs at the start, shape [nLabels]; undefined for 0. */
export function initialOutputBias(
  { outputBias }: Pick<RunConfig, "outputBias">,
  yTrain: readonly ArrayLike<number>[],
): number[] | undefined {
  return outputBias === "logOdds" ? labelLogOdds(yTrain) : undefined;
}

/**
 * A network with its optimizer, average, loss, augmentation and, for auxiliary targets, their head,
 * which learns as the output layer does.
 * @param yTrain Indicators of the training part, shape [nSamples][nLabels].
 * @param model The network with the weights to start from; the untrained one by default.
 */
export function makeTrainee(
  config: RunConfig,
  yTrain: readonly ArrayLike<number>[],
  model: tf.LayersModel = untrainedModel(config, yTrain),
): Trainee {
  const variables = trainableVariables(model);
  const auxiliary = auxiliaryHead(model, config);
  const further = auxiliary?.variables ?? [];
  const schedules = [
    ...variableSchedules(model, config, yTrain.length),
    ...further.map(() => fromTheStart),
  ];
  return {
    model,
    auxiliary,
    optimizer: makeOptimizer(config, [...variables, ...further], {
      schedules,
      adamVariables: [...outputVariables(model), ...further],
    }),
    average: new WeightAverage(variables, config.emaDecay),
    lossGradients: new LossGradients(model, batchLoss(model, config, yTrain, auxiliary), further),
    augment: batchAugmentation(config, scheduleUpdates(yTrain.length, config)),
  };
}

function makeOptimizer(
  config: RunConfig,
  variables: readonly tf.Variable[],
  options: Pick<MuonOptions, "schedules" | "adamVariables">,
): Optimizer {
  return config.optimizer === "muon"
    ? new Muon(variables, { ...config, ...options })
    : new Adam(variables, { ...config, ...options });
}

function auxiliaryHead(
  model: tf.LayersModel,
  { seed, auxiliaryTargets: { length: nTargets } }: RunConfig,
): AuxiliaryHead | undefined {
  if (!nTargets) return undefined;
  const nFeatures = (model.layers.at(-1)!.input as tf.SymbolicTensor).shape.at(-1)!;
  return new AuxiliaryHead({ seed, nFeatures, nTargets });
}

/** Frees the network, its auxiliary head, its graphs, the optimizer's moments and the average. */
export function disposeTrainee(
  { model, auxiliary, optimizer, average, lossGradients }: Trainee,
): void {
  lossGradients.dispose();
  average.dispose();
  optimizer.dispose();
  auxiliary?.dispose();
  model.dispose();
}

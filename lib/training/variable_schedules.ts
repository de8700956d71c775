/**
 * Which of a network's variables learn, from when on and how fast.
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import type { RunConfig } from "../config.ts";
import { totalUpdates } from "./learning_rate.ts";

/** How one variable learns. */
export interface VariableSchedule {
  /** Share of the update's learning rate, in [0, 1]; 0 never learns. */
  readonly learningRateShare: number;
  /** Updates of the run that pass before its first one. */
  readonly firstUpdate: number;
}

/** What learns at the full rate from the first update on. */
export const fromTheStart: VariableSchedule = { learningRateShare: 1, firstUpdate: 0 };

/** Which of the schedules' variables an update changes, after so many others. */
export function activeIndices(
  schedules: readonly VariableSchedule[],
  iterations: number,
): number[] {
  return schedules.flatMap(({ learningRateShare, firstUpdate }, i) =>
    learningRateShare > 0 && iterations >= firstUpdate ? [i] : []
  );
}

/** The part of {@linkcode RunConfig} that decides the schedules. */
export type VariableScheduleConfig = Pick<
  RunConfig,
  "backboneLearningRateShare" | "frozenEpochs" | "batchSize" | "accumulationSteps"
>;

/**
 * The schedules of the model's trainable variables, in its order: the output layer's learn from the
 * start at the full rate, all others as the configuration says.
 * @param nSamples Posters of the training part.
 */
export function variableSchedules(
  model: tf.LayersModel,
  config: VariableScheduleConfig,
  nSamples: number,
): VariableSchedule[] {
  const output = model.layers.at(-1)!.trainableWeights;
  const backbone: VariableSchedule = {
    learningRateShare: config.backboneLearningRateShare,
    firstUpdate: totalUpdates(nSamples, { ...config, epochs: config.frozenEpochs }),
  };
  return model.trainableWeights.map((weight) => output.includes(weight) ? fromTheStart : backbone);
}

/**
 * The network of a configuration.
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import type { RunConfig } from "../config.ts";
import { buildModel } from "../model/build_model.ts";
import { loadStart } from "./start_from.ts";

/**
 * The network that a run trains: built and untrained, or loaded where it starts from a saved one.
 * ImageNet weights are not yet in it.
 * @param labels Genres of the data set.
 * @param outputBias Bias of a built network's outputs, shape [nLabels]; 0 by default.
 * @throws {Error} As `loadStart` says.
 * @throws {RangeError} As `buildModel` says.
 */
export async function networkOf(
  config: RunConfig,
  labels: readonly string[],
  outputBias?: readonly number[],
): Promise<tf.LayersModel> {
  return config.startFrom
    ? await loadStart(config, labels)
    : buildModel(config, labels.length, outputBias);
}

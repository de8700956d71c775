/**
 * What a model's last layer makes its outputs from.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { applyModel } from "../backend/apply_model.ts";
import type { RunConfig } from "../config.ts";

/**
 * The function from images to the input of a model's last layer, with dropout on. It shares the
 * model's layers and owns none, so there is nothing to dispose of.
 * @param precision What the layers compute with; the features are float32 in any case.
 * @returns Images, shape [batch, height, width, 3], to features, shape [batch, nFeatures].
 */
export function outputFeatures(
  model: tf.LayersModel,
  precision: RunConfig["precision"] = "float32",
): (images: tf.Tensor) => tf.Tensor2D {
  const below = tf.model({
    inputs: model.inputs,
    outputs: model.layers.at(-1)!.input as tf.SymbolicTensor,
  });
  return (images) => applyModel(below, images, { training: true, precision }) as tf.Tensor2D;
}

/**
 * The values below a model's sigmoid.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { applyModel } from "../backend/apply_model.ts";
import { outputLogits } from "../model/output_logits.ts";

/**
 * The function from images to a model's logits, with dropout on. It shares the model's layers and
 * variables and owns none, so there is nothing to dispose of.
 * @throws {TypeError} If the model's last layer is neither a dense layer with sigmoid nor a sigmoid.
 */
export function modelLogits(model: tf.LayersModel): (images: tf.Tensor) => tf.Tensor2D {
  const logitsOf = outputLogits(model);
  const below = tf.model({
    inputs: model.inputs,
    outputs: model.layers.at(-1)!.input as tf.SymbolicTensor,
  });
  return (images) =>
    tf.tidy(() => logitsOf(applyModel(below, images, { training: true }) as tf.Tensor2D));
}

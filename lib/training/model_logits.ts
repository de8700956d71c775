/**
 * The values below a model's sigmoid.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { applyModel } from "../backend/apply_model.ts";

/**
 * The function from images to a model's logits, with dropout on. It shares the model's layers and
 * variables and owns none, so there is nothing to dispose of.
 * @throws {TypeError} If the model's last layer is neither a dense layer with sigmoid nor a sigmoid.
 */
export function modelLogits(model: tf.LayersModel): (images: tf.Tensor) => tf.Tensor2D {
  const layer = model.layers.at(-1)!;
  const { activation } = layer.getConfig();
  const kind = layer.getClassName();
  if (activation !== "sigmoid" || (kind !== "Dense" && kind !== "Activation")) {
    throw new TypeError(
      "Cannot compute logits as the model's last layer must be Dense or Activation with sigmoid: " +
        `current value is ${kind} with ${activation}`,
    );
  }
  const below = tf.model({
    inputs: model.inputs,
    outputs: layer.input as tf.SymbolicTensor,
  });
  return (images) =>
    tf.tidy(() => {
      const features = applyModel(below, images, { training: true }) as tf.Tensor2D;
      if (kind === "Activation") return features;
      // The variables themselves, so that gradients reach them.
      const [kernel, bias] = layer.getWeights();
      const product = tf.matMul<tf.Tensor2D>(features, kernel);
      return bias ? tf.add<tf.Tensor2D>(product, bias) : product;
    });
}

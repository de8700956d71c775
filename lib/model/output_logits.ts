/**
 * The values below a sigmoid output.
 * @module
 */
import * as tf from "@tensorflow/tfjs";

/**
 * The function from the input of a model's last layer to the values below that layer's sigmoid. It
 * shares the layer's variables and owns none, so there is nothing to dispose of.
 * @returns Features, shape [batch, nFeatures], to logits, shape [batch, nLabels].
 * @throws {TypeError} If the model's last layer is neither a dense layer with sigmoid nor a sigmoid.
 */
export function outputLogits(model: tf.LayersModel): (features: tf.Tensor2D) => tf.Tensor2D {
  const layer = model.layers.at(-1)!;
  const { activation } = layer.getConfig();
  const kind = layer.getClassName();
  if (activation !== "sigmoid" || (kind !== "Dense" && kind !== "Activation")) {
    throw new TypeError(
      "Cannot compute logits as the model's last layer must be Dense or Activation with sigmoid: " +
        `current value is ${kind} with ${activation}`,
    );
  }
  return (features) =>
    tf.tidy(() => {
      if (kind === "Activation") return features;
      // The variables themselves, so that gradients reach them.
      const [kernel, bias] = layer.getWeights();
      const product = tf.matMul<tf.Tensor2D>(features, kernel);
      return bias ? tf.add<tf.Tensor2D>(product, bias) : product;
    });
}

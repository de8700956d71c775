/**
 * The variables behind a model's weights.
 * @module
 */
import type * as tf from "@tensorflow/tfjs";

/** All of the model's variables, in its order. */
export function modelVariables(model: tf.LayersModel): tf.Variable[] {
  return variablesOf(model.weights);
}

/** The model's trainable variables, in its order. */
export function trainableVariables(model: tf.LayersModel): tf.Variable[] {
  return variablesOf(model.trainableWeights);
}

/** The trainable variables of its output layer. */
export function outputVariables(model: tf.LayersModel): tf.Variable[] {
  return variablesOf(model.layers.at(-1)!.trainableWeights);
}

/** The variables that change without a gradient, such as those of batch normalization. */
export function otherVariables(model: tf.LayersModel): tf.Variable[] {
  return variablesOf(model.nonTrainableWeights);
}

function variablesOf(weights: tf.LayersModel["weights"]): tf.Variable[] {
  // tfjs-layers hides the variable behind LayerVariable's protected field.
  return (weights as unknown as { readonly val: tf.Variable }[]).map((weight) => weight.val);
}

/**
 * Models that are the mean of others.
 * @module
 */
import * as tf from "@tensorflow/tfjs";

/**
 * The networks whose mean output is a model's, if it is of that kind: each a layer of its own that
 * reads the model's input, and one layer that averages them. None for all other models.
 */
export function ensembleMembers(model: tf.LayersModel): tf.LayersModel[] {
  const [input, ...layers] = model.layers;
  const mean = layers.pop();
  const isMean = input?.getClassName() === "InputLayer" && mean?.getClassName() === "Average";
  const members = layers.filter((layer) => layer instanceof tf.LayersModel);
  return isMean && members.length > 0 && members.length === layers.length ? members : [];
}

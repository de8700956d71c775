/**
 * A model as a table.
 * @module
 */
import type * as tf from "@tensorflow/tfjs";

/** One layer of a model. */
export interface LayerSummary {
  /** Name of the layer. */
  readonly layer: string;
  /** Kind of layer, such as `Conv2D`. */
  readonly type: string;
  /** Output shape; null stands for the batch. */
  readonly outputShape: readonly (number | null)[];
  /** Number of weights. */
  readonly parameters: number;
}

/** The model's layers in order, with output shapes and numbers of parameters. */
export function modelSummary(model: tf.LayersModel): LayerSummary[] {
  return model.layers.map((layer) => ({
    layer: layer.name,
    type: layer.getClassName(),
    outputShape: layer.outputShape as (number | null)[],
    parameters: layer.countParams(),
  }));
}

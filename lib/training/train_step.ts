/**
 * One update.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { applyModel } from "../backend/apply_model.ts";
import { dropoutLayers } from "../backend/seeded_dropout.ts";
import type { PosterBatch } from "../dataset/batches.ts";
import { deriveSeed } from "../random.ts";
import type { Adam } from "./adam.ts";
import { binaryCrossEntropyLoss } from "./binary_cross_entropy_loss.ts";

/** The model's trainable variables, in its order. */
export function trainableVariables(model: tf.LayersModel): tf.Variable[] {
  // tfjs-layers hides the variable behind LayerVariable's protected field.
  const weights = model.trainableWeights as unknown as { readonly val: tf.Variable }[];
  return weights.map((weight) => weight.val);
}

/** Gives each dropout layer the seed of this step's mask. */
export function seedDropout(model: tf.LayersModel, seed: number, step: number): void {
  for (const layer of dropoutLayers(model)) {
    layer.maskSeed = [
      deriveSeed(seed, "dropout", layer.name, step, 0),
      deriveSeed(seed, "dropout", layer.name, step, 1),
    ];
  }
}

/**
 * Moves the weights one step against the gradient of the batch's loss.
 * @returns The batch's loss, dropout included.
 */
export async function trainStep(
  model: tf.LayersModel,
  optimizer: Adam,
  batch: Pick<PosterBatch, "images" | "labels">,
): Promise<number> {
  const variables = trainableVariables(model);
  const loss = tf.tidy(() => {
    const { value, grads } = tf.variableGrads(
      () =>
        binaryCrossEntropyLoss(
          batch.labels,
          applyModel(model, batch.images, { training: true }) as tf.Tensor2D,
        ),
      variables,
    );
    optimizer.applyGradients(variables.map((variable) => grads[variable.name]));
    return value;
  });
  const [value] = await loss.data();
  loss.dispose();
  return value;
}

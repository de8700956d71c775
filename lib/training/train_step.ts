/**
 * One update.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { dropoutLayers } from "../backend/seeded_dropout.ts";
import { deriveSeed } from "../random.ts";
import type { AugmentBatch } from "./augment_batch.ts";
import type { AuxiliaryHead } from "./auxiliary_head.ts";
import type { LossGradients } from "./loss_gradients.ts";
import type { TensorBatch } from "./mix_batch.ts";
import type { Optimizer } from "./optimizer.ts";
import type { WeightAverage } from "./weight_average.ts";

/** A network under training, with all that changes while it learns. */
export interface Trainee {
  /** The network. */
  readonly model: tf.LayersModel;
  /** Layer for auxiliary targets, where there are any; no part of the network that is kept. */
  readonly auxiliary?: AuxiliaryHead;
  /** Optimizer of its trainable variables and of those of the auxiliary head. */
  readonly optimizer: Optimizer;
  /** Average of its trainable variables. */
  readonly average: WeightAverage;
  /** What is minimized, and which way is down. */
  readonly lossGradients: LossGradients;
  /** What chance does to each batch; without it posters are taken as they are. */
  readonly augment?: AugmentBatch;
}

/**
 * Gives each dropout layer the seed of this step's mask.
 * @param batchIndex Which of the update's batches the mask is for.
 */
export function seedDropout(
  model: tf.LayersModel,
  seed: number,
  step: number,
  batchIndex = 0,
): void {
  const index = batchIndex ? [batchIndex] : [];
  for (const layer of dropoutLayers(model)) {
    layer.maskSeed = [
      deriveSeed(seed, "dropout", layer.name, step, 0, ...index),
      deriveSeed(seed, "dropout", layer.name, step, 1, ...index),
    ];
  }
}

/**
 * Moves the weights one step against the gradient of the loss over all posters of the batches.
 * @param batches One, or several where the posters of an update do not fit into memory at once.
 * @returns The loss, dropout and augmentation included: the mean over the posters.
 */
export async function trainStep(
  { model, optimizer, average, lossGradients, augment }: Trainee,
  batches: readonly TensorBatch[],
  { seed, learningRate }: { readonly seed: number; readonly learningRate: number },
): Promise<number> {
  const variables = optimizer.activeVariables;
  const nPosters = batches.reduce((sum, { labels }) => sum + labels.shape[0], 0);
  const losses: tf.Scalar[] = [];
  let gradients: tf.Tensor[] = [];
  try {
    for (const [i, batch] of batches.entries()) {
      // tfjs-node computes in one go: let signals and timers have their turn.
      if (i > 0) await tf.nextFrame();
      const step = optimizer.iterations;
      seedDropout(model, seed, step, i);
      const share = batch.labels.shape[0] / nPosters;
      const before = gradients;
      gradients = tf.tidy(() => {
        const augmented = augment?.(batch, { seed, step, batchIndex: i }) ?? batch;
        const { loss, gradients } = lossGradients.compute(augmented, variables);
        losses.push(tf.keep(loss.mul(share)));
        return addShares(before, gradients, share);
      });
      tf.dispose(before);
    }
    optimizer.applyGradients(gradients, learningRate);
    average.update(optimizer.iterations);
    const values = await Promise.all(losses.map((value) => value.data()));
    return values.reduce((sum, [value]) => sum + value, 0);
  } finally {
    tf.dispose([...gradients, ...losses]);
  }
}

/** Adds a share of each gradient to what there is; a whole one stays as it is. */
function addShares(
  before: readonly tf.Tensor[],
  gradients: readonly tf.Tensor[],
  share: number,
): tf.Tensor[] {
  return gradients.map((gradient, i) => {
    const part = share === 1 ? gradient : gradient.mul(share);
    return before.length ? before[i].add(part) : part;
  });
}

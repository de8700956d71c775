/**
 * Probabilities for posters.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { applyModel } from "../backend/apply_model.ts";
import type { PosterBatch } from "../dataset/batches.ts";

/** Probabilities of some movies' genres. */
export interface Predictions {
  /** Movies in the order of the scores. */
  readonly imdbIds: readonly number[];
  /** Probabilities, shape [nSamples][nLabels]. */
  readonly scores: readonly Float32Array[];
}

/** Options of a prediction. */
export interface PredictOptions {
  /**
   * Whether each picture's probabilities are the mean of its own and its mirror image's, in twice
   * the time; false by default.
   */
  readonly flips?: boolean;
}

/** Probabilities of one batch of images, shape [batch][nLabels], without dropout. */
export async function predictBatch(
  model: tf.LayersModel,
  images: tf.Tensor4D,
  { flips = false }: PredictOptions = {},
): Promise<Float32Array[]> {
  const probabilities = tf.tidy(() => {
    const apply = (x: tf.Tensor4D) => applyModel(model, x, { training: false }) as tf.Tensor2D;
    return flips ? apply(images).add(apply(images.reverse(2))).div(2) : apply(images);
  });
  const [nSamples, nLabels] = probabilities.shape;
  const values = await probabilities.data<"float32">();
  probabilities.dispose();
  return Array.from({ length: nSamples }, (_, i) => values.slice(i * nLabels, (i + 1) * nLabels));
}

/**
 * Probabilities of all posters of the batches, in their order; disposes of each batch.
 * @param onBatch Called after each batch with the number of posters done so far.
 */
export async function predictScores(
  model: tf.LayersModel,
  batches: AsyncIterable<PosterBatch>,
  onBatch?: (nDone: number) => void,
  options: PredictOptions = {},
): Promise<Predictions> {
  const imdbIds: number[] = [];
  const scores: Float32Array[] = [];
  for await (const batch of batches) {
    try {
      scores.push(...await predictBatch(model, batch.images, options));
      imdbIds.push(...batch.imdbIds);
    } finally {
      tf.dispose([batch.images, batch.labels]);
    }
    onBatch?.(imdbIds.length);
    // tfjs-node computes in one go: let timers, signals and decoding have their turn.
    await tf.nextFrame();
  }
  return { imdbIds, scores };
}

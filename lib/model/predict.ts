/**
 * Probabilities for posters.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { applyModel } from "../backend/apply_model.ts";
import type { PosterBatch } from "../dataset/batches.ts";
import { PLAIN_PREDICTION, type SavedPrediction, savedPrediction } from "../prediction_config.ts";

/** Probabilities of some movies' genres. */
export interface Predictions {
  /** Movies in the order of the scores. */
  readonly imdbIds: readonly number[];
  /** Probabilities, shape [nSamples][nLabels]. */
  readonly scores: readonly Float32Array[];
}

/** Sizes of pictures are multiples of this, as far down as most networks halve them. */
const SIZE_STEP_PX = 8;

/**
 * Probabilities of one batch of images, shape [batch][nLabels], without dropout.
 * @param prediction What they are means over; by default the pictures as they are.
 */
export async function predictBatch(
  model: tf.LayersModel,
  images: tf.Tensor4D,
  prediction: SavedPrediction = {},
): Promise<Float32Array[]> {
  const { testTimeFlips, testTimeScales } = { ...PLAIN_PREDICTION, ...savedPrediction(prediction) };
  const probabilities = tf.tidy(() => {
    const apply = (x: tf.Tensor4D) =>
      tf.tidy(() => applyModel(model, x, { training: false }) as tf.Tensor2D);
    const ofEach = testTimeScales.flatMap((scale) => {
      const x = scalePictures(images, scale);
      return testTimeFlips ? [apply(x), apply(x.reverse(2))] : [apply(x)];
    });
    return ofEach.length > 1 ? tf.addN(ofEach).div<tf.Tensor2D>(ofEach.length) : ofEach[0];
  });
  const [nSamples, nLabels] = probabilities.shape;
  const values = await probabilities.data<"float32">();
  probabilities.dispose();
  return Array.from({ length: nSamples }, (_, i) => values.slice(i * nLabels, (i + 1) * nLabels));
}

/**
 * The pictures in another size, shape [batch, height, width, 3]: a share of their own, to the next
 * multiple of 8 pixels.
 */
export function scalePictures(images: tf.Tensor4D, scale: number): tf.Tensor4D {
  if (scale === 1) return images;
  const [height, width] = images.shape.slice(1, 3)
    .map((side) => Math.max(1, Math.round(side * scale / SIZE_STEP_PX)) * SIZE_STEP_PX);
  return tf.image.resizeBilinear(images, [height, width], false, true);
}

/**
 * Probabilities of all posters of the batches, in their order; disposes of each batch.
 * @param onBatch Called after each batch with the number of posters done so far.
 */
export async function predictScores(
  model: tf.LayersModel,
  batches: AsyncIterable<PosterBatch>,
  onBatch?: (nDone: number) => void,
  prediction: SavedPrediction = {},
): Promise<Predictions> {
  const imdbIds: number[] = [];
  const scores: Float32Array[] = [];
  for await (const batch of batches) {
    try {
      scores.push(...await predictBatch(model, batch.images, prediction));
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

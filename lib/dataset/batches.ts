/**
 * Posters on disk to tensors; the first file that knows tensors.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import {
  decodePoster,
  type ImageSize,
  type RgbImage,
  UnreadablePosterError,
} from "../posters/poster_image.ts";
import type { PartSample } from "./part_samples.ts";
import { prefetch } from "./prefetch.ts";

/** Some posters and their genres; whoever takes it disposes of the tensors. */
export interface PosterBatch {
  /** Movies in the order of the images. */
  readonly imdbIds: readonly number[];
  /** Shape [batch, height, width, 3], values in [0, 1]. */
  readonly images: tf.Tensor4D;
  /** Shape [batch, nLabels], values 0 or 1. */
  readonly labels: tf.Tensor2D;
  /** How many samples have been taken up to and with this batch, unreadable ones included. */
  readonly end: number;
}

/** Options of {@linkcode posterBatches}. */
export interface PosterBatchOptions extends ImageSize {
  /** Posters in a batch. */
  readonly batchSize: number;
  /** Batches decoded ahead of the one in use; 2 by default. */
  readonly prefetchBatches?: number;
  /** Called for a poster that has become unreadable; it is left out of its batch. */
  readonly onSkipped?: (sample: PartSample, error: UnreadablePosterError) => void;
}

/**
 * The samples in the given order, batch by batch; the last batch may be smaller. Posters are
 * decoded in the background, a few batches ahead.
 */
export async function* posterBatches(
  samples: readonly PartSample[],
  options: PosterBatchOptions,
): AsyncGenerator<PosterBatch> {
  const { batchSize, prefetchBatches = 2 } = options;
  const jobs = batchesOf(samples, batchSize).map((batch) => () => decodeBatch(batch, options));
  let end = 0;
  for await (const decoded of prefetch(jobs, prefetchBatches + 1)) {
    end = Math.min(end + batchSize, samples.length);
    if (decoded.length) yield { ...toTensors(decoded, options), end };
  }
}

/** Consecutive slices of at most `size` items. */
function batchesOf<T>(items: readonly T[], size: number): T[][] {
  return Array.from(
    { length: Math.ceil(items.length / size) },
    (_, i) => items.slice(i * size, (i + 1) * size),
  );
}

type DecodedSample = readonly [PartSample, RgbImage];

async function decodeBatch(
  samples: readonly PartSample[],
  options: PosterBatchOptions,
): Promise<DecodedSample[]> {
  const decoded = await Promise.all(samples.map(async (sample) => {
    try {
      return [sample, await decodePoster(sample.posterFile, options)] as const;
    } catch (error) {
      if (!(error instanceof UnreadablePosterError)) throw error;
      options.onSkipped?.(sample, error);
      return null;
    }
  }));
  return decoded.filter((pair) => pair !== null);
}

function toTensors(
  decoded: readonly DecodedSample[],
  size: ImageSize,
): Omit<PosterBatch, "end"> {
  const nLabels = decoded[0][0].labels.length;
  const labels = new Float32Array(decoded.length * nLabels);
  decoded.forEach(([sample], i) => labels.set(sample.labels, i * nLabels));
  return {
    imdbIds: decoded.map(([sample]) => sample.imdbId),
    images: imagesTensor(decoded.map(([, image]) => image), size),
    labels: tf.tensor2d(labels, [decoded.length, nLabels]),
  };
}

/** Pictures of one size as the network's input, shape [batch, height, width, 3] in [0, 1]. */
export function imagesTensor(images: readonly RgbImage[], size: ImageSize): tf.Tensor4D {
  const nValues = size.heightPx * size.widthPx * 3;
  const values = new Float32Array(images.length * nValues);
  images.forEach(({ pixels }, i) => {
    const offset = i * nValues;
    for (let j = 0; j < nValues; j++) values[offset + j] = pixels[j] / 255;
  });
  return tf.tensor4d(values, [images.length, size.heightPx, size.widthPx, 3]);
}

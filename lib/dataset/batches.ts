/**
 * Posters on disk to tensors; the first file of the data's way that makes tensors.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { unitIntervalTensor } from "../backend/unit_interval_tensor.ts";
import type { ImageSize, RgbImage, UnreadablePosterError } from "../posters/poster_image.ts";
import { bytesPerPicture, readPosters } from "./decoded_posters.ts";
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
  /** The samples' auxiliary targets, where they have these; shape [batch, 2 nTargets]. */
  readonly auxiliary?: tf.Tensor2D;
  /** How many samples have been taken up to and with this batch, unreadable ones included. */
  readonly end: number;
}

/** Options of {@linkcode posterBatches}. */
export interface PosterBatchOptions extends ImageSize {
  /** Posters in a batch. */
  readonly batchSize: number;
  /** Batches decoded ahead of the one in use; 2 by default. Memory holds their bytes. */
  readonly prefetchBatches?: number;
  /** Folder that keeps decoded posters for the next pass; without it each is decoded anew. */
  readonly decodedDir?: string;
  /** Called for a poster that has become unreadable; it is left out of its batch. */
  readonly onSkipped?: (sample: PartSample, error: UnreadablePosterError) => void;
}

/**
 * The samples in the given order, batch by batch; the last batch may be smaller. Posters are read
 * and decoded in the background, a few batches ahead; a batch's tensors are made when it is taken.
 * @throws {Error} If a decoded poster cannot be kept.
 */
export async function* posterBatches(
  samples: readonly PartSample[],
  options: PosterBatchOptions,
): AsyncGenerator<PosterBatch> {
  const { batchSize, prefetchBatches = 2 } = options;
  const jobs = batchesOf(samples, batchSize).map((batch) => () => readBatch(batch, options));
  let end = 0;
  for await (const batch of prefetch(jobs, prefetchBatches + 1)) {
    end = Math.min(end + batchSize, samples.length);
    if (batch.samples.length) yield { ...toTensors(batch, options), end };
  }
}

/** Consecutive slices of at most `size` items. */
function batchesOf<T>(items: readonly T[], size: number): T[][] {
  return Array.from(
    { length: Math.ceil(items.length / size) },
    (_, i) => items.slice(i * size, (i + 1) * size),
  );
}

/** Posters in memory. */
interface ByteBatch {
  /** The samples that could be read. */
  readonly samples: readonly PartSample[];
  /** Their pictures one after another, shape [batch, height, width, 3]. */
  readonly pixels: Uint8Array;
}

async function readBatch(
  samples: readonly PartSample[],
  options: PosterBatchOptions,
): Promise<ByteBatch> {
  const nBytes = bytesPerPicture(options);
  const pixels = new Uint8Array(samples.length * nBytes);
  const files = samples.map(({ posterFile }) => posterFile);
  const errors = await readPosters(files, options, pixels, options.decodedDir);
  const isRead = errors.map((error) => error === null);
  errors.forEach((error, i) => error && options.onSkipped?.(samples[i], error));
  let nRead = 0;
  for (const [i, isThere] of isRead.entries()) {
    if (isThere) pixels.copyWithin(nRead++ * nBytes, i * nBytes, (i + 1) * nBytes);
  }
  return {
    samples: samples.filter((_, i) => isRead[i]),
    pixels: pixels.subarray(0, nRead * nBytes),
  };
}

function toTensors(
  { samples, pixels }: ByteBatch,
  { heightPx, widthPx }: ImageSize,
): Omit<PosterBatch, "end"> {
  return {
    imdbIds: samples.map(({ imdbId }) => imdbId),
    images: unitIntervalTensor(pixels, [samples.length, heightPx, widthPx, 3]) as tf.Tensor4D,
    labels: rowsTensor(samples.map(({ labels }) => labels)),
    ...samples[0].auxiliary &&
      { auxiliary: rowsTensor(samples.map((sample) => sample.auxiliary!)) },
  };
}

function rowsTensor(rows: readonly ArrayLike<number>[]): tf.Tensor2D {
  const [nRows, nColumns] = [rows.length, rows[0].length];
  const values = new Float32Array(nRows * nColumns);
  rows.forEach((row, i) => values.set(row, i * nColumns));
  return tf.tensor2d(values, [nRows, nColumns]);
}

/** Pictures of one size as the network's input, shape [batch, height, width, 3] in [0, 1]. */
export function imagesTensor(images: readonly RgbImage[], size: ImageSize): tf.Tensor4D {
  const nBytes = bytesPerPicture(size);
  const pixels = new Uint8Array(images.length * nBytes);
  images.forEach((image, i) => pixels.set(image.pixels, i * nBytes));
  const shape = [images.length, size.heightPx, size.widthPx, 3];
  return unitIntervalTensor(pixels, shape) as tf.Tensor4D;
}

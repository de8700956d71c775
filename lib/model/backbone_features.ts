/**
 * What a backbone sees in posters, computed once: a head on top trains on these numbers in seconds.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { createHash } from "node:crypto";
import { dirname } from "node:path";
import { readTextIfExists, writeJsonAtomic } from "../atomic_file.ts";
import { applyModel } from "../backend/apply_model.ts";
import { posterBatches } from "../dataset/batches.ts";
import type { PartSample } from "../dataset/part_samples.ts";
import type { ImageSize } from "../posters/poster_image.ts";
import type { OnProgress } from "../progress.ts";

/** Features of some movies' posters. */
export interface PosterFeatures {
  /** Movies in the order of the rows; without those whose poster has become unreadable. */
  readonly imdbIds: readonly number[];
  /** Numbers in a row. */
  readonly nFeatures: number;
  /** Shape [nSamples, nFeatures], row by row. */
  readonly values: Float32Array;
}

/** What turns pictures of one size into features. */
export interface FeatureSource extends ImageSize {
  /** Numbers in a row. */
  readonly nFeatures: number;
  /** SHA-256 over all that its features depend on besides the picture, in hexadecimal. */
  readonly sha256: string;
  /** Images in [0, 1], shape [batch, height, width, 3], to features, shape [batch, nFeatures]. */
  readonly apply: (images: tf.Tensor4D) => tf.Tensor2D;
}

/** Options of {@linkcode backboneFeatures} and {@linkcode posterFeatures}. */
export interface BackboneFeaturesOptions {
  /** Path without ending: `<file>.f32` keeps the numbers, `<file>.json` what they belong to. */
  readonly file: string;
  /** Identity of the posters' content: `sha256.posters` of the data set's manifest. */
  readonly postersSha256: string;
  /** Posters in a batch; 32 by default. What is computed is on disk after each batch. */
  readonly batchSize?: number;
  /** Folder that keeps decoded posters; without it each is decoded anew. */
  readonly decodedDir?: string;
  /** Told of each batch. */
  readonly onProgress?: OnProgress;
}

/** Content of `<file>.json`. */
interface FeaturesState {
  /** SHA-256 over weights, size, posters and samples. */
  readonly key: string;
  /** How many of the samples have been taken, unreadable ones included. */
  readonly end: number;
  /** Movies whose features are in `<file>.f32`. */
  readonly imdbIds: readonly number[];
}

/**
 * The means of a network's last maps (its layer `avg_pool`) for the samples' posters, as they are
 * and without dropout. Kept as {@linkcode posterFeatures} does.
 * @param model Network that ends with `pooledHead()`; takes images in [0, 1].
 * @throws {Error} If the model has no layer `avg_pool`.
 */
export async function backboneFeatures(
  model: tf.LayersModel,
  samples: readonly PartSample[],
  options: BackboneFeaturesOptions,
): Promise<PosterFeatures> {
  const pooled = model.getLayer("avg_pool").output as tf.SymbolicTensor;
  const backbone = tf.model({ inputs: model.inputs, outputs: pooled });
  const [heightPx, widthPx] = model.inputs[0].shape.slice(1) as number[];
  const source: FeatureSource = {
    heightPx,
    widthPx,
    nFeatures: pooled.shape[1]!,
    sha256: sha256Of(backbone),
    apply: (images) => applyModel(backbone, images, { training: false }) as tf.Tensor2D,
  };
  return await posterFeatures(source, samples, options);
}

/**
 * Features of the samples' posters. Read from disk if the same source gave them for the same
 * posters; an interrupted call goes on after its last batch.
 */
export async function posterFeatures(
  source: FeatureSource,
  samples: readonly PartSample[],
  options: BackboneFeaturesOptions,
): Promise<PosterFeatures> {
  const { file, batchSize = 32, decodedDir, onProgress } = options;
  const { heightPx, widthPx, nFeatures } = source;
  const key = keyOf(source, samples, options.postersSha256);

  await Deno.mkdir(dirname(file), { recursive: true });
  using numbers = await Deno.open(`${file}.f32`, { read: true, write: true, create: true });
  let state = await readState(`${file}.json`, key);
  const nBytes = () => state.imdbIds.length * nFeatures * Float32Array.BYTES_PER_ELEMENT;
  if ((await numbers.stat()).size < nBytes()) state = { key, end: 0, imdbIds: [] };
  // Before old numbers go, so that the old state cannot claim new ones.
  await writeJsonAtomic(`${file}.json`, state);
  // What a batch wrote before it was interrupted is not counted.
  await numbers.truncate(nBytes());
  await numbers.seek(0, Deno.SeekMode.End);

  const report = (done: number) =>
    onProgress?.({ label: "features", done, total: samples.length, unit: "posters" });
  const left = samples.slice(state.end);
  const start = state.end;
  for await (
    const batch of posterBatches(left, { heightPx, widthPx, batchSize, decodedDir })
  ) {
    try {
      await writeAll(numbers, await valuesOf(source, batch.images));
      await numbers.syncData();
    } finally {
      tf.dispose([batch.images, batch.labels]);
    }
    // The numbers first: the state never speaks of numbers that are not there.
    state = { key, end: start + batch.end, imdbIds: [...state.imdbIds, ...batch.imdbIds] };
    await writeJsonAtomic(`${file}.json`, state);
    report(state.end);
    // tfjs-node computes in one go: let timers, signals and decoding have their turn.
    await tf.nextFrame();
  }
  const bytes = await Deno.readFile(`${file}.f32`);
  return { imdbIds: state.imdbIds, nFeatures, values: new Float32Array(bytes.buffer) };
}

async function valuesOf(source: FeatureSource, images: tf.Tensor4D): Promise<Float32Array> {
  const features = source.apply(images);
  try {
    return await features.data<"float32">();
  } finally {
    features.dispose();
  }
}

function keyOf(
  { heightPx, widthPx, sha256 }: FeatureSource,
  samples: readonly PartSample[],
  postersSha256: string,
): string {
  const ids = samples.map(({ imdbId }) => imdbId);
  const imageSize = [heightPx, widthPx];
  return createHash("sha256")
    .update(JSON.stringify({ imageSize, postersSha256, ids, source: sha256 }))
    .digest("hex");
}

/** SHA-256 over a network's layers and weights. */
function sha256Of(backbone: tf.LayersModel): string {
  const hash = createHash("sha256");
  for (const layer of backbone.layers) {
    hash.update(layer.name);
    for (const weight of layer.getWeights()) {
      const { buffer, byteOffset, byteLength } = weight.dataSync<"float32">();
      hash.update(new Uint8Array(buffer, byteOffset, byteLength));
    }
  }
  return hash.digest("hex");
}

async function readState(file: string, key: string): Promise<FeaturesState> {
  const text = await readTextIfExists(file);
  const state = text === null ? null : JSON.parse(text) as FeaturesState;
  return state?.key === key ? state : { key, end: 0, imdbIds: [] };
}

async function writeAll(file: Deno.FsFile, values: Float32Array): Promise<void> {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  for (let nWritten = 0; nWritten < bytes.length;) {
    nWritten += await file.write(bytes.subarray(nWritten));
  }
}

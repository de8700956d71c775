/**
 * What a backbone sees in posters, computed once: a head on top trains on these numbers in seconds.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { createHash } from "node:crypto";
import { dirname } from "node:path";
import { readTextIfExists, writeJsonAtomic } from "../atomic_file.ts";
import { posterBatches } from "../dataset/batches.ts";
import type { PartSample } from "../dataset/part_samples.ts";
import type { OnProgress } from "../progress.ts";
import { predictBatch } from "./predict.ts";

/** Features of some movies' posters. */
export interface PosterFeatures {
  /** Movies in the order of the rows; without those whose poster has become unreadable. */
  readonly imdbIds: readonly number[];
  /** Numbers in a row. */
  readonly nFeatures: number;
  /** Shape [nSamples, nFeatures], row by row. */
  readonly values: Float32Array;
}

/** Options of {@linkcode backboneFeatures}. */
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
 * and without dropout. Read from disk if the same weights gave them for the same posters in the same
 * size; an interrupted call goes on after its last batch.
 * @param model Network that ends with `pooledHead()`; takes images in [0, 1].
 * @throws {Error} If the model has no layer `avg_pool`.
 */
export async function backboneFeatures(
  model: tf.LayersModel,
  samples: readonly PartSample[],
  options: BackboneFeaturesOptions,
): Promise<PosterFeatures> {
  const { file, batchSize = 32, decodedDir, onProgress } = options;
  const pooled = model.getLayer("avg_pool").output as tf.SymbolicTensor;
  const backbone = tf.model({ inputs: model.inputs, outputs: pooled });
  const [heightPx, widthPx] = model.inputs[0].shape.slice(1) as number[];
  const nFeatures = pooled.shape[1]!;
  const key = keyOf(backbone, [heightPx, widthPx], samples, options.postersSha256);

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
      const rows = await predictBatch(backbone, batch.images);
      for (const row of rows) await writeAll(numbers, row);
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

function keyOf(
  backbone: tf.LayersModel,
  imageSize: readonly number[],
  samples: readonly PartSample[],
  postersSha256: string,
): string {
  const hash = createHash("sha256");
  const ids = samples.map(({ imdbId }) => imdbId);
  hash.update(JSON.stringify({ imageSize, postersSha256, ids }));
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

/**
 * Models on disk, in the standard tfjs format, read and written without tfjs-node so that every
 * backend can use them.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
// These register the layers that saved models name.
import "../backend/bias_free_convolution.ts";
import "../backend/clipped_relu.ts";
import "../backend/fused_batch_normalization.ts";
import "../backend/seeded_dropout.ts";
import { join } from "node:path";
import { writeFileAtomic, writeJsonAtomic } from "../atomic_file.ts";
import { sha256 } from "../dataset/poster_files.ts";
import type { ImageSize } from "../posters/poster_image.ts";
import type { SavedPrediction } from "../prediction_config.ts";
import { toEightBits } from "./eight_bits.ts";
import { toHalfPrecision, type WeightBytes } from "./half_precision.ts";

/** What a saved model says of itself, besides its layers. */
export interface ModelMetadata extends ImageSize, SavedPrediction {
  /** Genres in the order of the model's outputs. */
  readonly labels: readonly string[];
}

/**
 * How a saved model's weights are kept: as they are, in about half the space
 * ({@linkcode toHalfPrecision}), or in down to a quarter ({@linkcode toEightBits}).
 */
export type SavedPrecision = "float32" | "float16" | "uint8";

type Rounding = (weights: WeightBytes, options: { readonly maxBytes?: number }) => WeightBytes;

const inPrecision: Readonly<Record<SavedPrecision, Rounding>> = {
  float32: (weights) => weights,
  float16: toHalfPrecision,
  uint8: toEightBits,
};

/** Options of {@linkcode saveModel}. */
export interface SaveModelOptions {
  /** How the weights are kept; `float32` by default. */
  readonly precision?: SavedPrecision;
  /** Of `uint8`: bytes that the weights may take; no kernel more is rounded than it takes. */
  readonly maxBytes?: number;
}

const weightsFile = "weights.bin";

/**
 * Writes `model.json` and `weights.bin` into the folder.
 * @throws {RangeError} If the precision cannot hold a weight.
 */
export async function saveModel(
  dir: string,
  model: tf.LayersModel,
  metadata: ModelMetadata,
  { precision = "float32", ...options }: SaveModelOptions = {},
): Promise<void> {
  model.setUserDefinedMetadata({ ...metadata });
  await model.save(tf.io.withSaveHandler(async (artifacts) => {
    const { weightData, weightSpecs, ...rest } = artifacts;
    const { data, specs } = inPrecision[precision]({
      data: tf.io.concatenateArrayBuffers([weightData!].flat()),
      specs: weightSpecs!,
    }, options);
    await writeFileAtomic(join(dir, weightsFile), new Uint8Array(data));
    await writeJsonAtomic(modelFile(dir), {
      ...rest,
      weightsManifest: [{ paths: [weightsFile], weights: specs }],
    });
    return { modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(artifacts) };
  }));
}

/** SHA-256 of a saved model's weights, in hexadecimal: what was made for them names it. */
export async function modelSha256(dir: string): Promise<string> {
  const { weightsManifest } = JSON.parse(await Deno.readTextFile(modelFile(dir)));
  const shards = await readShards(dir, weightsManifest);
  return sha256(new Uint8Array(tf.io.concatenateArrayBuffers(shards)));
}

/**
 * Reads a model that {@linkcode saveModel} wrote.
 * @throws {Error} If the folder holds no model, or one that does not name its genres.
 */
export async function loadModel(
  dir: string,
): Promise<{ model: tf.LayersModel; metadata: ModelMetadata }> {
  const { artifacts, metadata } = await readModel(dir);
  return { model: await tf.loadLayersModel(tf.io.fromMemory(artifacts)), metadata };
}

/**
 * A saved model's layers and weights, before they are a network.
 * @throws {Error} If the folder holds no model, or one that does not name its genres.
 */
export async function readModel(
  dir: string,
): Promise<{ artifacts: tf.io.ModelArtifacts; metadata: ModelMetadata }> {
  const { weightsManifest, metadata, ...rest } = await readModelFile(dir);
  const weightSpecs = weightsManifest.flatMap((group) => group.weights);
  const weightData = tf.io.concatenateArrayBuffers(await readShards(dir, weightsManifest));
  return { artifacts: { ...rest, weightSpecs, weightData }, metadata };
}

/**
 * What a saved model says of itself; its weights stay on disk.
 * @throws {Error} If the folder holds no model, or one that does not name its genres.
 */
export async function readModelMetadata(dir: string): Promise<ModelMetadata> {
  return (await readModelFile(dir)).metadata;
}

/**
 * Changes what a saved model says of itself; layers and weights stay as they are.
 * @throws {Error} If the folder holds no model, or one that does not name its genres.
 */
export async function writeModelMetadata(dir: string, metadata: ModelMetadata): Promise<void> {
  const { metadata: _, ...rest } = await readModelFile(dir);
  await writeJsonAtomic(modelFile(dir), { ...rest, userDefinedMetadata: metadata });
}

interface ModelFile extends tf.io.ModelJSON {
  /** The file's `userDefinedMetadata`. */
  readonly metadata: ModelMetadata;
}

async function readModelFile(dir: string): Promise<ModelFile> {
  let text;
  try {
    text = await Deno.readTextFile(modelFile(dir));
  } catch (cause) {
    throw new Error(`Cannot load a model from ${dir}: ${(cause as Error).message}`, { cause });
  }
  const content = JSON.parse(text) as tf.io.ModelJSON;
  const metadata = content.userDefinedMetadata as ModelMetadata | undefined;
  if (!metadata?.labels) {
    throw new Error(`Cannot use the model in ${dir}: its model.json does not name the genres`);
  }
  return { ...content, metadata };
}

function modelFile(dir: string): string {
  return join(dir, "model.json");
}

async function readShards(
  dir: string,
  weightsManifest: readonly { readonly paths: readonly string[] }[],
): Promise<ArrayBuffer[]> {
  const paths = weightsManifest.flatMap((group) => group.paths);
  return await Promise.all(
    paths.map(async (path) => (await Deno.readFile(join(dir, path))).buffer),
  );
}

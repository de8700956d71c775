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

/** What a saved model says of itself, besides its layers. */
export interface ModelMetadata extends ImageSize {
  /** Genres in the order of the model's outputs. */
  readonly labels: readonly string[];
}

const weightsFile = "weights.bin";

/** Writes `model.json` and `weights.bin` into the folder. */
export async function saveModel(
  dir: string,
  model: tf.LayersModel,
  metadata: ModelMetadata,
): Promise<void> {
  model.setUserDefinedMetadata({ ...metadata });
  await model.save(tf.io.withSaveHandler(async (artifacts) => {
    const { weightData, weightSpecs, ...rest } = artifacts;
    const weights = tf.io.concatenateArrayBuffers([weightData!].flat());
    await writeFileAtomic(join(dir, weightsFile), new Uint8Array(weights));
    await writeJsonAtomic(join(dir, "model.json"), {
      ...rest,
      weightsManifest: [{ paths: [weightsFile], weights: weightSpecs }],
    });
    return { modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(artifacts) };
  }));
}

/** SHA-256 of a saved model's weights, in hexadecimal: what was made for them names it. */
export async function modelSha256(dir: string): Promise<string> {
  const { weightsManifest } = JSON.parse(await Deno.readTextFile(join(dir, "model.json")));
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
  let text;
  try {
    text = await Deno.readTextFile(join(dir, "model.json"));
  } catch (cause) {
    throw new Error(`Cannot load a model from ${dir}: ${(cause as Error).message}`, { cause });
  }
  const { weightsManifest, ...rest } = JSON.parse(text);
  const metadata = rest.userDefinedMetadata as ModelMetadata | undefined;
  if (!metadata?.labels) {
    throw new Error(`Cannot use the model in ${dir}: its model.json does not name the genres`);
  }
  const weightSpecs = weightsManifest.flatMap((group: { weights: unknown[] }) => group.weights);
  const weightData = tf.io.concatenateArrayBuffers(await readShards(dir, weightsManifest));
  const model = await tf.loadLayersModel(tf.io.fromMemory({ ...rest, weightSpecs, weightData }));
  return { model, metadata };
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

/**
 * Genres of any poster files.
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import { join } from "node:path";
import { imagesTensor } from "../dataset/batches.ts";
import { decodePosters, readPosterContent } from "../dataset/decode_posters.ts";
import { prefetch } from "../dataset/prefetch.ts";
import { type RgbImage, UnreadablePosterError } from "../posters/poster_image.ts";
import { applyCalibration } from "../metrics/apply_calibration.ts";
import type { DecisionObjective, Decisions } from "./decisions.ts";
import type { ModelMetadata } from "./model_files.ts";
import { predictBatch } from "./predict.ts";

/** A genre and how likely the model holds it. */
export interface GenreProbability {
  /** Name of the genre. */
  readonly genre: string;
  /** Probability in [0, 1]; calibrated where the run's decisions were given. */
  readonly probability: number;
  /** Whether it is above the genre's threshold; absent where no decisions were given. */
  readonly isPredicted?: boolean;
}

/** How probabilities become predictions. */
export interface PredictOptions {
  /** The run's decisions, for calibrated probabilities. */
  readonly decisions: Decisions;
  /** Which of their thresholds decide. */
  readonly objective: DecisionObjective;
}

/** What became of one file: all genres, the likeliest first, or the reason why it has none. */
export type FilePrediction =
  | { readonly file: string; readonly genres: readonly GenreProbability[] }
  | { readonly file: string; readonly error: string };

const pictureName = /\.(jpe?g|png|webp|avif|gif|tiff?)$/i;

/** Files that {@linkcode predictFiles} takes at once. */
export const FILES_AT_ONCE = 64;

/**
 * The files themselves, and of each folder the pictures in it (not in its subfolders), by name. A
 * path that does not exist stays in the list, for {@linkcode predictFiles} to say so.
 */
export async function listPosterFiles(paths: readonly string[]): Promise<string[]> {
  const files: string[] = [];
  for (const path of paths) {
    if (!await isFolder(path)) {
      files.push(path);
      continue;
    }
    const names: string[] = [];
    for await (const { name, isFile } of Deno.readDir(path)) {
      if (isFile && pictureName.test(name)) names.push(name);
    }
    files.push(...names.sort().map((name) => join(path, name)));
  }
  return files;
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isDirectory;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/**
 * Predicts the genres of poster files, in their order; from mirror images and in several sizes where
 * the model's metadata asks for them. A file that cannot be read gives an `error` and does not stop the others.
 * @param options Without it probabilities are as the model gives them and nothing is decided.
 */
export async function* predictFiles(
  model: tf.LayersModel,
  metadata: ModelMetadata,
  files: readonly string[],
  options?: PredictOptions,
): AsyncGenerator<FilePrediction> {
  const jobs = Array.from(
    { length: Math.ceil(files.length / FILES_AT_ONCE) },
    (_, i) => () => decodeFiles(files.slice(i * FILES_AT_ONCE, (i + 1) * FILES_AT_ONCE), metadata),
  );
  for await (const decoded of prefetch(jobs, 2)) {
    const images = decoded.flatMap((item) => "image" in item ? [item.image] : []);
    const scores = images.length ? await predictImages(model, metadata, images) : [];
    for (const item of decoded) {
      yield "image" in item
        ? { file: item.file, genres: decideGenres(metadata.labels, scores.shift()!, options) }
        : item;
    }
  }
}

/** The genres with their probabilities, the likeliest first; equal ones keep their order. */
export function rankGenres(
  labels: readonly string[],
  probabilities: ArrayLike<number>,
): GenreProbability[] {
  return labels
    .map((genre, i) => ({ genre, probability: probabilities[i] }))
    .sort((a, b) => b.probability - a.probability);
}

/** Calibrated and decided where decisions are given, the likeliest first. */
function decideGenres(
  labels: readonly string[],
  probabilities: ArrayLike<number>,
  options?: PredictOptions,
): GenreProbability[] {
  if (!options) return rankGenres(labels, probabilities);
  const { decisions, objective } = options;
  const [calibrated] = applyCalibration([probabilities], decisions.genres);
  const thresholds = new Map(
    decisions.genres.map((entry) => [entry.genre, entry.thresholds[objective]]),
  );
  return rankGenres(labels, calibrated)
    .map((row) => ({ ...row, isPredicted: row.probability > thresholds.get(row.genre)! }));
}

type DecodedFile =
  | { readonly file: string; readonly image: RgbImage }
  | { readonly file: string; readonly error: string };

async function decodeFiles(
  files: readonly string[],
  size: ModelMetadata,
): Promise<DecodedFile[]> {
  const { heightPx, widthPx } = size;
  const decoded = await decodePosters(await Promise.all(files.map(readPosterContent)), size);
  return decoded.map((pixels, i) =>
    pixels instanceof UnreadablePosterError
      ? { file: files[i], error: pixels.message }
      : { file: files[i], image: { heightPx, widthPx, pixels } }
  );
}

async function predictImages(
  model: tf.LayersModel,
  metadata: ModelMetadata,
  images: readonly RgbImage[],
): Promise<Float32Array[]> {
  const tensor = imagesTensor(images, metadata);
  try {
    return await predictBatch(model, tensor, metadata);
  } finally {
    tensor.dispose();
  }
}

/**
 * A run whose network is another's, but for its head: features, head, scores, evaluation.
 * @module
 */
import { join } from "node:path";
import type { BackendInfo } from "../backend/choose_backend.ts";
import { checkSetting, integerFrom } from "../check_setting.ts";
import type { RunConfig } from "../config.ts";
import { type DataSource, manifestSha256 } from "../dataset/data_source.ts";
import { existingDecodedDir } from "../dataset/decoded_posters.ts";
import { readManifest } from "../dataset/manifest.ts";
import { type PartSample, partSamples } from "../dataset/part_samples.ts";
import { sha256 } from "../dataset/poster_files.ts";
import { SPLIT_PARTS, type SplitPart } from "../dataset/split_part.ts";
import { trainSubset } from "../dataset/train_subset.ts";
import { posterFeatures } from "../model/backbone_features.ts";
import { joinHead } from "../model/feature_head.ts";
import type { FeatureExtractor } from "../model/load_feature_extractor.ts";
import { modelSha256, saveModel } from "../model/model_files.ts";
import type { OnProgress } from "../progress.ts";
import { removeIfExists } from "../remove_if_exists.ts";
import { saveCheckpoint } from "../training/checkpoint.ts";
import { type HistoryRow, writeHistory } from "../training/history.ts";
import { disposeTrainee } from "../training/make_trainee.ts";
import {
  type BackboneRecord,
  environmentRecord,
  openRun,
  readRunRecord,
  type RunRecord,
} from "../training/run_record.ts";
import { bestModelDir } from "../training/train.ts";
import {
  type FeaturePart,
  headScores,
  type TrainedHead,
  trainHead,
} from "../training/train_head.ts";
import { type EvaluatedRun, evaluateRun } from "./evaluate_run.ts";
import { writeScores } from "./run_scores.ts";

/** What {@linkcode headRun} needs. */
export interface HeadRunOptions {
  /** Data set; its manifest must be there. */
  readonly source: DataSource;
  /** Folder of the run; there must be no run in it. */
  readonly runDir: string;
  /** All values of the run, from `makeHeadConfig`. */
  readonly config: RunConfig;
  /** The network whose features are trained on. */
  readonly extractor: FeatureExtractor;
  /** Units of the head's hidden layer; 0 for none. */
  readonly hiddenUnits: number;
  /** What computes; written down. */
  readonly backend: BackendInfo;
  /** Told of each batch of features and each epoch. */
  readonly onProgress?: OnProgress;
  /** Called with each new row of the history, the untrained head's first. */
  readonly onEpoch?: (row: HistoryRow) => void;
}

/**
 * Trains a head on a network's features and measures it. Features are kept in the data set's folder
 * `features/`, for further heads and for the next call after an interrupted one. The run's folder
 * gets its name when all of it is written: `config.json`, `environment.json`, `history.csv`,
 * `checkpoints/` (the head), `scores/`, and `model/`, the network joined with its head,
 * or, where the network is a GraphModel, which cannot be joined, `head/`, the head alone.
 * @throws {Error} If the folder holds a run already.
 * @throws {RangeError} If the hidden units are not a number from 0 on.
 */
export async function headRun(options: HeadRunOptions): Promise<EvaluatedRun> {
  const { source, runDir, hiddenUnits } = options;
  checkSetting("hiddenUnits", hiddenUnits, integerFrom(0, 65_536));
  if (await readRunRecord(runDir)) {
    throw new Error(
      `Cannot train a head in ${runDir} as it must hold no run: choose another name (--run) or ` +
        "remove the folder",
    );
  }
  const parts = await featureParts(options);
  const trained = await trainHead({ ...options, ...parts });
  const aside = `${runDir}.part`;
  try {
    await removeIfExists(aside);
    await writeRun(aside, options, parts, trained);
    await Deno.rename(aside, runDir);
  } finally {
    disposeTrainee(trained.trainee);
  }
  // It finds the scores of both parts.
  return await evaluateRun(runDir, source, options.onProgress);
}

/** Default name of a run. */
export function headRunName(source: DataSource, extractor: FeatureExtractor, seed: number): string {
  return `${source.name}-head-on-${extractor.name}-seed${seed}`;
}

async function featureParts(
  { source, config, extractor, onProgress }: HeadRunOptions,
): Promise<Record<SplitPart, FeaturePart>> {
  const manifest = await readManifest(source.datasetDir);
  const decodedDir = await existingDecodedDir(source.datasetDir);
  // Features of different networks, layers, scalings and sizes stand side by side.
  const dir = join(source.datasetDir, "features", extractor.sha256.slice(0, 16));
  const parts: Partial<Record<SplitPart, FeaturePart>> = {};
  for (const part of SPLIT_PARTS) {
    const samples = partSamples(manifest, part, source.dataDir);
    const features = await posterFeatures(extractor, samples, {
      file: join(dir, part),
      postersSha256: manifest.sha256.posters,
      decodedDir,
      onProgress: (progress) => onProgress?.({ ...progress, label: `features of ${part}` }),
    });
    const isTrain = part === "train";
    const { trainShare: share, seed } = config;
    const taken = isTrain ? trainSubset(samples, { share, seed }) : samples;
    parts[part] = rowsOf(features, taken);
  }
  return parts as Record<SplitPart, FeaturePart>;
}

/** The rows of some samples, with their labels. */
function rowsOf(
  { imdbIds, nFeatures, values }: Omit<FeaturePart, "yTrue">,
  samples: readonly PartSample[],
): FeaturePart {
  const labelsOf = new Map(samples.map(({ imdbId, labels }) => [imdbId, labels]));
  const rows = [...imdbIds.keys()].filter((row) => labelsOf.has(imdbIds[row]));
  const taken = new Float32Array(rows.length * nFeatures);
  rows.forEach((row, i) =>
    taken.set(values.subarray(row * nFeatures, (row + 1) * nFeatures), i * nFeatures)
  );
  return {
    imdbIds: rows.map((row) => imdbIds[row]),
    nFeatures,
    values: taken,
    yTrue: rows.map((row) => labelsOf.get(imdbIds[row])!),
  };
}

async function writeRun(
  dir: string,
  { source, config, extractor, hiddenUnits, backend }: HeadRunOptions,
  parts: Readonly<Record<SplitPart, FeaturePart>>,
  { trainee, state, history }: TrainedHead,
): Promise<void> {
  const { origin, layer, format, scaling, heightPx, widthPx } = extractor;
  const backbone: BackboneRecord = {
    origin,
    format,
    sha256: extractor.sha256,
    layer,
    scaling,
    hiddenUnits,
  };
  const hidden = hiddenUnits ? `, ${hiddenUnits} hidden units` : "";
  const record: RunRecord = {
    config: { ...config, imageHeightPx: heightPx, imageWidthPx: widthPx },
    dataset: { name: source.name, manifestSha256: await manifestSha256(source) },
    madeBy: `head on ${extractor.name} (layer ${layer}, pixels ${scaling}${hidden})`,
    backbone,
  };
  await openRun(dir, record, await environmentRecord(backend));
  await writeHistory(dir, history);
  await saveCheckpoint(dir, trainee, { state, history });
  const { labels } = await readManifest(source.datasetDir);
  const metadata = { labels, heightPx, widthPx };
  const weightsSha256 = await saveNetwork(dir, extractor, trainee, metadata);
  for (const part of ["val", "test"] as const) {
    const { imdbIds } = parts[part];
    const yScore = await headScores(trainee.model, parts[part]);
    await writeScores(dir, part, { weightsSha256, imdbIds, yScore });
  }
}

/** Saves what can be saved; returns the SHA-256 of the weights that gave the scores. */
async function saveNetwork(
  dir: string,
  extractor: FeatureExtractor,
  { model: head }: TrainedHead["trainee"],
  metadata: Parameters<typeof saveModel>[2],
): Promise<string> {
  if (extractor.model) {
    await saveModel(bestModelDir(dir), joinHead(extractor.model, head), metadata);
    return await modelSha256(bestModelDir(dir));
  }
  const headDir = join(dir, "head");
  await saveModel(headDir, head, metadata);
  return sha256(`${extractor.sha256}\n${await modelSha256(headDir)}`);
}

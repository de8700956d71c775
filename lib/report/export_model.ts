/**
 * From a trained run to a folder with its best model, small enough to be published.
 * @module
 */
import { basename, dirname, join, relative } from "node:path";
import { readTextIfExists, writeFileAtomic, writeJsonAtomic } from "../atomic_file.ts";
import type { DataSource } from "../dataset/data_source.ts";
import { existingDecodedDir } from "../dataset/decoded_posters.ts";
import { readManifest } from "../dataset/manifest.ts";
import { partSamples } from "../dataset/part_samples.ts";
import { checkUnmoved, compareScores, type ScoreComparison } from "../evaluation/compare_scores.ts";
import { checkSameDataset } from "../evaluation/evaluate_run.ts";
import { modelScores, type RunScores, runScores } from "../evaluation/run_scores.ts";
import { type Decisions, readDecisions, writeDecisions } from "../model/decisions.ts";
import {
  loadModel,
  type ModelMetadata,
  modelSha256,
  type SavedPrecision,
  saveModel,
} from "../model/model_files.ts";
import type { OnProgress } from "../progress.ts";
import { removeIfExists } from "../remove_if_exists.ts";
import { projectRoot } from "../setup/paths.ts";
import { weightsOrigin } from "../training/run_record.ts";
import { bestModelDir } from "../training/train.ts";
import { exportedModelCard } from "./exported_model_card.ts";
import { listRuns, type NamedRun } from "./list_runs.ts";

/** What {@linkcode exportModel} needs. */
export interface ExportModelOptions {
  /** Folder of the run; it must have been evaluated. */
  readonly runDir: string;
  /** Folder to write; a model that was exported there before is replaced. */
  readonly toDir: string;
  /** The run's data set, for the comparison on its validation part. */
  readonly source: DataSource;
  /** Size of the folder, at most. */
  readonly maxMiB: number;
  /** Told of each batch that is scored. */
  readonly onProgress?: OnProgress;
}

/** What {@linkcode exportModel} wrote. */
export interface ExportedModel {
  /** Size of the folder. */
  readonly totalBytes: number;
  /** SHA-256 of its weights. */
  readonly weightsSha256: string;
  /** How its weights are kept. */
  readonly precision: SavedPrecision;
  /** What that changes on the validation part. */
  readonly comparison: ScoreComparison;
}

/** By this file a folder is known to hold an exported model. */
const metadataFile = "metadata.json";
const licenceFile = "Apache-2.0.txt";
const mebibyte = 2 ** 20;
/** Bytes of all files beside the model, about. */
const sizeOfCard = 64 * 1024;

/**
 * Writes a run's best model in half precision, and where that is too large the largest kernels in
 * 8 bits: `model/` (standard tfjs format), `metadata.json`, `decisions.json`, `config.json`, a model card,
 * `README.md`, and where the weights were pretrained the licence of those. The folder gets its name
 * when all of it is written and checked.
 * @throws {Error} If the run is no single network that was evaluated on this data set, or the
 * folder holds something else.
 * @throws {RangeError} If the folder is too large, the precision cannot hold a weight, or moves a
 * measure of the validation part by more than a tenth of its interval.
 */
export async function exportModel(options: ExportModelOptions): Promise<ExportedModel> {
  const { runDir, toDir, source } = options;
  const run = await evaluatedRun(runDir);
  await checkSameDataset(runDir, run.record, source);
  await checkReplaceable(toDir);
  const aside = `${toDir}.part`;
  await removeIfExists(aside);
  try {
    const exported = await writeExport(aside, run, options);
    // At every moment one of the two is whole, under its own name or the old one's.
    const old = `${toDir}.old`;
    await removeIfExists(old);
    try {
      await Deno.rename(toDir, old);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
    await Deno.rename(aside, toDir);
    await removeIfExists(old);
    return exported;
  } finally {
    await removeIfExists(aside);
  }
}

async function writeExport(
  dir: string,
  run: NamedRun,
  { runDir, toDir, source, maxMiB, onProgress }: ExportModelOptions,
): Promise<ExportedModel> {
  const { model, metadata } = await loadModel(bestModelDir(runDir));
  const modelDir = join(dir, "model");
  const nParameters = model.countParams();
  let precision: SavedPrecision = "float16";
  try {
    await saveModel(modelDir, model, metadata, { precision });
    const otherBytes = sizeOfCard + (await Deno.stat(join(modelDir, "model.json"))).size;
    const maxBytes = maxMiB * mebibyte - otherBytes;
    if ((await Deno.stat(join(modelDir, "weights.bin"))).size > maxBytes) {
      precision = "uint8";
      await saveModel(modelDir, model, metadata, { precision, maxBytes });
    }
  } finally {
    model.dispose();
  }
  checkSize(await sizeOf(modelDir), maxMiB);

  const weightsSha256 = await modelSha256(modelDir);
  await writeDecisions(dir, { ...await decisionsOf(runDir, metadata), weightsSha256 });
  await Deno.copyFile(join(runDir, "config.json"), join(dir, "config.json"));
  // The licence of the weights that it started from wants a copy of itself beside them.
  if (weightsOrigin(run.record).pretrained) {
    await Deno.copyFile(join(projectRoot, "LICENSES", licenceFile), join(dir, licenceFile));
  }
  await writeJsonAtomic(join(dir, metadataFile), { run: run.run, weightsSha256, ...metadata });

  const manifest = await readManifest(source.datasetDir);
  const samples = partSamples(manifest, "val", source.dataDir);
  const scoring = { decodedDir: await existingDecodedDir(source.datasetDir), onProgress };
  const full = await runScores(runDir, "val", samples, scoring);
  const asked = { ...scoring, prediction: metadata };
  const rounded = await modelScores(modelDir, "val", samples, asked);
  const comparison = comparePrecisions(full, rounded, run);
  const folder = relative(projectRoot, toDir);
  await writeFileAtomic(
    join(dir, "README.md"),
    exportedModelCard({
      run,
      metadata,
      nParameters,
      weightsBytes: (await Deno.stat(join(modelDir, "weights.bin"))).size,
      weightsSha256,
      precision,
      comparison,
      folder: folder.startsWith("..") ? `<folder ${basename(toDir)}>` : folder,
    }),
  );
  const totalBytes = await sizeOf(dir);
  checkSize(totalBytes, maxMiB);
  return { totalBytes, weightsSha256, precision, comparison };
}

/** The run with its figures, if it is one network that was evaluated. */
async function evaluatedRun(runDir: string): Promise<NamedRun> {
  const run = (await listRuns(dirname(runDir))).find(({ run }) => run === basename(runDir));
  if (!run) {
    throw new Error(
      `Cannot export ${runDir} as it must hold an evaluated run: train and evaluate it first`,
    );
  }
  if (run.metrics.members) {
    throw new Error(
      `Cannot export ${runDir} as it must be one network: it is the ${run.record.madeBy}`,
    );
  }
  return run;
}

async function decisionsOf(runDir: string, metadata: ModelMetadata): Promise<Decisions> {
  const weightsSha256 = await modelSha256(bestModelDir(runDir));
  const decisions = await readDecisions(runDir, { ...metadata, weightsSha256 });
  if (decisions) return decisions;
  throw new Error(
    `Cannot export ${runDir} as it must hold decisions.json: evaluate it (deno task evaluate)`,
  );
}

function comparePrecisions(
  full: RunScores,
  rounded: { readonly imdbIds: readonly number[]; readonly yScore: RunScores["yScore"] },
  run: NamedRun,
): ScoreComparison {
  if (JSON.stringify(full.imdbIds) !== JSON.stringify(rounded.imdbIds)) {
    throw new Error(
      "Cannot compare precisions as both must have scored the same movies: current values are " +
        `${full.imdbIds.length} and ${rounded.imdbIds.length} movies; are all posters still there?`,
    );
  }
  const { yTrue, yScore: before } = full;
  const { threshold } = run.record.config;
  const comparison = compareScores({ yTrue, before, after: rounded.yScore, threshold });
  const { measures } = run.metrics.val.rows.find(({ predictor }) => predictor === "model")!;
  checkUnmoved(comparison, measures);
  return comparison;
}

/** An empty or missing folder, or an exported model. */
async function checkReplaceable(dir: string): Promise<void> {
  // Other programs write a metadata.json too, but not of a model's weights.
  const metadata = await readTextIfExists(join(dir, metadataFile));
  if (metadata?.includes('"weightsSha256"')) return;
  try {
    for await (const { name } of Deno.readDir(dir)) {
      throw new Error(
        `Cannot export to ${dir} as it must be a new folder or hold an exported model: it holds ` +
          name,
      );
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

function checkSize(bytes: number, maxMiB: number): void {
  const mebibytes = bytes / mebibyte;
  if (mebibytes <= maxMiB) return;
  throw new RangeError(
    `Cannot export the model as it must not take more than ${maxMiB} MiB (--max-mib): ` +
      `current value is ${mebibytes.toFixed(1)}`,
  );
}

/** Bytes of all files in a folder and its subfolders. */
async function sizeOf(dir: string): Promise<number> {
  let bytes = 0;
  for await (const { name, isDirectory } of Deno.readDir(dir)) {
    const path = join(dir, name);
    bytes += isDirectory ? await sizeOf(path) : (await Deno.stat(path)).size;
  }
  return bytes;
}

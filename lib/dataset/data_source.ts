/**
 * Which data a command or notebook works on, and where its files are.
 * @module
 */
import { basename, join, resolve } from "node:path";
import { readTextIfExists } from "../atomic_file.ts";
import type { FilterMoviesOptions } from "../metadata/filter_movies.ts";
import type { OnProgress } from "../progress.ts";
import { writeSampleSet } from "../sample/sample_set.ts";
import { projectRoot } from "../setup/paths.ts";
import { buildDataset } from "./build_dataset.ts";
import type { DatasetManifest } from "./dataset_manifest.ts";
import { readManifest } from "./manifest.ts";
import { sha256 } from "./poster_files.ts";

/** A folder in the layout of the Kaggle table, and the data set made from it. */
export interface DataSource {
  /** Name of the data set. */
  readonly name: string;
  /** Folder with `MovieGenre.csv` and `posters/<imdbId>.jpg`. */
  readonly dataDir: string;
  /** Folder with `manifest.json`. */
  readonly datasetDir: string;
  /** Whether the posters are the sample set's drawings. */
  readonly isSample: boolean;
}

/** Name of the sample set. */
export const SAMPLE_NAME = "sample";

/**
 * Where the data is.
 * @param dataDir Folder with the table and the posters; empty for the sample set.
 * @param name Name of the data set; the folder's by default.
 */
export function dataSource(dataDir = "", name = ""): DataSource {
  const isSample = dataDir === "";
  const datasetName = name || (isSample ? SAMPLE_NAME : basename(resolve(dataDir)));
  return {
    name: datasetName,
    dataDir: isSample ? join(projectRoot, "data", SAMPLE_NAME) : resolve(dataDir),
    datasetDir: join(projectRoot, "data", datasetName),
    isSample,
  };
}

/** Draws the sample set where it is asked for and missing; else checks that the table is there. */
export async function ensureData(source: DataSource, onProgress?: OnProgress): Promise<void> {
  if (source.isSample) {
    await writeSampleSet({ outDir: source.dataDir, onProgress });
    return;
  }
  const table = join(source.dataDir, "MovieGenre.csv");
  try {
    await Deno.stat(table);
  } catch (cause) {
    if (!(cause instanceof Deno.errors.NotFound)) throw cause;
    throw new Error(
      `Cannot use the data folder ${source.dataDir} as it must hold MovieGenre.csv and posters/: ` +
        "there is no MovieGenre.csv (data/README.md says where to get it)",
      { cause },
    );
  }
}

/** Settings of {@linkcode prepareDataset}; a setting that is left out keeps its default. */
export interface PrepareDatasetOptions extends FilterMoviesOptions {
  /** Seed of the split; 1 by default. */
  readonly splitSeed?: number;
  /** Whether rows that break a rule are left out; by default the first one throws. */
  readonly lenient?: boolean;
  /** Told of each poster drawn or checked. */
  readonly onProgress?: OnProgress;
}

/**
 * The data set's manifest: the one that is there if it was made from the same table with the same
 * settings, else a new one.
 */
export async function prepareDataset(
  source: DataSource,
  options: PrepareDatasetOptions = {},
): Promise<DatasetManifest> {
  const { splitSeed = 1, fromYear = 2000, toYear = Infinity, unknownYear = "drop" } = options;
  const { onProgress, lenient } = options;
  await ensureData(source, onProgress);
  const existing = await readTextIfExists(join(source.datasetDir, "manifest.json"));
  if (existing !== null) {
    const manifest = await readManifest(source.datasetDir);
    const wanted = [splitSeed, fromYear, toYear, unknownYear];
    const { split, filter } = manifest;
    const found = [
      split.seed,
      filter.fromYear ?? -Infinity,
      filter.toYear ?? Infinity,
      filter.unknownYear,
    ];
    const table = await Deno.readFile(join(source.dataDir, "MovieGenre.csv"));
    const isSame = wanted.every((value, i) => value === found[i]) &&
      manifest.sha256.table === sha256(table);
    if (isSame) return manifest;
  }
  return await buildDataset({
    dataDir: source.dataDir,
    outDir: source.datasetDir,
    name: source.name,
    fromYear,
    toYear,
    unknownYear,
    seed: splitSeed,
    lenient,
    onProgress,
  });
}

/** SHA-256 of the data set's manifest file, in hexadecimal. */
export async function manifestSha256(source: DataSource): Promise<string> {
  return sha256(await Deno.readFile(join(source.datasetDir, "manifest.json")));
}

/**
 * From a table and a folder of posters to a data set.
 * @module
 */
import { join } from "node:path";
import {
  filterMovies,
  type FilterMoviesOptions,
  type FunnelStep,
} from "../metadata/filter_movies.ts";
import { type LoadedMovies, parseMovies } from "../metadata/load_movies.ts";
import type { Movie } from "../metadata/movie.ts";
import { countLabels, countParts } from "./count_labels.ts";
import {
  type DatasetManifest,
  type DatasetSample,
  MANIFEST_FORMAT_VERSION,
  type SkippedPoster,
} from "./dataset_manifest.ts";
import { labelsOf } from "./label_encoder.ts";
import { writeManifest } from "./manifest.ts";
import {
  checkPosters,
  type CheckPostersOptions,
  type PosterCheck,
  type ReadablePoster,
  sha256,
} from "./poster_files.ts";
import { checkFractions, type SplitFractions } from "./split_part.ts";
import { DEFAULT_SPLIT_FRACTIONS, stratifiedSplit } from "./stratified_split.ts";

/** Options of {@linkcode buildDataset}. */
export interface BuildDatasetOptions extends FilterMoviesOptions, CheckPostersOptions {
  /** Folder with `MovieGenre.csv` and `posters/<imdbId>.jpg`; it is only read. */
  readonly dataDir: string;
  /** Folder for `manifest.json`; made if missing. */
  readonly outDir: string;
  /** Name of the data set. */
  readonly name: string;
  /** Seed of the split; 1 by default. */
  readonly seed?: number;
  /** Size of each part; 0.8, 0.1 and 0.1 by default. */
  readonly fractions?: SplitFractions;
  /** Whether rows that break a rule are recorded and left out; by default the first one throws. */
  readonly lenient?: boolean;
}

/**
 * Loads the table, filters it, decodes every poster, splits what is left and writes the manifest.
 * Missing and unreadable posters are recorded and skipped. The labels are the genres of all movies
 * that the filter keeps, so they do not depend on which posters are there. The same table, posters
 * and options give the same bytes.
 * @returns The manifest.
 * @throws {SyntaxError} If the table does not parse.
 * @throws {RangeError} If an option is out of range, or no movie is left.
 * @throws {Deno.errors.NotFound} If the table or the folder of posters is missing.
 */
export async function buildDataset(options: BuildDatasetOptions): Promise<DatasetManifest> {
  const { dataDir, outDir, name, seed = 1, fractions = DEFAULT_SPLIT_FRACTIONS } = options;
  const { fromYear = 2000, toYear = Infinity, unknownYear = "drop", lenient } = options;
  // Decoding takes long, so what is wrong with the options is said before.
  checkFractions(fractions);
  const tableFile = join(dataDir, "MovieGenre.csv");
  const table = await Deno.readFile(tableFile);
  const loaded = parseMovies(table, tableFile, { lenient });
  const filtered = filterMovies(loaded.movies, { fromYear, toYear, unknownYear });
  // By imdbId, so that the rows' order in the table does not matter.
  const movies = filtered.kept.toSorted((a, b) => a.imdbId - b.imdbId);
  const posters = await checkPosters(dataDir, movies.map(({ imdbId }) => imdbId), options);
  const funnel = makeFunnel(loaded, filtered.funnel, posters);
  const readable = posters.filter((poster) => poster.status === "readable");
  if (readable.length === 0) {
    throw new RangeError(
      `Cannot build data set "${name}" as at least one movie must be left: ` +
        `current value is ${JSON.stringify(funnel)}`,
    );
  }
  const labels = labelsOf(movies);
  const samples = splitSamples(movies, labels, readable, { seed, fractions });
  const manifest: DatasetManifest = {
    formatVersion: MANIFEST_FORMAT_VERSION,
    name,
    labels,
    filter: { fromYear: orNull(fromYear), toYear: orNull(toYear), unknownYear },
    split: { seed, fractions },
    partSizes: countParts(samples),
    labelCounts: countLabels({ labels, samples }),
    funnel,
    samePosters: countSamePosters(readable),
    sha256: {
      table: sha256(table),
      posters: sha256(readable.map((poster) => `${poster.imdbId} ${poster.sha256}\n`).join("")),
    },
    rejectedRows: loaded.rejected.map(({ message: _, ...row }) => row),
    skippedPosters: posters.flatMap(skippedPoster),
    samples,
  };
  await writeManifest(outDir, manifest);
  return manifest;
}

/** Movies with the same poster form a group, which the split keeps together. */
function splitSamples(
  movies: readonly Movie[],
  labels: readonly string[],
  posters: readonly ReadablePoster[],
  options: { readonly seed: number; readonly fractions: SplitFractions },
): DatasetSample[] {
  const posterOf = new Map(posters.map((poster) => [poster.imdbId, poster]));
  const unsplit = movies.flatMap(({ imdbId, year, imdbScore, genres }) => {
    const poster = posterOf.get(imdbId);
    if (!poster) return [];
    const indices = genres.map((genre) => labels.indexOf(genre)).sort((a, b) => a - b);
    // The filter leaves no blank score.
    return { imdbId, year, imdbScore: imdbScore!, labels: indices, group: poster.sha256 };
  });
  const parts = stratifiedSplit(unsplit, options);
  return unsplit.map(({ group: _, ...sample }, i) => ({ ...sample, part: parts[i] }));
}

function makeFunnel(
  { nRows, rejected }: LoadedMovies,
  filterSteps: readonly FunnelStep[],
  posters: readonly PosterCheck[],
): FunnelStep[] {
  const funnel = [{ step: "rows", removed: 0, remaining: nRows }];
  const remove = (step: string, removed: number) =>
    funnel.push({ step, removed, remaining: funnel[funnel.length - 1].remaining - removed });
  if (rejected.length > 0) remove("rejected row", rejected.length);
  for (const { step, removed } of filterSteps.slice(1)) remove(step, removed);
  const count = (status: PosterCheck["status"]) =>
    posters.filter((poster) => poster.status === status).length;
  remove("no poster", count("missing"));
  remove("unreadable poster", count("unreadable"));
  remove("kept", 0);
  return funnel;
}

function skippedPoster(poster: PosterCheck): SkippedPoster[] {
  const { imdbId, status } = poster;
  if (status === "missing") return [{ imdbId, step: "no poster", reason: "no such file" }];
  if (status === "unreadable") {
    return [{ imdbId, step: "unreadable poster", reason: poster.reason }];
  }
  return [];
}

function countSamePosters(posters: readonly ReadablePoster[]): DatasetManifest["samePosters"] {
  const sizes = new Map<string, number>();
  for (const poster of posters) sizes.set(poster.sha256, (sizes.get(poster.sha256) ?? 0) + 1);
  const shared = [...sizes.values()].filter((size) => size > 1);
  return { nGroups: shared.length, nMovies: shared.reduce((sum, size) => sum + size, 0) };
}

/** JSON has no infinity. */
function orNull(year: number): number | null {
  return Number.isFinite(year) ? year : null;
}

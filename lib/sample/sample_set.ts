/**
 * The embedded sample set: an invented table with drawn posters, in the layout of the real data.
 * @module
 */
import { join, resolve } from "node:path";
import { readTextIfExists, writeJsonAtomic } from "../atomic_file.ts";
import type { OnProgress } from "../progress.ts";
import { encodeTable } from "./encode_table.ts";
import { inventMovies, type SampleMovie } from "./invent_movies.ts";
import { planPosterDefects, type PosterDefect, type PosterDefects } from "./poster_defects.ts";
import { makePosterFile } from "./poster_file.ts";
import { addTableDefects, type RowDefects, type SampleRow } from "./table_defects.ts";

/** Changes whenever the same settings give other bytes. */
export const DRAWING_VERSION = 3;

/** Fewest movies; below, the defects would outweigh the rest. */
export const MIN_SAMPLE_MOVIES = 60;

const TABLE_NAME = "MovieGenre.csv";
const POSTERS_NAME = "posters";
const MARKER_NAME = "sample_set.json";

/** Options of {@linkcode writeSampleSet}. */
export interface WriteSampleSetOptions {
  /** Folder for the table and the posters; made where missing. */
  readonly outDir: string;
  /** Movies in the table; 1500 by default. Repeated rows come on top. */
  readonly nMovies?: number;
  /** Seed of all chance; 20 by default. */
  readonly seed?: number;
  /** Called after each poster. */
  readonly onProgress?: OnProgress;
}

/** What is in a sample set; also the content of its `sample_set.json`. */
export interface SampleSetSummary {
  /** Version of the drawing, {@linkcode DRAWING_VERSION}. */
  readonly drawingVersion: number;
  /** Seed of all chance. */
  readonly seed: number;
  /** Distinct movies in the table. */
  readonly nMovies: number;
  /** Rows of the table, without its header. */
  readonly nRows: number;
  /** Files in `posters/`, the defective ones included. */
  readonly nPosterFiles: number;
  /** Movies by kind of defect in their row, as `imdbId`. */
  readonly rowDefects: RowDefects;
  /** Movies by kind of unusual poster file, as `imdbId`. */
  readonly posterDefects: PosterDefects;
}

/**
 * Writes `MovieGenre.csv`, `posters/<imdbId>.jpg` and `sample_set.json`. The same settings give the
 * same bytes. Returns at once if the folder already holds the set; a set with other settings, or
 * one that is not complete, is replaced. Other files in the folder stay as they are.
 * @throws {RangeError} If `nMovies` is not an integer of at least {@linkcode MIN_SAMPLE_MOVIES}, or
 * `seed` is not a safe integer.
 * @throws {Error} If the folder holds a table or posters that are not a sample set.
 */
export async function writeSampleSet(options: WriteSampleSetOptions): Promise<SampleSetSummary> {
  const { nMovies = 1500, seed = 20, onProgress } = options;
  checkSettings(nMovies, seed);
  const outDir = resolve(options.outDir);
  const earlier = await readEarlierSet(outDir);
  if (earlier && isSameSet(earlier, nMovies, seed) && await isComplete(outDir, earlier)) {
    return earlier;
  }
  const movies = inventMovies(nMovies, seed);
  const { rows, defects: rowDefects } = addTableDefects(movies, seed);
  const aside = `${outDir}.part`;
  await Deno.remove(aside, { recursive: true }).catch(ignoreMissing);
  await Deno.mkdir(join(aside, POSTERS_NAME), { recursive: true });
  await Deno.writeFile(join(aside, TABLE_NAME), encodeTable(rows));
  const posters = await writePosters(join(aside, POSTERS_NAME), { movies, rows, seed, onProgress });
  const summary: SampleSetSummary = {
    drawingVersion: DRAWING_VERSION,
    seed,
    nMovies,
    nRows: rows.length,
    nPosterFiles: posters.nFiles,
    rowDefects,
    posterDefects: posters.defects,
  };
  await moveIntoPlace(aside, outDir, summary);
  return summary;
}

interface PosterJob {
  readonly movies: readonly SampleMovie[];
  readonly rows: readonly SampleRow[];
  readonly seed: number;
  readonly onProgress?: OnProgress;
}

/** One file per movie with an address; unusual ones only where a data set from 2000 on meets them. */
async function writePosters(postersDir: string, { movies, rows, seed, onProgress }: PosterJob) {
  const byId = new Map(movies.map((movie) => [movie.imdbId, movie]));
  const addressed = [...new Set(rows.filter((row) => row.posterUrl).map((row) => row.imdbId))];
  const plain = rows.filter(({ imdbId, title, genres, imdbScore, posterUrl }) =>
    posterUrl && genres.length > 0 && imdbScore !== null && title.includes("(") &&
    byId.get(imdbId)!.year >= 2000
  );
  const { defects, twinOf } = planPosterDefects(plain, movies.length, seed);
  const kindOf = new Map(
    Object.entries(defects).flatMap(([kind, ids]) => ids.map((id) => [id, kind as PosterDefect])),
  );
  const titleOf = new Map(rows.map(({ imdbId, title }) => [imdbId, title]));
  let nFiles = 0;
  for (const [i, imdbId] of addressed.entries()) {
    const drawnId = twinOf.get(imdbId) ?? imdbId;
    const movie = { ...byId.get(drawnId)!, title: titleOf.get(drawnId)! };
    const bytes = await makePosterFile(movie, seed, kindOf.get(imdbId));
    if (bytes) {
      await Deno.writeFile(join(postersDir, `${imdbId}.jpg`), bytes);
      nFiles++;
    }
    onProgress?.({
      label: "drawing the sample set",
      done: i + 1,
      total: addressed.length,
      unit: "posters",
    });
  }
  return { defects, nFiles };
}

/** The marker of a sample set, or null where the folder is free for one. */
async function readEarlierSet(outDir: string): Promise<Partial<SampleSetSummary> | null> {
  const marker = await readTextIfExists(join(outDir, MARKER_NAME));
  if (marker !== null) return JSON.parse(marker);
  for (const name of [TABLE_NAME, POSTERS_NAME]) {
    const found = await Deno.stat(join(outDir, name)).catch(ignoreMissing);
    if (found) {
      throw new Error(
        `Cannot write the sample set to ${outDir} as the folder must not hold other data: ` +
          `current value is ${name} without ${MARKER_NAME}`,
      );
    }
  }
  return null;
}

function isSameSet(
  earlier: Partial<SampleSetSummary>,
  nMovies: number,
  seed: number,
): earlier is SampleSetSummary {
  return earlier.drawingVersion === DRAWING_VERSION && earlier.nMovies === nMovies &&
    earlier.seed === seed;
}

async function isComplete(outDir: string, { nPosterFiles }: SampleSetSummary): Promise<boolean> {
  try {
    await Deno.stat(join(outDir, TABLE_NAME));
    const posters = await Array.fromAsync(Deno.readDir(join(outDir, POSTERS_NAME)));
    return posters.length === nPosterFiles;
  } catch (error) {
    return ignoreMissing(error) ?? false;
  }
}

/** The marker is empty while files move, so that a broken-off move is seen and done again. */
async function moveIntoPlace(aside: string, outDir: string, summary: SampleSetSummary) {
  const marker = join(outDir, MARKER_NAME);
  await writeJsonAtomic(marker, {});
  for (const name of [TABLE_NAME, POSTERS_NAME]) {
    await Deno.remove(join(outDir, name), { recursive: true }).catch(ignoreMissing);
    await Deno.rename(join(aside, name), join(outDir, name));
  }
  await Deno.remove(aside, { recursive: true });
  await writeJsonAtomic(marker, summary);
}

function checkSettings(nMovies: number, seed: number) {
  if (!Number.isInteger(nMovies) || nMovies < MIN_SAMPLE_MOVIES) {
    throw new RangeError(
      `Cannot write a sample set as nMovies must be an integer of at least ${MIN_SAMPLE_MOVIES}: ` +
        `current value is ${nMovies}`,
    );
  }
  if (!Number.isSafeInteger(seed)) {
    throw new RangeError(
      `Cannot write a sample set as seed must be a safe integer: current value is ${seed}`,
    );
  }
}

function ignoreMissing(error: unknown): undefined {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}

/**
 * Decides which posters of the sample set are damaged or unusual, as some real ones are.
 * @module
 */
import { deriveSeed, makePrng, shuffle } from "../random.ts";
import type { SampleRow } from "./table_defects.ts";

/** Kinds of unusual poster files, and the share of the movies that have each. */
export const POSTER_DEFECT_SHARES = {
  truncated: 0.0014,
  empty: 0.0006,
  notPicture: 0.0006,
  missing: 0.003,
  grey: 0.012,
  larger: 0.003,
  twin: 0.0014,
} as const;

/** Name of a kind of unusual poster file. */
export type PosterDefect = keyof typeof POSTER_DEFECT_SHARES;

/** Movies by kind of unusual poster file, as `imdbId`; a `twin` is a copy of another poster. */
export type PosterDefects = Readonly<Record<PosterDefect, readonly number[]>>;

/** What is done to the poster files. */
export interface PosterDefectPlan {
  /** Movies by kind. */
  readonly defects: PosterDefects;
  /** Of each twin, the movie whose poster it repeats. */
  readonly twinOf: ReadonlyMap<number, number>;
}

/**
 * Chooses at most one kind per movie and at least one movie per kind, among the given rows.
 * @param rows Rows that a data set keeps, so that the damage is met later on.
 * @param nMovies Movies in the whole table, by which the shares count.
 */
export function planPosterDefects(
  rows: readonly SampleRow[],
  nMovies: number,
  seed: number,
): PosterDefectPlan {
  const prng = makePrng(deriveSeed(seed, "poster defects"));
  const waiting = shuffle([...new Set(rows.map(({ imdbId }) => imdbId))], { prng });
  const kinds = Object.entries(POSTER_DEFECT_SHARES) as [PosterDefect, number][];
  const entries = kinds.map(([kind, share]) =>
    [
      kind,
      waiting.splice(0, Math.max(1, Math.round(nMovies * share))).sort((a, b) => a - b),
    ] as const
  );
  const defects = Object.fromEntries(entries) as unknown as PosterDefects;
  const twinOf = new Map(defects.twin.map((imdbId) => [imdbId, waiting.pop()!]));
  return { defects, twinOf };
}

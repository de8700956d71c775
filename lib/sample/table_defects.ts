/**
 * Puts the real table's kinds of defects into invented movies.
 * @module
 */
import { deriveSeed, makePrng, type Prng, shuffle } from "../random.ts";
import type { SampleMovie } from "./invent_movies.ts";
import { inventTitle } from "./invent_title.ts";

/** One row of the table; null is a blank cell. */
export interface SampleRow {
  /** Number of the movie, and name of its poster. */
  readonly imdbId: number;
  /** Title, mostly with the year. */
  readonly title: string;
  /** Score, or null. */
  readonly imdbScore: number | null;
  /** Genres; empty for a blank cell. */
  readonly genres: readonly string[];
  /** Address of the poster, or null. */
  readonly posterUrl: string | null;
}

/** Kinds of defects in rows, and the share of the movies that have each. */
export const ROW_DEFECT_SHARES = {
  blankGenre: 0.0035,
  blankPoster: 0.014,
  blankScore: 0.0015,
  noYear: 0.01,
  secondName: 0.006,
  innerQuotes: 0.0012,
  garbledAccents: 0.0025,
  sameTitle: 0.0014,
  duplicateRow: 0.015,
} as const;

/** Name of a kind of defect in rows. */
export type RowDefect = keyof typeof ROW_DEFECT_SHARES;

/** Movies by kind of defect, as `imdbId`. */
export type RowDefects = Readonly<Record<RowDefect, readonly number[]>>;

type Change = (movie: SampleMovie, prng: Prng, other: SampleMovie) => Partial<SampleRow>;

const CHANGES: Readonly<Record<Exclude<RowDefect, "duplicateRow">, Change>> = {
  blankGenre: () => ({ genres: [] }),
  blankPoster: () => ({ posterUrl: null }),
  blankScore: () => ({ imdbScore: null }),
  noYear: ({ title }) => ({ title: bareTitle(title) }),
  secondName: ({ title, genres, year }, prng) => ({
    title: `${bareTitle(title)} (a.k.a. ${inventTitle(prng, genres)}) (${year})`,
  }),
  innerQuotes: ({ title, year }) => ({
    title: `After "${bareTitle(title)}": A Look Back (${year})`,
  }),
  // UTF-8 that was once read in a wrong encoding: one letter has become two.
  garbledAccents: ({ year }, prng) => ({
    title: `Caf${prng.pick(["í©", "í¨", "íª"])} ${prng.pick(["Varnel", "Ostrau", "Norvik"])}${
      prng.integer(1, 99)
    } (${year})`,
  }),
  sameTitle: (_, __, other) => ({ title: other.title, genres: other.genres }),
};

/**
 * Gives some movies a defect each, at most one per movie and at least one per kind, then repeats
 * some rows and shuffles all.
 * @returns The table's rows, and who has which defect.
 */
export function addTableDefects(
  movies: readonly SampleMovie[],
  seed: number,
): { rows: SampleRow[]; defects: RowDefects } {
  const prng = makePrng(deriveSeed(seed, "table defects"));
  const waiting = shuffle(movies, { prng });
  const take = (kind: RowDefect) =>
    waiting.splice(0, Math.max(1, Math.round(movies.length * ROW_DEFECT_SHARES[kind])));
  const changed = new Map<number, SampleRow>(movies.map((movie) => [movie.imdbId, movie]));
  const defects: Partial<Record<RowDefect, readonly number[]>> = {};
  const kinds = Object.keys(CHANGES) as (keyof typeof CHANGES)[];
  for (const kind of kinds) {
    const chosen = take(kind);
    for (const movie of chosen) {
      const other = waiting[waiting.length - 1 - prng.integer(0, 9)];
      changed.set(movie.imdbId, { ...movie, ...CHANGES[kind](movie, prng, other) });
    }
    defects[kind] = idsOf(chosen);
  }
  const repeated = take("duplicateRow");
  defects.duplicateRow = idsOf(repeated);
  const rows = [...changed.values(), ...repeated.map(({ imdbId }) => changed.get(imdbId)!)];
  return { rows: shuffle(rows, { prng }), defects: defects as RowDefects };
}

function bareTitle(title: string): string {
  return title.replace(/ \(\d{4}\)$/, "");
}

function idsOf(movies: readonly SampleMovie[]): number[] {
  return movies.map(({ imdbId }) => imdbId).sort((a, b) => a - b);
}

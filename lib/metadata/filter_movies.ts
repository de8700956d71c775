/**
 * Which movies of the table a data set is made of.
 * @module
 */
import type { Movie } from "./movie.ts";

/** One step of the way from the table's rows to the movies kept, in order. */
export interface FunnelStep {
  /** Name of the step, such as `too old`. */
  readonly step: string;
  /** Movies that this step removed. */
  readonly removed: number;
  /** Movies left after this step. */
  readonly remaining: number;
}

/** Options of {@linkcode filterMovies}. */
export interface FilterMoviesOptions {
  /** First year kept; 2000 by default. */
  readonly fromYear?: number;
  /** Last year kept; no limit by default. */
  readonly toYear?: number;
  /** What becomes of movies whose title names no year; dropped by default. */
  readonly unknownYear?: "drop" | "keep";
}

/** A movie that was left out. */
export interface RemovedMovie {
  /** The movie. */
  readonly movie: Movie;
  /** The funnel's step that removed it. */
  readonly step: string;
  /** The step in words, such as `blank IMDB Score` or `too old: 1994`. */
  readonly reason: string;
}

/** What {@linkcode filterMovies} kept and removed. */
export interface FilteredMovies {
  /** In the table's order, every `imdbId` once. */
  readonly kept: Movie[];
  /** In the order of the steps. */
  readonly removed: RemovedMovie[];
  /** Starts with the number of rows. */
  readonly funnel: FunnelStep[];
}

/**
 * Keeps the movies released from `fromYear` to `toYear`, both included, that have no blank cell.
 * The steps, in order: duplicate (of rows with the same `imdbId` the last stays), blank, unknown
 * year, too old, too new.
 * @throws {RangeError} If a year is not an integer, or `fromYear` is after `toYear`.
 * @throws {TypeError} If `unknownYear` is neither "drop" nor "keep".
 */
export function filterMovies(
  movies: readonly Movie[],
  options: FilterMoviesOptions = {},
): FilteredMovies {
  const { fromYear = 2000, toYear = Infinity, unknownYear = "drop" } = options;
  checkYears(fromYear, toYear);
  if (unknownYear !== "drop" && unknownYear !== "keep") {
    throw new TypeError(
      `Cannot filter movies as unknownYear must be "drop" or "keep": current value is ` +
        JSON.stringify(unknownYear),
    );
  }
  const lastRow = new Map(movies.map((movie) => [movie.imdbId, movie]));
  // Each rule says why it removes a movie; undefined keeps it.
  const rules: readonly [step: string, reason: (movie: Movie) => string | undefined][] = [
    ["duplicate", (movie) => {
      const last = lastRow.get(movie.imdbId);
      return last === movie ? undefined : `duplicate of line ${last?.line}`;
    }],
    ["blank", (movie) => {
      const columns = blankColumns(movie);
      return columns.length > 0 ? `blank ${columns.join(", ")}` : undefined;
    }],
    [
      "unknown year",
      ({ year }) => year === null && unknownYear === "drop" ? "unknown year" : undefined,
    ],
    ["too old", ({ year }) => year !== null && year < fromYear ? `too old: ${year}` : undefined],
    ["too new", ({ year }) => year !== null && year > toYear ? `too new: ${year}` : undefined],
  ];
  let kept = [...movies];
  const removed: RemovedMovie[] = [];
  const funnel: FunnelStep[] = [{ step: "rows", removed: 0, remaining: movies.length }];
  for (const [step, reasonOf] of rules) {
    const before = kept.length;
    kept = kept.filter((movie) => {
      const reason = reasonOf(movie);
      if (reason !== undefined) removed.push({ movie, step, reason });
      return reason === undefined;
    });
    funnel.push({ step, removed: before - kept.length, remaining: kept.length });
  }
  return { kept, removed, funnel };
}

/** Columns of the table that are blank in the movie's row. */
function blankColumns({ imdbScore, genres, posterUrl }: Movie): string[] {
  return [
    ...(imdbScore === null ? ["IMDB Score"] : []),
    ...(genres.length === 0 ? ["Genre"] : []),
    ...(posterUrl === null ? ["Poster"] : []),
  ];
}

function checkYears(fromYear: number, toYear: number) {
  for (const [name, year] of Object.entries({ fromYear, toYear })) {
    if (!Number.isInteger(year) && Math.abs(year) !== Infinity) {
      throw new RangeError(
        `Cannot filter movies as ${name} must be an integer or infinite: current value is ${year}`,
      );
    }
  }
  if (fromYear > toYear) {
    throw new RangeError(
      `Cannot filter movies as fromYear must be at most toYear: ` +
        `current value is ${fromYear}, toYear is ${toYear}`,
    );
  }
}

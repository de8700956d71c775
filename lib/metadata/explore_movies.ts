/**
 * Counts for the charts of the exploration, each as plain rows. Every function takes the frame of
 * `moviesFrame` and counts its rows, so remove duplicates first where movies are meant.
 * @module
 */
import { column, countRows, type MoviesFrame } from "./movies_frame.ts";

/** Movies per year, the earliest first; movies without a year are left out. */
export function countByYear(frame: MoviesFrame): { year: number; count: number }[] {
  return rows(
    frame.filter(column("year").isNotNull())
      .groupBy("year").agg(countRows().alias("count"))
      .sort("year"),
  );
}

/**
 * Movies per genre, the most frequent first.
 * @returns `share` is a fraction of all rows of the frame; a movie counts for each of its genres.
 */
export function countByGenre(
  frame: MoviesFrame,
): { genre: string; count: number; share: number }[] {
  return rows<{ genre: string; count: number }>(
    explodeGenres(frame)
      .groupBy("genre").agg(countRows().alias("count"))
      .sort(["count", "genre"], [true, false]),
  ).map((row) => ({ ...row, share: row.count / frame.height }));
}

/** Movies per number of genres, 0 where the cell is blank. */
export function countByNumberOfGenres(
  frame: MoviesFrame,
): { nGenres: number; count: number }[] {
  return rows(
    frame.groupBy("nGenres").agg(countRows().alias("count")).sort("nGenres"),
  );
}

/** How often two genres stand together. */
export interface GenrePair {
  /** One genre. */
  readonly genreA: string;
  /** The other, or the same. */
  readonly genreB: string;
  /** Movies that have both. */
  readonly count: number;
}

/**
 * Counts of pairs of genres, both ways round, by name; a genre with itself counts its movies. Pairs
 * that never stand together are left out.
 */
export function countGenrePairs(frame: MoviesFrame): GenrePair[] {
  const left = explodeGenres(frame).rename({ genre: "genreA" });
  const right = explodeGenres(frame).rename({ genre: "genreB" });
  return rows(
    left.join(right, { on: "row" })
      .groupBy("genreA", "genreB").agg(countRows().alias("count"))
      .sort(["genreA", "genreB"]),
  );
}

/** IMDB scores of the movies of one range of ages. */
export interface ScoreByAge {
  /** Youngest age of the range in years. */
  readonly fromAge: number;
  /** Oldest age of the range, included. */
  readonly toAge: number;
  /** Middle of the range. */
  readonly ageYears: number;
  /** Movies with a score. */
  readonly count: number;
  /** Mean score. */
  readonly mean: number;
  /** First quartile of the scores. */
  readonly q1: number;
  /** Median of the scores. */
  readonly median: number;
  /** Third quartile of the scores. */
  readonly q3: number;
}

/** Options of {@linkcode scoreByAge}. */
export interface ScoreByAgeOptions {
  /** The year in which a movie released that year has the age 0. */
  readonly referenceYear: number;
  /** Width of a range of ages; 10 by default. */
  readonly binYears?: number;
}

/**
 * Mean and quartiles (linear interpolation) of the IMDB score by the movie's age, `referenceYear`
 * less its year, the youngest first. Movies without a year or a score are left out.
 * @throws {RangeError} If a movie is newer than `referenceYear`, or `binYears` is not a positive
 * integer.
 */
export function scoreByAge(frame: MoviesFrame, options: ScoreByAgeOptions): ScoreByAge[] {
  const { referenceYear, binYears = 10 } = options;
  if (!Number.isInteger(binYears) || binYears < 1) {
    throw new RangeError(
      `Cannot bin ages as binYears must be a positive integer: current value is ${binYears}`,
    );
  }
  const known = frame.filter(column("year").isNotNull().and(column("imdbScore").isNotNull()));
  const newestYear = known.height === 0 ? -Infinity : known.getColumn("year").max();
  if (!(referenceYear >= newestYear)) {
    throw new RangeError(
      `Cannot bin ages as referenceYear must be at least the newest movie's year ${newestYear}: ` +
        `current value is ${referenceYear}`,
    );
  }
  const score = column("imdbScore");
  const binned = known.withColumns(
    column("year").mul(-1).plus(referenceYear).div(binYears).floor().mul(binYears).alias("fromAge"),
  );
  return rows<Omit<ScoreByAge, "toAge" | "ageYears">>(
    binned.groupBy("fromAge").agg(
      countRows().alias("count"),
      score.mean().alias("mean"),
      score.quantile(0.25, "linear").alias("q1"),
      score.quantile(0.5, "linear").alias("median"),
      score.quantile(0.75, "linear").alias("q3"),
    ).sort("fromAge"),
  ).map(({ fromAge, ...rest }) => {
    const toAge = fromAge + binYears - 1;
    return { fromAge, toAge, ageYears: (fromAge + toAge) / 2, ...rest };
  });
}

/** Blank cells per column; `year` counts titles that name none. */
export function countBlanks(
  frame: MoviesFrame,
): { column: string; nBlank: number; share: number }[] {
  const [nulls] = rows<Record<string, number>>(frame.nullCount());
  const withoutPoster = frame.filter(column("hasPosterUrl").not()).height;
  return ["title", "year", "imdbScore", "genres", "posterUrl"].map((name) => {
    const nBlank = name === "posterUrl" ? withoutPoster : nulls[name];
    return { column: name, nBlank, share: nBlank / frame.height };
  });
}

/** Number of ids that stand in one row, in two, and so on. */
export function countDuplicates(frame: MoviesFrame): { rowsPerId: number; nIds: number }[] {
  return rows(
    frame.groupBy("imdbId").agg(countRows().alias("rowsPerId"))
      .groupBy("rowsPerId").agg(countRows().alias("nIds"))
      .sort("rowsPerId"),
  );
}

/** One row per movie and genre: `row`, the movie's place in the frame, and `genre`. */
function explodeGenres(frame: MoviesFrame): MoviesFrame {
  return frame.withRowIndex("row")
    .filter(column("genres").isNotNull())
    .select("row", column("genres").str.split("|").alias("genre"))
    .explode("genre");
}

function rows<T>(frame: MoviesFrame): T[] {
  return frame.toRecords() as T[];
}

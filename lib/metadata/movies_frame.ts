/**
 * Movies as a polars DataFrame; the only file that imports nodejs-polars.
 * @module
 */
import pl from "nodejs-polars";
import type { Movie } from "./movie.ts";

/** A polars DataFrame whose rows are movies. */
export type MoviesFrame = pl.DataFrame;

/**
 * The movies as a DataFrame, one row each, in the same order: `imdbId`, `title`, `year`,
 * `imdbScore`, `genres` (with "|" between them), `nGenres`, `hasPosterUrl`. What the table leaves
 * blank is null.
 */
export function moviesFrame(movies: readonly Movie[]): MoviesFrame {
  const cells = <T>(valueOf: (movie: Movie) => T) => movies.map(valueOf);
  return pl.DataFrame({
    imdbId: pl.Series("imdbId", cells(({ imdbId }) => imdbId), pl.Float64),
    title: pl.Series("title", cells(({ title }) => title), pl.Utf8),
    year: pl.Series("year", cells(({ year }) => year), pl.Float64),
    imdbScore: pl.Series("imdbScore", cells(({ imdbScore }) => imdbScore), pl.Float64),
    genres: pl.Series("genres", cells(({ genres }) => genres.join("|") || null), pl.Utf8),
    nGenres: pl.Series("nGenres", cells(({ genres }) => genres.length), pl.Float64),
    hasPosterUrl: pl.Series("hasPosterUrl", cells(({ posterUrl }) => posterUrl !== null), pl.Bool),
    // polars turns a null into 0 when it makes a column of integers, but not when it casts one.
  }).withColumns(
    pl.col("imdbId").cast(pl.Int64),
    pl.col("year").cast(pl.Int32),
    pl.col("nGenres").cast(pl.Int32),
  );
}

/** A polars expression. */
export type FrameExpression = pl.Expr;

/** A column of a frame, for expressions. */
export function column(name: string): FrameExpression {
  return pl.col(name);
}

/** The number of rows, for aggregations. */
export function countRows(): FrameExpression {
  return pl.len();
}

/**
 * Reads `MovieGenre.csv`.
 * @module
 */
import { parseCsv } from "./csv.ts";
import { decodeTable } from "./decode_table.ts";
import type { Movie } from "./movie.ts";
import { type BrokenRule, MOVIE_COLUMNS, parseMovie } from "./parse_movie.ts";

/** Options of {@linkcode loadMovies}. */
export interface LoadMoviesOptions {
  /** Record rows that break a rule instead of throwing at the first; false by default. */
  readonly lenient?: boolean;
}

/** A row of the table that breaks a rule. */
export interface RejectedRow extends BrokenRule {
  /** 1-based line on which the row starts. */
  readonly line: number;
  /** The error message of the strict reader. */
  readonly message: string;
}

/** Content of the table. */
export interface LoadedMovies {
  /** Movies in the table's order; an `imdbId` may stand there twice. */
  readonly movies: Movie[];
  /** Rows left out, in the table's order; always empty unless `lenient`. */
  readonly rejected: RejectedRow[];
  /** Number of rows under the header: movies and rejected rows. */
  readonly nRows: number;
}

/**
 * Reads the table of movies. The text is ISO-8859-1, or UTF-8 where it starts with a byte order
 * mark; lines end in CRLF or LF; further columns are ignored.
 * @param csvFile Path of the table.
 * @throws {SyntaxError} If the file is empty, lacks a column, has a faulty quote or is not text,
 * and, unless `lenient`, if a row breaks a rule. The message names file, line, column, rule, value.
 * @throws {Deno.errors.NotFound} If there is no such file.
 */
export async function loadMovies(
  csvFile: string,
  options: LoadMoviesOptions = {},
): Promise<LoadedMovies> {
  return parseMovies(await Deno.readFile(csvFile), csvFile, options);
}

/**
 * The same as {@linkcode loadMovies} for the bytes of a table.
 * @param file Name for the error messages.
 */
export function parseMovies(
  bytes: Uint8Array,
  file: string,
  { lenient = false }: LoadMoviesOptions = {},
): LoadedMovies {
  const records = parseCsv(decodeTable(bytes, file), file);
  const header = records.next();
  if (header.done) {
    throw new SyntaxError(
      `Cannot parse ${file} line 1 as the table must start with a row of column names: ` +
        `current value is an empty file`,
    );
  }
  checkHeader(header.value.fields, `${file} line ${header.value.line}`);
  const movies: Movie[] = [];
  const rejected: RejectedRow[] = [];
  for (const record of records) {
    const movie = parseMovie(record, header.value.fields);
    if (!("rule" in movie)) {
      movies.push(movie);
      continue;
    }
    const message = describe(movie, `${file} line ${record.line}`);
    if (!lenient) throw new SyntaxError(message);
    rejected.push({ line: record.line, ...movie, message });
  }
  return { movies, rejected, nRows: movies.length + rejected.length };
}

function checkHeader(header: readonly string[], place: string) {
  for (const column of MOVIE_COLUMNS) {
    if (header.filter((name) => name === column).length !== 1) {
      throw new SyntaxError(
        `Cannot parse ${place} as column ${JSON.stringify(column)} must be there once: ` +
          `current value is ${JSON.stringify(header)}`,
      );
    }
  }
}

function describe({ column, rule, value }: BrokenRule, place: string): string {
  return column === null
    ? `Cannot parse ${place} as it must ${rule}: current value is ${value}`
    : `Cannot parse ${place}, column "${column}" as it must ${rule}: ` +
      `current value is ${JSON.stringify(value)}`;
}

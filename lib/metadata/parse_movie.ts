/**
 * One record of the table to a movie; the rules of each column.
 * @module
 */
import type { CsvRecord } from "./csv.ts";
import type { Movie } from "./movie.ts";

/** Columns the table must have. */
export const MOVIE_COLUMNS = [
  "imdbId",
  "Imdb Link",
  "Title",
  "IMDB Score",
  "Genre",
  "Poster",
] as const;

/** Name of a column of the table. */
export type MovieColumn = typeof MOVIE_COLUMNS[number];

/** A rule of the table that a row breaks. */
export interface BrokenRule {
  /** The column, or null where the row as a whole breaks the rule. */
  readonly column: MovieColumn | null;
  /** What the value must be. */
  readonly rule: string;
  /** The value found. */
  readonly value: string;
}

/**
 * Reads one record.
 * @param header Names of the table's columns, in its order.
 * @returns The movie, or the first rule that the record breaks.
 */
export function parseMovie(record: CsvRecord, header: readonly string[]): Movie | BrokenRule {
  const { fields, line } = record;
  if (fields.length !== header.length) {
    return { column: null, rule: `have ${header.length} fields`, value: `${fields.length} fields` };
  }
  const cell = (column: MovieColumn) => fields[header.indexOf(column)];
  const broken = COLUMN_RULES.find(({ column, isValid }) => !isValid(cell(column)));
  if (broken) return { column: broken.column, rule: broken.rule, value: cell(broken.column) };
  const [score, genres, posterUrl] = [cell("IMDB Score"), cell("Genre"), cell("Poster")];
  return {
    imdbId: Number(cell("imdbId")),
    title: cell("Title"),
    year: yearOfTitle(cell("Title")),
    imdbScore: isBlank(score) ? null : Number(score),
    genres: isBlank(genres) ? [] : genres.split("|"),
    posterUrl: isBlank(posterUrl) ? null : posterUrl,
    line,
  };
}

/**
 * Year of release by the title: the last parenthesis that holds a year from 1800 to 2099, of a
 * range such as `(2010–2014)` the first, and words before it, as in `(TV Series 2005)`, do not
 * matter.
 * @returns The year, or null where the title names none.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(yearOfTitle("The Lamp (a.k.a. Lampa) (1994)"), 1994);
 * assertEquals(yearOfTitle("The Lamp"), null);
 * ```
 */
export function yearOfTitle(title: string): number | null {
  const years = [
    ...title.matchAll(/\((?:[^()]*\s)?((?:18|19|20)\d\d)(?:\s?[–-]\s?(?:\d{4})?)?\)/g),
  ];
  return years.length > 0 ? Number(years[years.length - 1][1]) : null;
}

const COLUMN_RULES: readonly {
  readonly column: MovieColumn;
  readonly rule: string;
  readonly isValid: (value: string) => boolean;
}[] = [
  {
    column: "imdbId",
    rule: "be a positive integer",
    isValid: (value) =>
      /^\d+$/.test(value) && Number(value) > 0 && Number.isSafeInteger(Number(value)),
  },
  {
    column: "IMDB Score",
    rule: "be blank or a number from 0 to 10",
    isValid: (value) => isBlank(value) || (/^\d+(\.\d+)?$/.test(value) && Number(value) <= 10),
  },
  {
    column: "Genre",
    rule: 'be blank or different genres with "|" between them',
    isValid: (value) => isBlank(value) || areGenres(value.split("|")),
  },
  {
    column: "Poster",
    rule: "be blank or an http or https address",
    isValid: (value) => isBlank(value) || (/^https?:\/\//i.test(value) && URL.canParse(value)),
  },
];

function isBlank(value: string): boolean {
  return value.trim() === "";
}

function areGenres(genres: readonly string[]): boolean {
  return new Set(genres).size === genres.length &&
    genres.every((genre) => genre !== "" && genre === genre.trim());
}

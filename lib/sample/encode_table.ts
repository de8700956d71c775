/**
 * Rows to the bytes of `MovieGenre.csv`.
 * @module
 */
import { Buffer } from "node:buffer";
import { MOVIE_COLUMNS } from "../metadata/parse_movie.ts";
import type { SampleRow } from "./table_defects.ts";

/**
 * Encodes the table as the real one is: ISO-8859-1, lines end in CRLF, quotes only where a cell
 * holds a comma or a quote.
 * @throws {RangeError} If a title holds a character beyond ISO-8859-1.
 */
export function encodeTable(rows: readonly SampleRow[]): Uint8Array {
  const lines = [MOVIE_COLUMNS.join(",")];
  for (const { imdbId, title, imdbScore, genres, posterUrl } of rows) {
    if ([...title].some((letter) => letter > "\u00ff")) {
      throw new RangeError(
        `Cannot encode title as its letters must be in ISO-8859-1: current value is ${title}`,
      );
    }
    const link = `http://www.imdb.com/title/tt${imdbId}`;
    const cells = [imdbId, link, title, imdbScore ?? "", genres.join("|"), posterUrl ?? ""];
    lines.push(cells.map((cell) => quoteCell(String(cell))).join(","));
  }
  return new Uint8Array(Buffer.from(lines.join("\r\n") + "\r\n", "latin1"));
}

function quoteCell(cell: string): string {
  return /[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/**
 * CSV text to records that know their line; the only file that imports the CSV parser, which comes
 * as JavaScript without types.
 * @module
 */
import * as csv from "@std/csv";

const { parse: parseRecords } = csv as unknown as { parse(text: string): string[][] };

/** One record of a CSV text. */
export interface CsvRecord {
  /** Cells as they stand, without their quotes. */
  readonly fields: readonly string[];
  /** 1-based line on which the record starts; a quoted field may hold further lines. */
  readonly line: number;
}

/**
 * Reads CSV (RFC 4180; lines end in CRLF or LF) record by record. Empty lines are left out.
 * @param text The whole text, without a byte order mark.
 * @param file Name for the error messages.
 * @throws {SyntaxError} If a quote stands where none may stand, or a quoted field is not closed;
 * where the next record starts is then unknown, so nothing after it is read.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const records = [...parseCsv('id,note\n1,"two\nlines"\n2,short', "notes.csv")];
 * assertEquals(records[2], { fields: ["2", "short"], line: 4 });
 * ```
 */
export function* parseCsv(text: string, file: string): Generator<CsvRecord> {
  let line = 1;
  for (let start = 0; start < text.length;) {
    const { end, nLines, nQuotes } = findRecordEnd(text, start);
    const recordText = text.slice(start, end);
    let records: string[][];
    try {
      records = parseRecords(recordText);
    } catch (cause) {
      throw quoteError(cause, { recordText, line, file, isOpen: nQuotes % 2 === 1 });
    }
    if (records.length > 0) yield { fields: records[0], line };
    start = end;
    line += nLines;
  }
}

/** A record ends at the first line end that has an even number of quotes before it. */
function findRecordEnd(text: string, start: number) {
  let [end, nLines, nQuotes] = [start, 0, 0];
  do {
    const lineStart = end;
    const lineFeed = text.indexOf("\n", lineStart);
    end = lineFeed < 0 ? text.length : lineFeed + 1;
    nLines++;
    for (let i = text.indexOf('"', lineStart); i >= 0 && i < end; i = text.indexOf('"', i + 1)) {
      nQuotes++;
    }
  } while (nQuotes % 2 === 1 && end < text.length);
  return { end, nLines, nQuotes };
}

interface FaultyRecord {
  readonly recordText: string;
  readonly line: number;
  readonly file: string;
  readonly isOpen: boolean;
}

/** The parser counts lines from the record's first; this error counts from the file's. */
function quoteError(cause: unknown, { recordText, line, file, isOpen }: FaultyRecord): SyntaxError {
  const message = cause instanceof Error ? cause.message : String(cause);
  const [, lineInRecord, character] = message.match(/parse error on line (\d+), column (\d+)/) ??
    ["", "1", "1"];
  const isBareQuote = message.includes("bare");
  const value = JSON.stringify(recordText.slice(0, 60).trimEnd());
  // The parser gives the end of the text as character 1 of an empty line.
  if (isOpen && !isBareQuote && character === "1") {
    return new SyntaxError(
      `Cannot parse ${file} line ${line} as a quoted field must be closed before the file ends: ` +
        `current value is ${value}`,
      { cause },
    );
  }
  const rule = isBareQuote
    ? "a field that holds a quote must be quoted as a whole"
    : "a quote inside a quoted field must be doubled";
  const faultyLine = line + Number(lineInRecord) - 1;
  return new SyntaxError(
    `Cannot parse ${file} line ${faultyLine}, character ${character} as ${rule}: ` +
      `current value is ${value}`,
    { cause },
  );
}

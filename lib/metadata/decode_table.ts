/**
 * Bytes of a table to text.
 * @module
 */
import { Buffer } from "node:buffer";

/**
 * Decodes a table's bytes: UTF-8 where they start with its byte order mark, otherwise ISO-8859-1,
 * in which every byte is a character.
 * @param bytes The whole file.
 * @param file Name for the error messages.
 * @throws {SyntaxError} If the bytes are UTF-16, hold a zero byte or are not valid UTF-8.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(decodeTable(new Uint8Array([0x4c, 0xe9, 0x6f, 0x6e]), "a.csv"), "Léon");
 * ```
 */
export function decodeTable(bytes: Uint8Array, file: string): string {
  const start = [...bytes.subarray(0, 3)].map((byte) => byte.toString(16).padStart(2, "0"));
  if (/^(fffe|feff)/.test(start.join(""))) {
    throw encodingError(file, 1, `UTF-16, whose mark is ${start[0]} ${start[1]}`);
  }
  const zero = bytes.indexOf(0);
  if (zero >= 0) throw encodingError(file, lineOf(bytes, zero), "a zero byte");
  // TextDecoder's "latin1" is Windows-1252, which reads 0x80 to 0x9f differently.
  return start.join("") === "efbbbf"
    ? decodeUtf8(bytes, file)
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}

function decodeUtf8(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    // UTF-8 never uses 0x0a inside a character, so each line can be tried alone.
    for (let start = 0, line = 1;; line++) {
      const lineFeed = bytes.indexOf(0x0a, start);
      const lineBytes = bytes.subarray(start, lineFeed < 0 ? undefined : lineFeed);
      if (lineFeed < 0 || !isUtf8(lineBytes)) {
        const text = new TextDecoder().decode(lineBytes);
        const faulty = Math.max(0, text.indexOf("\ufffd"));
        const excerpt = text.slice(Math.max(0, faulty - 20), faulty + 20);
        throw encodingError(file, line, `invalid UTF-8 at ${JSON.stringify(excerpt)}`);
      }
      start = lineFeed + 1;
    }
  }
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function lineOf(bytes: Uint8Array, position: number): number {
  let line = 1;
  for (const byte of bytes.subarray(0, position)) if (byte === 0x0a) line++;
  return line;
}

function encodingError(file: string, line: number, found: string): SyntaxError {
  return new SyntaxError(
    `Cannot parse ${file} line ${line} as the text must be ISO-8859-1, or UTF-8 with a byte order ` +
      `mark: current value is ${found}`,
  );
}

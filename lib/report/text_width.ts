/**
 * How wide a text is in DejaVu Sans, read from the font's own tables. Vega without a canvas only
 * guesses, and a guess clips labels or leaves holes beside them.
 * @module
 */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** Advance widths of one font. */
interface FontWidths {
  readonly unitsPerEm: number;
  /** Advance of each character by its code point, in font units. */
  readonly advances: ReadonlyMap<number, number>;
}

const fontDir = join(
  dirname(createRequire(import.meta.url).resolve("dejavu-fonts-ttf/package.json")),
  "ttf",
);
const fonts = new Map<string, FontWidths>();

/**
 * Width of one line of text.
 * @param fontSizePx Size of the font, in pixels.
 * @param bold Whether the text is set in bold.
 * @returns Width in pixels, kerning left out.
 * @example
 * ```ts
 * import { textWidth } from "./text_width.ts";
 * import { assert } from "@std/assert";
 * assert(textWidth("WWW", 12) > textWidth("iii", 12));
 * ```
 */
export function textWidth(text: string, fontSizePx: number, bold = false): number {
  const { unitsPerEm, advances } = loadFont(bold ? "DejaVuSans-Bold.ttf" : "DejaVuSans.ttf");
  let units = 0;
  for (const character of text) {
    // A character that the font lacks is drawn as a box, about 0.6 em wide.
    units += advances.get(character.codePointAt(0)!) ?? 0.6 * unitsPerEm;
  }
  return units / unitsPerEm * fontSizePx;
}

function loadFont(file: string): FontWidths {
  let font = fonts.get(file);
  if (!font) fonts.set(file, font = readFontWidths(Deno.readFileSync(join(fontDir, file))));
  return font;
}

function readFontWidths(bytes: Uint8Array): FontWidths {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tables = new Map<string, number>();
  for (let i = 0; i < view.getUint16(4); i++) {
    const record = 12 + 16 * i;
    const tag = String.fromCharCode(...bytes.subarray(record, record + 4));
    tables.set(tag, view.getUint32(record + 8));
  }
  const nMetrics = view.getUint16(tables.get("hhea")! + 34);
  const hmtx = tables.get("hmtx")!;
  const advances = new Map<number, number>();
  for (const [codePoint, glyph] of readGlyphs(view, tables.get("cmap")!)) {
    // Glyphs past the last metric repeat it.
    advances.set(codePoint, view.getUint16(hmtx + 4 * Math.min(glyph, nMetrics - 1)));
  }
  return { unitsPerEm: view.getUint16(tables.get("head")! + 18), advances };
}

/** Code points and their glyphs, from the `cmap` subtable of format 4 (segments of characters). */
function* readGlyphs(view: DataView, cmap: number): Generator<[number, number]> {
  let table = -1;
  for (let i = 0; i < view.getUint16(cmap + 2) && table < 0; i++) {
    const offset = cmap + view.getUint32(cmap + 8 + 8 * i);
    if (view.getUint16(offset) === 4) table = offset;
  }
  if (table < 0) throw new SyntaxError("Cannot read the font as it lacks a cmap of format 4");
  const doubledSegments = view.getUint16(table + 6);
  const ends = table + 14;
  const starts = ends + doubledSegments + 2;
  for (let i = 0; i < doubledSegments; i += 2) {
    const delta = view.getUint16(starts + doubledSegments + i);
    const rangeAt = starts + 2 * doubledSegments + i;
    const range = view.getUint16(rangeAt);
    const start = view.getUint16(starts + i);
    for (let code = start; code <= view.getUint16(ends + i); code++) {
      const glyph = range === 0 ? code : view.getUint16(rangeAt + range + 2 * (code - start));
      if (code < 0xffff && glyph > 0) yield [code, (glyph + delta) & 0xffff];
    }
  }
}

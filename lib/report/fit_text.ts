/**
 * Fits text into a width.
 * @module
 */
import { textWidth } from "./text_width.ts";

/** The room a text has. */
export interface TextRoom {
  /** Width of a line, in pixels. */
  readonly widthPx: number;
  /** Size of the font, in pixels. */
  readonly fontSizePx: number;
  /** Whether the text is set in bold; false by default. */
  readonly bold?: boolean;
}

/**
 * Breaks a text at its spaces into lines that fit. A single word wider than the room gets a line of
 * its own and sticks out.
 */
export function wrapText(text: string, room: TextRoom): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/).filter((word) => word !== "")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && textWidth(longer, room.fontSizePx, room.bold) > room.widthPx) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  return line === "" ? lines : [...lines, line];
}

/**
 * Cuts a text that does not fit and ends it with "…".
 * @example
 * ```ts
 * import { truncateText } from "./fit_text.ts";
 * import { assertEquals } from "@std/assert";
 * assertEquals(truncateText("Drama", { widthPx: 100, fontSizePx: 12 }), "Drama");
 * ```
 */
export function truncateText(text: string, room: TextRoom): string {
  const fits = (candidate: string) =>
    textWidth(candidate, room.fontSizePx, room.bold) <= room.widthPx;
  if (fits(text)) return text;
  const characters = [...text];
  while (characters.length > 0 && !fits(characters.join("").trimEnd() + "…")) characters.pop();
  return characters.join("").trimEnd() + "…";
}

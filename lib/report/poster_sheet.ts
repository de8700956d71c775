/**
 * Contact sheets: posters in rows with a few words under each.
 * @module
 */
import { decodePoster, encodeJpeg, type RgbImage } from "../posters/poster_image.ts";
import { renderSvg } from "../svg.ts";
import { truncateText } from "./fit_text.ts";
import { COLOURS } from "./theme.ts";

/** One line of a caption; a bare string is plain. */
export type CaptionLine = string | {
  readonly text: string;
  readonly tone?: "plain" | "muted" | "right" | "wrong";
  readonly bold?: boolean;
};

/** A poster and what to say about it. */
export interface CaptionedPoster {
  /** Pixels, or the path of a picture file. */
  readonly image: RgbImage | string;
  /** Lines under the poster; each is cut to the poster's width. */
  readonly captionLines: readonly CaptionLine[];
}

/** Options of {@linkcode renderPosterSheet}. */
export interface PosterSheetOptions {
  /** Posters in a row; 6 by default. */
  readonly columns?: number;
  /** Width of a poster on the sheet; 120 by default. */
  readonly posterWidthPx?: number;
}

/** A drawn contact sheet. */
export interface PosterSheet {
  /** JPEG file, twice as many pixels as the sheet's size. */
  readonly jpeg: Uint8Array;
  /** Width at which the sheet is meant to be seen, in pixels. */
  readonly widthPx: number;
  /** Height that goes with it. */
  readonly heightPx: number;
  /** The captions, one poster a line: what is left where no picture can be shown. */
  readonly text: string;
}

const gapPx = 12;
const fontSizePx = 10;
const lineHeightPx = 14;
const scale = 2;
const tones = {
  plain: COLOURS.text,
  muted: COLOURS.muted,
  right: "#00734f",
  wrong: "#b04a00",
} as const;

/**
 * Lays posters out in rows. Each keeps its proportions inside a frame of 2 to 3.
 * @throws {RangeError} If there is no poster, or an option is not a positive integer.
 * @throws {UnreadablePosterError} If a picture file cannot be read.
 */
export async function renderPosterSheet(
  posters: readonly CaptionedPoster[],
  options: PosterSheetOptions = {},
): Promise<PosterSheet> {
  const { columns = 6, posterWidthPx = 120 } = options;
  for (const [name, value] of Object.entries({ posters: posters.length, columns, posterWidthPx })) {
    if (!Number.isInteger(value) || value < 1) {
      throw new RangeError(
        `Cannot draw a poster sheet as ${name} must be a positive integer: current value is ${value}`,
      );
    }
  }
  const posterHeightPx = Math.round(posterWidthPx * 1.5);
  const nColumns = Math.min(columns, posters.length);
  const widthPx = gapPx + nColumns * (posterWidthPx + gapPx);
  const parts: string[] = [];
  let top = gapPx;
  for (let start = 0; start < posters.length; start += columns) {
    const row = posters.slice(start, start + columns);
    for (const [j, poster] of row.entries()) {
      const left = gapPx + j * (posterWidthPx + gapPx);
      const image = typeof poster.image === "string"
        ? await decodePoster(poster.image)
        : poster.image;
      const jpeg = (await encodeJpeg(image, { quality: 92 })).toBase64();
      parts.push(
        `<image x="${left}" y="${top}" width="${posterWidthPx}" height="${posterHeightPx}" ` +
          `preserveAspectRatio="xMidYMax meet" href="data:image/jpeg;base64,${jpeg}"/>`,
        ...poster.captionLines.map((line, k) => {
          const y = top + posterHeightPx + fontSizePx + 4 + k * lineHeightPx;
          return captionText(line, { x: left, y, widthPx: posterWidthPx });
        }),
      );
    }
    const nLines = Math.max(...row.map((poster) => poster.captionLines.length));
    top += posterHeightPx + nLines * lineHeightPx + gapPx + (nLines > 0 ? 4 : 0);
  }
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${widthPx}" height="${top}">` +
    parts.join("") + "</svg>";
  const drawn = renderSvg(svg, { scale, background: COLOURS.paper });
  return {
    jpeg: await encodeJpeg({ ...drawn, pixels: dropAlpha(drawn.pixels()) }, { quality: 82 }),
    widthPx,
    heightPx: top,
    text: posters.map(({ captionLines }) => captionLines.map(lineText).join(" | ")).join("\n"),
  };
}

function captionText(
  line: CaptionLine,
  place: { readonly x: number; readonly y: number; readonly widthPx: number },
): string {
  const { tone = "plain", bold = false } = typeof line === "string" ? {} : line;
  const text = truncateText(lineText(line), { widthPx: place.widthPx, fontSizePx, bold });
  return `<text x="${place.x}" y="${place.y}" font-family="DejaVu Sans" font-size="${fontSizePx}" ` +
    `font-weight="${bold ? "bold" : "normal"}" fill="${tones[tone]}">${escapeXml(text)}</text>`;
}

function lineText(line: CaptionLine): string {
  return typeof line === "string" ? line : line.text;
}

/** RGBA on an opaque ground to RGB. */
function dropAlpha(rgba: Uint8Array): Uint8Array {
  const rgb = new Uint8Array(rgba.length / 4 * 3);
  for (let from = 0, to = 0; from < rgba.length; from += 4) {
    rgb[to++] = rgba[from];
    rgb[to++] = rgba[from + 1];
    rgb[to++] = rgba[from + 2];
  }
  return rgb;
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

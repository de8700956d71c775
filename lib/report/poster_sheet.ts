/**
 * Contact sheets: posters in rows with a few words under each.
 * @module
 */
import {
  decodePoster,
  encodeJpeg,
  type ImageSize,
  type RgbImage,
} from "../posters/poster_image.ts";
import { renderSvg } from "../svg.ts";
import { dropAlpha } from "./drop_alpha.ts";
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
/** Pixels of the JPEG to a pixel of the sheet. */
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
  const nLines = posters.map(({ captionLines }) => captionLines.length);
  const { widthPx, heightPx, frames } = layOutPosterSheet(nLines, options);
  const parts: string[] = [];
  for (const [i, { image, captionLines }] of posters.entries()) {
    const frame = frames[i];
    const picture = typeof image === "string" ? await decodePoster(image) : image;
    const jpeg = (await encodeJpeg(picture, { quality: 92 })).toBase64();
    parts.push(
      `<image x="${frame.left}" y="${frame.top}" width="${frame.widthPx}" ` +
        `height="${frame.heightPx}" preserveAspectRatio="xMidYMax meet" ` +
        `href="data:image/jpeg;base64,${jpeg}"/>`,
      ...captionLines.map((line, k) => {
        const y = frame.top + frame.heightPx + fontSizePx + 4 + k * lineHeightPx;
        return captionText(line, { x: frame.left, y, widthPx: frame.widthPx });
      }),
    );
  }
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${widthPx}" height="${heightPx}">` +
    parts.join("") + "</svg>";
  const drawn = renderSvg(svg, { scale, background: COLOURS.paper });
  return {
    jpeg: await encodeJpeg(dropAlpha(drawn), { quality: 82 }),
    widthPx,
    heightPx,
    text: posters.map(({ captionLines }) => captionLines.map(lineText).join(" | ")).join("\n"),
  };
}

/** Where the posters of a sheet are, in pixels at which it is meant to be seen. */
export interface PosterSheetLayout extends ImageSize {
  /** Of each poster the frame that it is fitted into, at the bottom in the middle. */
  readonly frames: readonly (ImageSize & { readonly left: number; readonly top: number })[];
}

/**
 * Where {@linkcode renderPosterSheet} puts posters with captions of so many lines.
 * @param nLines Lines of each poster's caption.
 * @throws {RangeError} If there is no poster, or an option is not a positive integer.
 */
export function layOutPosterSheet(
  nLines: readonly number[],
  { columns = 6, posterWidthPx = 120 }: PosterSheetOptions = {},
): PosterSheetLayout {
  for (const [name, value] of Object.entries({ posters: nLines.length, columns, posterWidthPx })) {
    if (!Number.isInteger(value) || value < 1) {
      throw new RangeError(
        `Cannot draw a poster sheet as ${name} must be a positive integer: current value is ${value}`,
      );
    }
  }
  const posterHeightPx = Math.round(posterWidthPx * 1.5);
  const frames = [];
  let top = gapPx;
  for (let start = 0; start < nLines.length; start += columns) {
    const row = nLines.slice(start, start + columns);
    for (const j of row.keys()) {
      const left = gapPx + j * (posterWidthPx + gapPx);
      frames.push({ left, top, widthPx: posterWidthPx, heightPx: posterHeightPx });
    }
    const most = Math.max(...row);
    top += posterHeightPx + most * lineHeightPx + gapPx + (most > 0 ? 4 : 0);
  }
  const nColumns = Math.min(columns, nLines.length);
  return { widthPx: gapPx + nColumns * (posterWidthPx + gapPx), heightPx: top, frames };
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

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

/**
 * Draws SVG without a browser; the only file that imports resvg. Text uses the DejaVu fonts of the
 * npm package, never the system's, so that a drawing is the same on every machine.
 * @module
 */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Resvg } from "@resvg/resvg-js";

const fontDir = join(
  dirname(createRequire(import.meta.url).resolve("dejavu-fonts-ttf/package.json")),
  "ttf",
);

/** Options of {@linkcode renderSvg}. */
export interface RenderSvgOptions {
  /** Pixels per SVG unit; 1 by default. */
  readonly scale?: number;
  /** CSS colour behind the drawing; transparent by default. */
  readonly background?: string;
}

/** A drawn SVG. */
export interface RenderedSvg {
  /** Width in pixels. */
  readonly widthPx: number;
  /** Height in pixels. */
  readonly heightPx: number;
  /** Pixel values, shape [height, width, 4] (RGBA, alpha premultiplied). */
  pixels(): Uint8Array;
  /** The same as a PNG file. */
  png(): Uint8Array;
}

/**
 * Draws an SVG document.
 * @throws {SyntaxError} If the text is not a valid SVG document.
 */
export function renderSvg(svg: string, options: RenderSvgOptions = {}): RenderedSvg {
  const { scale = 1, background } = options;
  let image;
  try {
    image = new Resvg(svg, {
      background,
      fitTo: { mode: "zoom", value: scale },
      font: {
        loadSystemFonts: false,
        fontFiles: ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"].map((name) => join(fontDir, name)),
        defaultFontFamily: "DejaVu Sans",
        sansSerifFamily: "DejaVu Sans",
      },
    }).render();
  } catch (cause) {
    throw new SyntaxError(`Cannot draw the SVG: ${cause}`, { cause });
  }
  return {
    widthPx: image.width,
    heightPx: image.height,
    pixels: () => image.pixels,
    png: () => image.asPng(),
  };
}

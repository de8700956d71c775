import type { RgbImage } from "../posters/poster_image.ts";
import type { RenderedSvg } from "../svg.ts";

/** A drawing on an opaque ground in RGB. */
export function dropAlpha({ widthPx, heightPx, ...drawn }: RenderedSvg): RgbImage {
  const rgba = drawn.pixels();
  const pixels = new Uint8Array(rgba.length / 4 * 3);
  for (let from = 0, to = 0; from < rgba.length; from += 4) {
    pixels[to++] = rgba[from];
    pixels[to++] = rgba[from + 1];
    pixels[to++] = rgba[from + 2];
  }
  return { widthPx, heightPx, pixels };
}

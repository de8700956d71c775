/**
 * Grain in pixels: cheap, and the same for the same generator.
 * @module
 */
import type { Prng } from "../random.ts";
import type { RenderedSvg } from "../svg.ts";
import type { RgbImage } from "../posters/poster_image.ts";

/**
 * Adds brightness noise and drops the alpha channel.
 * @param strength Largest change of a channel, in steps of 0 to 255.
 * @returns Pixels of shape [height, width, 3].
 */
export function addGrain(drawing: RenderedSvg, strength: number, prng: Prng): RgbImage {
  const { widthPx, heightPx } = drawing;
  const rgba = drawing.pixels();
  const pixels = new Uint8Array(widthPx * heightPx * 3);
  // One 32-bit draw serves as the start of a small generator: a Prng call for each pixel is slow.
  let state = prng.integer(1, 0x7fffffff);
  for (let i = 0, j = 0; j < pixels.length; i += 4, j += 3) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    // Two bytes summed give a triangular distribution.
    const noise = (((state >>> 24) + ((state >>> 16) & 255)) / 255 - 1) * strength;
    for (let c = 0; c < 3; c++) {
      pixels[j + c] = Math.min(255, Math.max(0, Math.round(rgba[i + c] + noise)));
    }
  }
  return { pixels, widthPx, heightPx };
}

/**
 * Heat maps as pictures.
 * @module
 */
import type { HeatMap } from "../model/grad_cam.ts";
import type { RgbImage } from "../posters/poster_image.ts";

/**
 * Viridis (Smith and van der Walt 2015) at nine even steps: equal differences of the value look
 * equally large, in grey and to colour-blind readers too.
 */
const stops = [
  [0x44, 0x01, 0x54],
  [0x47, 0x2d, 0x7b],
  [0x3b, 0x52, 0x8b],
  [0x2c, 0x72, 0x8e],
  [0x21, 0x91, 0x8c],
  [0x28, 0xae, 0x80],
  [0x5e, 0xc9, 0x62],
  [0xad, 0xdc, 0x30],
  [0xfd, 0xe7, 0x25],
] as const;

/** How much of the overlay is the heat's colour; the rest is the picture. */
const defaultOpacity = 0.6;

/**
 * The colour of a heat: dark violet for 0, green between, yellow for 1.
 * @param heat Value in [0, 1].
 * @returns Red, green and blue, 0 to 255, not rounded.
 */
export function heatColour(heat: number): [red: number, green: number, blue: number] {
  const place = heat * (stops.length - 1);
  const i = Math.min(Math.floor(place), stops.length - 2);
  const mix = (channel: 0 | 1 | 2) =>
    stops[i][channel] + (place - i) * (stops[i + 1][channel] - stops[i][channel]);
  return [mix(0), mix(1), mix(2)];
}

/**
 * Lays a heat map over a picture. The picture turns grey, so that every hue on it is the map's.
 * @param opacity Share of the map's colour, in [0, 1]; 0.6 by default.
 * @throws {RangeError} If picture and map differ in size, or the opacity is not in [0, 1].
 */
export function overlayHeatMap(
  { pixels, heightPx, widthPx }: RgbImage,
  heatMap: HeatMap,
  { opacity = defaultOpacity }: { readonly opacity?: number } = {},
): RgbImage {
  if (heatMap.heightPx !== heightPx || heatMap.widthPx !== widthPx) {
    throw new RangeError(
      `Cannot lay a heat map over a picture as it must have the size ${heightPx}x${widthPx}: ` +
        `current value is ${heatMap.heightPx}x${heatMap.widthPx}`,
    );
  }
  if (!(opacity >= 0 && opacity <= 1)) {
    throw new RangeError(
      `Cannot lay a heat map over a picture as the opacity must be in [0, 1]: ` +
        `current value is ${opacity}`,
    );
  }
  const overlay = new Uint8Array(pixels.length);
  heatMap.values.forEach((heat, i) => {
    const [red, green, blue] = pixels.subarray(3 * i, 3 * i + 3);
    const grey = 0.299 * red + 0.587 * green + 0.114 * blue; // luma of ITU-R BT.601
    heatColour(heat).forEach((colour, channel) => {
      overlay[3 * i + channel] = Math.round(opacity * colour + (1 - opacity) * grey);
    });
  });
  return { pixels: overlay, heightPx, widthPx };
}

/**
 * Colours as `#rrggbb` text, and the few sums that drawing needs.
 * @module
 */

type Rgb = readonly [red: number, green: number, blue: number];

function parse(hex: string): Rgb {
  const value = parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

function format(rgb: Rgb): string {
  const byte = (v: number) =>
    Math.round(Math.min(255, Math.max(0, v))).toString(16).padStart(2, "0");
  return "#" + rgb.map(byte).join("");
}

/**
 * The colour between two colours.
 * @param share How much of `to`: 0 gives `from`, 1 gives `to`.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { mix } from "./colour.ts";
 * assertEquals(mix("#000000", "#ffffff", 0.2), "#333333");
 * ```
 */
export function mix(from: string, to: string, share: number): string {
  const a = parse(from), b = parse(to);
  return format([0, 1, 2].map((i) => a[i] + (b[i] - a[i]) * share) as unknown as Rgb);
}

/** Brightness of a colour as the eye sees it, from 0 (black) to 1 (white). */
export function luma(hex: string): number {
  const [red, green, blue] = parse(hex);
  return (0.299 * red + 0.587 * green + 0.114 * blue) / 255;
}

/** How a palette is moved away from its colours in the table. */
export interface ColourDrift {
  /** Turn of the hue in degrees. */
  readonly hueDegrees: number;
  /** 0 makes the colour grey, 1 keeps it, more makes it stronger. */
  readonly saturation: number;
  /** 1 keeps the brightness, less is darker. */
  readonly brightness: number;
}

/** A colour after a drift: the hue turned in the YIQ plane, then the chroma and all channels scaled. */
export function driftColour(hex: string, drift: ColourDrift): string {
  const [red, green, blue] = parse(hex);
  const y = 0.299 * red + 0.587 * green + 0.114 * blue;
  const i = 0.596 * red - 0.274 * green - 0.322 * blue;
  const q = 0.211 * red - 0.523 * green + 0.312 * blue;
  const angle = drift.hueDegrees * Math.PI / 180;
  const i2 = (i * Math.cos(angle) - q * Math.sin(angle)) * drift.saturation;
  const q2 = (i * Math.sin(angle) + q * Math.cos(angle)) * drift.saturation;
  const scaled = [
    y + 0.956 * i2 + 0.621 * q2,
    y - 0.272 * i2 - 0.647 * q2,
    y - 1.106 * i2 + 1.703 * q2,
  ].map((v) => v * drift.brightness);
  return format(scaled as unknown as Rgb);
}

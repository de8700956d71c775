import { assert, assertEquals, assertThrows } from "@std/assert";
import { heatColour, overlayHeatMap } from "../../lib/report/heat_map.ts";

const picture = {
  heightPx: 1,
  widthPx: 3,
  pixels: Uint8Array.of(200, 0, 0, 0, 100, 0, 50, 60, 70),
};
const heatMap = { heightPx: 1, widthPx: 3, values: Float32Array.of(0, 0.5, 1) };

/** CIE L*a*b* of an sRGB colour, white point D65. */
function labOf(rgb: readonly number[]): [number, number, number] {
  const [r, g, b] = rgb.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  const [x, y, z] = [
    (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505,
    0.2126 * r + 0.7152 * g + 0.0722 * b,
    (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089,
  ].map((value) => value > 216 / 24389 ? Math.cbrt(value) : (24389 / 27 * value + 16) / 116);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

Deno.test("heatColour() grows lighter in even steps", () => {
  const lightness = Array.from({ length: 21 }, (_, i) => labOf(heatColour(i / 20))[0]);
  const steps = lightness.slice(1).map((value, i) => value - lightness[i]);
  const mean = (lightness[20] - lightness[0]) / 20;
  assert(mean > 3.5, `${mean}`);
  for (const step of steps) assert(Math.abs(step - mean) < 0.25 * mean, `${steps}`);
});

Deno.test("heatColour() goes from dark violet to yellow", () => {
  assertEquals([0, 0.5, 1].map(heatColour), [[68, 1, 84], [33, 145, 140], [253, 231, 37]]);
});

Deno.test("overlayHeatMap() mixes the heat's colours with a grey picture", () => {
  const overlay = overlayHeatMap(picture, heatMap, { opacity: 0.5 });
  // Greys of 59.8, 58.7 and 0.299 * 50 + 0.587 * 60 + 0.114 * 70 = 58.15.
  assertEquals([...overlay.pixels], [64, 30, 72, 46, 102, 99, 156, 145, 48]);
  assertEquals([overlay.heightPx, overlay.widthPx], [1, 3]);
});

Deno.test("overlayHeatMap() shows only the picture at opacity 0, only the heat at 1", () => {
  const grey = overlayHeatMap(picture, heatMap, { opacity: 0 });
  assertEquals([...grey.pixels], [60, 60, 60, 59, 59, 59, 58, 58, 58]);
  const heat = overlayHeatMap(picture, heatMap, { opacity: 1 });
  assertEquals([...heat.pixels], [68, 1, 84, 33, 145, 140, 253, 231, 37]);
});

Deno.test("overlayHeatMap() refuses a map of another size and an opacity beyond [0, 1]", () => {
  const wide = { ...heatMap, heightPx: 3, widthPx: 1 };
  assertThrows(() => overlayHeatMap(picture, wide), RangeError, "1x3: current value is 3x1");
  for (const opacity of [-0.1, 1.1, NaN]) {
    assertThrows(
      () => overlayHeatMap(picture, heatMap, { opacity }),
      RangeError,
      `current value is ${opacity}`,
    );
  }
});

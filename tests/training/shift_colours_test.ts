import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { makePrng } from "../../lib/random.ts";
import {
  type ColourFactors,
  drawColourFactors,
  shiftColours,
} from "../../lib/training/shift_colours.ts";
import { randomImages } from "../model/tiny_model.ts";
import { assertAllAlmostEqual, mean, valuesOf } from "./pictures.ts";

await chooseBackend();

const neutral: ColourFactors = { brightness: 1, contrast: 1, saturation: 1 };

/** The three changes one after another, pixel by pixel. */
function shiftedSlowly(
  values: readonly number[],
  { brightness, contrast, saturation }: ColourFactors,
): number[] {
  const bright = values.map((value) => value * brightness);
  const middle = mean(bright);
  const contrasted = bright.map((value) => middle + (value - middle) * contrast);
  return contrasted.map((value, i) => {
    const [red, green, blue] = contrasted.slice(i - i % 3, i - i % 3 + 3);
    const grey = 0.299 * red + 0.587 * green + 0.114 * blue;
    return Math.min(Math.max(grey + (value - grey) * saturation, 0), 1);
  });
}

Deno.test("shiftColours() with factors of 1 keeps each picture to the bit, beside others", async () => {
  const images = randomImages(3);
  const others = { brightness: 0.7, contrast: 1.3, saturation: 0.2 };
  const shifted = shiftColours(images, [neutral, others, neutral]);
  for (const i of [0, 2]) {
    assertEquals(
      await valuesOf(shifted.slice([i], [1])),
      await valuesOf(images.slice([i], [1])),
    );
  }
  tf.dispose([images, shifted]);
});

for (
  const factors of [
    { ...neutral, brightness: 0.6 },
    { ...neutral, brightness: 1.5 },
    { ...neutral, contrast: 0.5 },
    { ...neutral, contrast: 1.9 },
    { ...neutral, saturation: 0.3 },
    { ...neutral, saturation: 1.8 },
    { brightness: 1.3, contrast: 0.6, saturation: 1.7 },
  ]
) {
  Deno.test(`shiftColours() is the pixel-by-pixel sum for ${JSON.stringify(factors)}`, async () => {
    const images = randomImages(2);
    const shifted = shiftColours(images, [factors, neutral]);
    const [picture] = tf.split(images, 2);
    const expected = shiftedSlowly(await valuesOf(picture), factors);
    const [actual] = tf.split(shifted, 2);
    assertAllAlmostEqual(await valuesOf(actual), expected);
    assert(expected.every((value) => value >= 0 && value <= 1));
    tf.dispose([images, shifted]);
  });
}

Deno.test("shiftColours() makes black, grey and flat pictures at factors of 0", async () => {
  const images = tf.tensor4d([0.2, 0.4, 0.6, 1, 0, 0.8], [1, 1, 2, 3]);
  const shifted = (factors: Partial<ColourFactors>) =>
    valuesOf(shiftColours(images, [{ ...neutral, ...factors }]));
  assertEquals(await shifted({ brightness: 0 }), [0, 0, 0, 0, 0, 0]);
  assertAllAlmostEqual(await shifted({ contrast: 0 }), [0.5, 0.5, 0.5, 0.5, 0.5, 0.5]);
  const first = 0.299 * 0.2 + 0.587 * 0.4 + 0.114 * 0.6;
  const second = 0.299 + 0.114 * 0.8;
  assertAllAlmostEqual(await shifted({ saturation: 0 }), [
    first,
    first,
    first,
    second,
    second,
    second,
  ]);
  images.dispose();
});

Deno.test("drawColourFactors() draws evenly from 1 - range to 1 + range", () => {
  const prng = makePrng(1);
  const ranges = { augmentBrightness: 0.4, augmentContrast: 0, augmentSaturation: 1 };
  const drawn = Array.from({ length: 4000 }, () => drawColourFactors(prng, ranges));
  assert(drawn.every(({ contrast }) => contrast === 1));
  for (const [key, range] of [["brightness", 0.4], ["saturation", 1]] as const) {
    const factors = drawn.map((factors) => factors[key]);
    assertAlmostEquals(mean(factors), 1, 0.03 * range);
    assertAlmostEquals(Math.min(...factors), 1 - range, 0.01 * range);
    assertAlmostEquals(Math.max(...factors), 1 + range, 0.01 * range);
  }
});

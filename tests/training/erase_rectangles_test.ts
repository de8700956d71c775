import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { makePrng } from "../../lib/random.ts";
import { drawErasure, eraseRectangles } from "../../lib/training/erase_rectangles.ts";
import { mean, valuesOf } from "./pictures.ts";

await chooseBackend();

Deno.test("eraseRectangles() paints the rectangle and leaves all else to the bit", async () => {
  const [height, width] = [4, 5];
  const images = tf.randomUniform<tf.Rank.R4>([2, height, width, 3], 0, 1, "float32", 1);
  const erasure = { top: 1, left: 2, heightPx: 2, widthPx: 3, colour: [0.25, 0.5, 1] } as const;
  const erased = await valuesOf(eraseRectangles(images, [null, erasure]));
  const expected = await valuesOf(images);
  for (const y of [1, 2]) {
    for (const x of [2, 3, 4]) {
      erasure.colour.forEach((value, channel) => {
        expected[((height + y) * width + x) * 3 + channel] = value;
      });
    }
  }
  assertEquals(erased, expected);
});

Deno.test("drawErasure() erases the wanted share of posters, 2 to 33 % of their area", () => {
  const prng = makePrng(1);
  const [height, width] = [112, 80];
  const drawn = Array.from({ length: 4000 }, () => drawErasure(prng, 0.3, [height, width]));
  const erasures = drawn.filter((erasure) => erasure !== null);
  assertAlmostEquals(erasures.length / drawn.length, 0.3, 0.02);
  const shares = erasures.map(({ heightPx, widthPx }) => heightPx * widthPx / (height * width));
  assertAlmostEquals(mean(shares), (0.02 + 1 / 3) / 2, 0.01);
  assert(shares.every((share) => share > 0.015 && share < 0.345));
  for (const { top, left, heightPx, widthPx, colour } of erasures) {
    assert(top >= 0 && left >= 0 && top + heightPx <= height && left + widthPx <= width);
    assert(colour.every((value) => value >= 0 && value < 1));
  }
  assert(erasures.some(({ top, heightPx }) => top + heightPx === height));
  assert(erasures.some(({ top }) => top === 0));
});

Deno.test("drawErasure() erases none at a rate of 0 and all at 1", () => {
  const prng = makePrng(1);
  for (let i = 0; i < 100; i++) {
    assertEquals(drawErasure(prng, 0, [10, 10]), null);
    assert(drawErasure(prng, 1, [10, 10]) !== null);
  }
});

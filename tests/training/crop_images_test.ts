import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { makePrng } from "../../lib/random.ts";
import {
  type CropBox,
  cropImages,
  drawCropBox,
  mirrored,
  wholePicture,
} from "../../lib/training/crop_images.ts";
import { randomImages } from "../model/tiny_model.ts";
import { assertAllAlmostEqual, mean, rampPicture, valuesOf } from "./pictures.ts";

await chooseBackend();

Deno.test("cropImages() keeps the whole picture, and its mirror image, to the bit", async () => {
  const images = randomImages(3);
  const cropped = cropImages(images, [wholePicture, mirrored(wholePicture), wholePicture]);
  const [first, second, third] = tf.split(images, 3);
  assertEquals(
    await valuesOf(cropped),
    await valuesOf(tf.concat([first, second.reverse(2), third])),
  );
  tf.dispose([images, first, second, third]);
});

Deno.test("cropImages() scales the box to any size: an even slope stays one, between the box's edges", async () => {
  const images = rampPicture(6, 5);
  const box: CropBox = { top: 0.2, left: 0.1, bottom: 0.7, right: 0.85 };
  for (
    const [{ top, left, bottom, right }, height, width] of [
      [box, 6, 5],
      [mirrored(box), 6, 5],
      [box, 4, 3],
    ] as const
  ) {
    const expected = Array.from(
      { length: height },
      (_, y) =>
        Array.from({ length: width }, (_, x) => [
          left + (right - left) * x / (width - 1),
          top + (bottom - top) * y / (height - 1),
          0.5,
        ]),
    ).flat(2);
    const cropped = cropImages(images, [{ top, left, bottom, right }], [height, width]);
    assertAllAlmostEqual(await valuesOf(cropped), expected);
  }
  images.dispose();
});

Deno.test("cropImages() leaves no dark edge where a box is drawn at the border", async () => {
  const random = makePrng(1);
  let nDrawn = 0;
  // Of a box's four draws the last two are its place: here the first, the middle or the last.
  const uniform = () => nDrawn++ % 4 < 2 ? random.uniform() : nDrawn % 3 / 2 * (1 - 2 ** -53);
  const prng = { ...random, uniform };
  for (const [height, width] of [[24, 24], [33, 17], [160, 112]]) {
    const n = 100;
    const white = tf.ones<tf.Rank.R4>([n, height, width, 3]);
    for (const minShare of [0.3, 0.9999, 0.9999999]) {
      const boxes = Array.from({ length: n }, (_, i) => {
        const box = drawCropBox(prng, { minShare, maxAspectRatio: 4 / 3 });
        return i % 2 ? box : mirrored(box);
      });
      const cropped = cropImages(white, boxes);
      assertAlmostEquals(Math.min(...await valuesOf(cropped.min([1, 2, 3]))), 1, 1e-6);
      cropped.dispose();
    }
    white.dispose();
  }
});

Deno.test("drawCropBox() draws shares evenly from the smallest to 1, and any place", () => {
  const prng = makePrng(2);
  const boxes = Array.from(
    { length: 4000 },
    () => drawCropBox(prng, { minShare: 0.5, maxAspectRatio: 4 / 3 }),
  );
  const sides = boxes.map(({ top, left, bottom, right }) => [bottom - top, right - left]);
  const shares = sides.map(([height, width]) => height * width);
  // Of the even distribution from 0.5 to 1: mean 3/4, variance 1/48.
  assertAlmostEquals(mean(shares), 0.75, 0.01);
  assertAlmostEquals(mean(shares.map((share) => (share - 0.75) ** 2)), 1 / 48, 0.001);
  assert(Math.min(...shares) > 0.4999 && Math.min(...shares) < 0.51);
  for (const { top, left, bottom, right } of boxes) {
    assert(0 <= top && top < bottom && bottom <= 1 && 0 <= left && left < right && right <= 1);
  }
  const logRatios = sides.map(([height, width]) => Math.log(width / height));
  assertAlmostEquals(mean(logRatios), 0, 0.01);
  assert(Math.max(...logRatios.map(Math.abs)) <= Math.log(4 / 3) + 1e-9);
  assert(Math.max(...logRatios.map(Math.abs)) > 0.28);
  for (const key of ["top", "left"] as const) {
    const highest = Math.max(...boxes.map((box) => box[key]));
    assert(highest > 0.3 && Math.min(...boxes.map((box) => box[key])) < 0.001, key);
  }
  assertAlmostEquals(mean(boxes.map(({ top, bottom }) => top + bottom)), 1, 0.01);
  assertAlmostEquals(mean(boxes.map(({ left, right }) => left + right)), 1, 0.01);
});

Deno.test("drawCropBox() keeps the picture's shape at a largest aspect ratio of 1", () => {
  const prng = makePrng(3);
  for (let i = 0; i < 100; i++) {
    const box = drawCropBox(prng, { minShare: 0.2, maxAspectRatio: 1 });
    assertAlmostEquals(box.bottom - box.top, box.right - box.left, 1e-12);
  }
});

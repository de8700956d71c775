import { assert, assertAlmostEquals, assertEquals, assertNotEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { type AugmentationConfig, NO_AUGMENTATION } from "../../lib/augmentation_config.ts";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { deriveSeed, makePrng } from "../../lib/random.ts";
import { augmentImages } from "../../lib/training/augment_images.ts";
import { randomImages } from "../model/tiny_model.ts";
import { valuesOf } from "./pictures.ts";

await chooseBackend();

/** The pictures' values after augmentation; the tensors made on the way are freed. */
async function augmented(
  images: tf.Tensor4D,
  settings: Partial<AugmentationConfig>,
  seed = 1,
): Promise<number[]> {
  const before = tf.memory().numTensors;
  const config = { ...NO_AUGMENTATION, ...settings };
  const changed = augmentImages(images, config, (purpose) => makePrng(deriveSeed(seed, purpose)));
  assertEquals(changed.shape, images.shape);
  const values = [...await changed.data()];
  if (changed !== images) changed.dispose();
  assertEquals(tf.memory().numTensors, before);
  return values;
}

const everyChange = {
  augmentFlip: true,
  augmentMinCropShare: 0.5,
  augmentBrightness: 0.9,
  augmentContrast: 0.9,
  augmentSaturation: 0.9,
  augmentErasingRate: 0.5,
};

Deno.test("augmentImages() returns the pictures themselves where all is off", () => {
  const images = randomImages(2);
  assert(augmentImages(images, NO_AUGMENTATION, () => makePrng(1)) === images);
  images.dispose();
});

Deno.test("augmentImages() mirrors each picture or not, half of them, to the bit", async () => {
  const n = 400;
  const images = tf.randomUniform<tf.Rank.R4>([n, 2, 3, 3], 0, 1, "float32", 1);
  const changed = await augmented(images, { augmentFlip: true });
  const mirror = images.reverse(2);
  const [original, mirrored] = await Promise.all([images, mirror].map(valuesOf));
  const pixels = (values: readonly number[], i: number) => values.slice(i * 18, (i + 1) * 18);
  let nMirrored = 0;
  for (let i = 0; i < n; i++) {
    const isMirrored = pixels(changed, i)[0] !== pixels(original, i)[0];
    assertEquals(pixels(changed, i), pixels(isMirrored ? mirrored : original, i));
    nMirrored += Number(isMirrored);
  }
  // Four standard deviations of 400 coins.
  assertAlmostEquals(nMirrored, n / 2, 40);
});

for (const setting of Object.keys(everyChange) as (keyof typeof everyChange)[]) {
  Deno.test(`augmentImages() by ${setting} changes pictures, repeats, and stays in [0, 1]`, async () => {
    const images = randomImages(8);
    const settings = { [setting]: everyChange[setting] };
    const changed = await augmented(images, settings);
    assertEquals(await augmented(images, settings), changed);
    assertNotEquals(await augmented(images, settings, 2), changed);
    assertNotEquals(changed, [...await images.data()]);
    assert(changed.every((value) => value >= 0 && value <= 1));
    images.dispose();
  });
}

Deno.test("augmentImages() with all changes stays in [0, 1], for black and white too", async () => {
  const size = [8, 12, 10, 3] as [number, number, number, number];
  for (const images of [randomImages(8), tf.zeros<tf.Rank.R4>(size), tf.ones<tf.Rank.R4>(size)]) {
    for (let seed = 0; seed < 5; seed++) {
      const values = await augmented(images, everyChange, seed);
      assert(values.every((value) => value >= 0 && value <= 1));
    }
    images.dispose();
  }
});

Deno.test("augmentImages() makes training pictures smaller, with or without crops", async () => {
  const images = tf.randomUniform<tf.Rank.R4>([2, 21, 16, 3], 0, 1, "float32", 1);
  for (const augmentMinCropShare of [1, 0.5]) {
    for (const augmentErasingRate of [0, 1]) {
      const config = { ...NO_AUGMENTATION, augmentMinCropShare, augmentErasingRate };
      const changed = augmentImages(
        images,
        { ...config, augmentSizeShare: 0.75 },
        (purpose) => makePrng(deriveSeed(1, purpose)),
      );
      assertEquals(changed.shape, [2, 16, 12, 3]);
      const values = await changed.data();
      assert(values.every((value) => value >= 0 && value <= 1));
      changed.dispose();
    }
  }
  images.dispose();
});

Deno.test("augmentImages() draws crops as before when another setting comes to them", async () => {
  const images = randomImages(8);
  const cropped = await augmented(images, { augmentFlip: true, augmentMinCropShare: 0.5 });
  const erased = await augmented(images, {
    augmentFlip: true,
    augmentMinCropShare: 0.5,
    augmentErasingRate: 0.5,
  });
  const share = erased.filter((value, i) => value === cropped[i]).length / erased.length;
  assert(share > 0.6 && share < 1, `${share}`);
  images.dispose();
});

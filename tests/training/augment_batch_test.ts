import { assert, assertEquals, assertNotEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { NO_AUGMENTATION } from "../../lib/augmentation_config.ts";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { batchAugmentation, type BatchPlace } from "../../lib/training/augment_batch.ts";
import { disposeTrainee, makeTrainee } from "../../lib/training/make_trainee.ts";
import { trainStep } from "../../lib/training/train_step.ts";
import { randomImages, tinyConfig } from "../model/tiny_model.ts";
import { everySetting } from "./small_run.ts";
import { valuesOf } from "./pictures.ts";

await chooseBackend();

const yTrue = [[1, 0, 0], [0, 1, 1], [1, 1, 0], [0, 0, 1]];
const totalSteps = 8;
const place: BatchPlace = { seed: 1, step: 5, batchIndex: 0 };

/** Values of all images and labels after augmentation with every setting. */
async function augmentedAt(place: BatchPlace): Promise<number[]> {
  const batch = { images: randomImages(4), labels: tf.tensor2d(yTrue) };
  const before = await valuesOf(batch.images.clone());
  const { images, labels } = batchAugmentation(everySetting, totalSteps)!(batch, place);
  assertEquals(await valuesOf(batch.images), before);
  batch.labels.dispose();
  return [...await valuesOf(images), ...await valuesOf(labels)];
}

Deno.test("batchAugmentation() is nothing where every setting is off", () => {
  assertEquals(batchAugmentation(NO_AUGMENTATION, totalSteps), undefined);
  const trainee = makeTrainee(tinyConfig, yTrue);
  assertEquals(trainee.augment, undefined);
  disposeTrainee(trainee);
});

Deno.test("batchAugmentation() leaves auxiliary targets as they are where nothing is mixed", async () => {
  const rows = [-1, 1, 1, 1, 0, 0, 2, 1];
  const batch = {
    images: randomImages(4),
    labels: tf.tensor2d(yTrue),
    auxiliary: tf.tensor2d(rows, [4, 2]),
  };
  const augment = batchAugmentation({ ...NO_AUGMENTATION, augmentFlip: true }, totalSteps)!;
  const { images, auxiliary } = augment(batch, place);
  assertEquals([...await auxiliary!.data()], rows);
  tf.dispose([images, ...Object.values(batch)]);
});

for (const [key, value] of Object.entries(NO_AUGMENTATION)) {
  // Without a crop there is no shape to change.
  if (key === "augmentMaxAspectRatio") continue;
  Deno.test(`batchAugmentation() is something with ${key} alone`, () => {
    const on = typeof value === "boolean" ? true : 0.5;
    assert(batchAugmentation({ ...NO_AUGMENTATION, [key]: on }, totalSteps));
  });
}

Deno.test("batchAugmentation() lets pictures grow from update to update", () => {
  const growing = { ...NO_AUGMENTATION, augmentSizeShare: 0.75, augmentStartSizeShare: 0.5 };
  const augment = batchAugmentation(growing, totalSteps)!;
  const batch = { images: tf.ones<tf.Rank.R4>([1, 32, 16, 3]), labels: tf.tensor2d([[1]]) };
  const sizes = [0, 1, 2, 7, 9].map((step) => {
    const { images, labels } = augment(batch, { ...place, step });
    const size = images.shape.slice(1, 3);
    tf.dispose([images, labels]);
    return size;
  });
  assertEquals(sizes, [[12, 6], [12, 6], [16, 8], [24, 12], [24, 12]]);
  tf.dispose([batch.images, batch.labels]);
});

Deno.test("batchAugmentation() draws by seed, step and place in the update alone", async () => {
  const before = tf.memory().numTensors;
  const values = await augmentedAt(place);
  assertEquals(await augmentedAt(place), values);
  assertNotEquals(await augmentedAt({ ...place, seed: 2 }), values);
  assertNotEquals(await augmentedAt({ ...place, step: 6 }), values);
  assertNotEquals(await augmentedAt({ ...place, batchIndex: 1 }), values);
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("trainStep() shows the network what augmentation made of each batch", async () => {
  const trainee = makeTrainee({ ...tinyConfig, mixupAlpha: 1, augmentFlip: true }, yTrue);
  const shown: tf.Tensor[] = [];
  const seen: number[][] = [];
  const { lossGradients } = trainee;
  const compute = lossGradients.compute.bind(lossGradients);
  lossGradients.compute = (batch, variables) => {
    // Kept, as the step frees the batch before it can be read.
    shown.push(tf.keep(tf.concat([batch.images.flatten(), batch.labels.flatten()])));
    return compute(batch, variables);
  };
  const batch = { images: randomImages(4), labels: tf.tensor2d(yTrue) };
  const before = tf.memory().numTensors;
  for (const step of [0, 1]) {
    await trainStep(trainee, [batch, batch], { seed: 7, learningRate: 1e-3 });
    seen.push(...await Promise.all(shown.splice(0).map(valuesOf)));
    assertEquals(tf.memory().numTensors, before);
    for (const batchIndex of [0, 1]) {
      const expected = trainee.augment!(batch, { seed: 7, step, batchIndex });
      assertEquals(seen[2 * step + batchIndex], [
        ...await valuesOf(expected.images),
        ...await valuesOf(expected.labels),
      ]);
    }
  }
  assertEquals(new Set(seen.map((values) => values.join())).size, 4);
  disposeTrainee(trainee);
  tf.dispose([batch.images, batch.labels]);
});

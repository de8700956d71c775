import { assertAlmostEquals, assertEquals, assertNotEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { AUXILIARY_TARGETS } from "../../lib/auxiliary_config.ts";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { dropoutLayers } from "../../lib/backend/seeded_dropout.ts";
import type { RunConfig } from "../../lib/config.ts";
import { disposeTrainee, makeTrainee } from "../../lib/training/make_trainee.ts";
import { trainableVariables } from "../../lib/training/model_variables.ts";
import { seedDropout, trainStep } from "../../lib/training/train_step.ts";
import { randomImages, tinyConfig, tinyModel } from "../model/tiny_model.ts";
import { valuesOfEach } from "./values_of_each.ts";

await chooseBackend();

const yTrue = [[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0], [0, 0, 0], [0, 1, 1], [1, 0, 1]];

/** Auxiliary targets and their weights; the first one is unknown for most. */
const targets = [
  [0, 1, 0, 1],
  [0, -1, 0, 1],
  [3.5, 0.5, 3.5, 1],
  [0, 2, 0, 1],
  [0, -0.5, 0, 1],
  [-3.5, 0, 3.5, 1],
  [0, -2, 0, 1],
];

/** Weights and losses after three updates, the posters of each in batches of the given sizes. */
async function trainedInBatches(
  sizes: readonly number[],
  settings: Partial<RunConfig>,
): Promise<{ weights: number[]; losses: number[] }> {
  const trainee = makeTrainee({ ...tinyConfig, ...settings }, yTrue);
  const whole = {
    images: randomImages(yTrue.length),
    labels: tf.tensor2d(yTrue),
    auxiliary: tf.tensor2d(targets),
  };
  const labels = tf.split<tf.Tensor2D>(whole.labels, [...sizes]);
  const auxiliary = tf.split<tf.Tensor2D>(whole.auxiliary, [...sizes]);
  const batches = tf.split<tf.Tensor4D>(whole.images, [...sizes])
    .map((images, i) => ({ images, labels: labels[i], auxiliary: auxiliary[i] }));
  const losses: number[] = [];
  for (let step = 0; step < 3; step++) {
    const before = tf.memory().numTensors;
    losses.push(await trainStep(trainee, batches, { seed: 1, learningRate: 1e-3 }));
    assertEquals(tf.memory().numTensors, before);
  }
  const variables = [
    ...trainableVariables(trainee.model),
    ...trainee.auxiliary?.variables ?? [],
    ...trainee.average.averages,
  ];
  const weights = (await valuesOfEach(variables)).flat();
  disposeTrainee(trainee);
  tf.dispose([...Object.values(whole), ...batches.flatMap((batch) => Object.values(batch))]);
  return { weights, losses };
}

const noDropout = { convDropoutRate: 0, denseDropoutRate: 0 };

for (const sizes of [[4, 3], [2, 2, 2, 1], [1, 6]]) {
  Deno.test(`trainStep() on batches of ${sizes} makes the update of one large batch`, async () => {
    for (
      const settings of [
        noDropout,
        { ...noDropout, clipNorm: 0, clipGlobalNorm: 0.1, weightDecay: 0.1, emaDecay: 0.5 },
        { ...noDropout, auxiliaryTargets: AUXILIARY_TARGETS, auxiliaryWeight: 1 },
      ]
    ) {
      const whole = await trainedInBatches([7], settings);
      const parts = await trainedInBatches(sizes, settings);
      parts.losses.forEach((loss, i) => assertAlmostEquals(loss, whole.losses[i], 1e-6));
      // Adam turns a gradient of next to nothing into a whole step, hence the wider tolerance.
      parts.weights.forEach((value, i) => assertAlmostEquals(value, whole.weights[i], 1e-5));
    }
  });
}

Deno.test("trainStep() lets the average follow the weights, faster at first", async () => {
  const trainee = makeTrainee({ ...tinyConfig, emaDecay: 0.5 }, yTrue);
  const batch = { images: randomImages(yTrue.length), labels: tf.tensor2d(yTrue) };
  const valuesOf = async (variables: readonly tf.Variable[]) =>
    (await valuesOfEach(variables)).flat();
  let expected = await valuesOf(trainableVariables(trainee.model));
  for (const decay of [2 / 11, 3 / 12, 4 / 13]) {
    await trainStep(trainee, [batch], { seed: 1, learningRate: 0.1 });
    const weights = await valuesOf(trainableVariables(trainee.model));
    expected = expected.map((value, i) => decay * value + (1 - decay) * weights[i]);
    (await valuesOf(trainee.average.averages)).forEach((value, i) =>
      assertAlmostEquals(value, expected[i], 1e-6)
    );
  }
  disposeTrainee(trainee);
  tf.dispose([batch.images, batch.labels]);
});

Deno.test("trainStep() draws a mask of its own for each of an update's batches", () => {
  const model = tinyModel();
  const seeds = [0, 1, 2].map((batchIndex) => {
    seedDropout(model, 1, 5, batchIndex);
    return dropoutLayers(model).map(({ maskSeed }) => maskSeed);
  });
  assertNotEquals(seeds[0], seeds[1]);
  assertNotEquals(seeds[1], seeds[2]);
  seedDropout(model, 1, 5);
  assertEquals(dropoutLayers(model).map(({ maskSeed }) => maskSeed), seeds[0]);
  model.dispose();
});

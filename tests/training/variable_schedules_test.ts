import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { Adam } from "../../lib/training/adam.ts";
import { disposeTrainee, makeTrainee } from "../../lib/training/make_trainee.ts";
import { trainableVariables } from "../../lib/training/model_variables.ts";
import { trainStep } from "../../lib/training/train_step.ts";
import { variableSchedules } from "../../lib/training/variable_schedules.ts";
import { tinyConfig, tinyModel } from "../model/tiny_model.ts";
import { valuesOfEach } from "./values_of_each.ts";

await chooseBackend();

Deno.test("variableSchedules() lets the output layer learn first and fast, the rest later and slowly", () => {
  const model = tinyModel();
  const schedules = variableSchedules(
    model,
    { backboneLearningRateShare: 0.1, frozenEpochs: 2, batchSize: 4, accumulationSteps: 1 },
    10,
  );
  const nOutput = model.layers.at(-1)!.trainableWeights.length;
  const rest = { learningRateShare: 0.1, firstUpdate: 6 };
  assertEquals(schedules.slice(0, -nOutput), schedules.slice(nOutput).map(() => rest));
  assertEquals(schedules.slice(-nOutput), [
    { learningRateShare: 1, firstUpdate: 0 },
    { learningRateShare: 1, firstUpdate: 0 },
  ]);
  model.dispose();
});

Deno.test("Adam gives a variable its share of the rate, from its first update on", async () => {
  const make = () => tf.variable(tf.tensor1d([1, 1]));
  const [fast, late, never, alone] = [make(), make(), make(), make()];
  const adam = new Adam([fast, late, never], {
    learningRate: 0.1,
    schedules: [
      { learningRateShare: 1, firstUpdate: 0 },
      { learningRateShare: 0.5, firstUpdate: 2 },
      { learningRateShare: 0, firstUpdate: 0 },
    ],
  });
  const reference = new Adam([alone], { learningRate: 0.05 });
  const gradient = tf.tensor1d([1, -2]);
  for (let update = 0; update < 4; update++) {
    const active = adam.activeVariables;
    assertEquals(active, update < 2 ? [fast] : [fast, late]);
    adam.applyGradients(active.map(() => gradient));
    if (update >= 2) reference.applyGradients([gradient]);
  }
  // As if its own training had begun then, bias correction included.
  const [a, b, c, expected] = await valuesOfEach([fast, late, never, alone]);
  b.forEach((value, i) => assertAlmostEquals(value, expected[i], 1e-7));
  assert(a[0] < b[0]);
  assertEquals(c, [1, 1]);
  adam.dispose();
  reference.dispose();
  tf.dispose([fast, late, never, alone, gradient]);
});

Deno.test("trainStep() leaves frozen layers as they are until their first update", async () => {
  const yTrain = [[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0]];
  const config = { ...tinyConfig, batchSize: 4, frozenEpochs: 1 };
  const trainee = makeTrainee(config, yTrain);
  const [, height, width] = trainee.model.inputs[0].shape;
  const batch = {
    images: tf.randomUniform<tf.Rank.R4>([4, height!, width!, 3], 0, 1, "float32", 1),
    labels: tf.tensor2d(yTrain),
  };
  const values = () => valuesOfEach(trainableVariables(trainee.model));
  const changed = async () => {
    const before = await values();
    await trainStep(trainee, [batch], { seed: 1, learningRate: 0.01 });
    return (await values()).map((now, i) => now.some((value, j) => value !== before[i][j]));
  };
  const nVariables = (await values()).length;
  assertEquals(await changed(), (await values()).map((_, i) => i >= nVariables - 2));
  assert((await changed()).every((isChanged) => isChanged));
  tf.dispose([batch.images, batch.labels]);
  disposeTrainee(trainee);
});

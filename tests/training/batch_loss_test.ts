import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { hasBfloat16 } from "../../lib/backend/bfloat16.ts";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import type { RunConfig } from "../../lib/config.ts";
import { buildModel } from "../../lib/model/build_model.ts";
import { AuxiliaryHead } from "../../lib/training/auxiliary_head.ts";
import { batchLoss } from "../../lib/training/batch_loss.ts";
import { outputFeatures } from "../../lib/training/output_features.ts";
import { trainableVariables } from "../../lib/training/model_variables.ts";
import { seedDropout } from "../../lib/training/train_step.ts";
import { randomImages, tinyConfig, tinyModel } from "../model/tiny_model.ts";
import { tinyResidualConfig } from "../model/tiny_residual.ts";
import { valuesOfEach } from "./values_of_each.ts";

await chooseBackend();

const yTrue = [[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0]];

/** Loss and gradient of the tiny model under some settings. */
async function lossAndGradient(
  settings: Partial<RunConfig>,
): Promise<{ loss: number; gradient: number[] }> {
  const model = tinyModel();
  const before = tf.memory().numTensors;
  const loss = batchLoss(model, { ...tinyConfig, ...settings }, yTrue);
  seedDropout(model, 1, 0);
  const tensors = tf.tidy(() => {
    const variables = trainableVariables(model);
    const { value, grads } = tf.variableGrads(
      () => loss(randomImages(4), tf.tensor2d(yTrue)),
      variables,
    );
    return [value, ...variables.map(({ name }) => grads[name])];
  });
  const [[value], ...gradients] = await valuesOfEach(tensors);
  tf.dispose(tensors);
  assertEquals(tf.memory().numTensors, before);
  model.dispose();
  return { loss: value, gradient: gradients.flat() };
}

Deno.test("batchLoss() from logits agrees with that on probabilities, gradients too", async () => {
  for (const settings of [{}, { labelSmoothing: 0.2 }, { positiveWeights: "balanced" }] as const) {
    const a = await lossAndGradient(settings);
    const b = await lossAndGradient({ ...settings, loss: "binaryCrossEntropyFromLogits" });
    assertAlmostEquals(a.loss, b.loss, 1e-6);
    a.gradient.forEach((value, i) => assertAlmostEquals(value, b.gradient[i], 1e-6));
    assert(a.gradient.some((value) => Math.abs(value) > 1e-3));
  }
});

Deno.test("batchLoss() makes each setting of the loss felt", async () => {
  const lossOf = async (settings: Partial<RunConfig>) => (await lossAndGradient(settings)).loss;
  const plain = await lossOf({});
  assert(await lossOf({ loss: "asymmetric" }) < 0.8 * plain);
  // The third genre has three negatives to its positive.
  assert(await lossOf({ positiveWeights: "balanced" }) > 1.05 * plain);
  const limited = { positiveWeights: "balanced", positiveWeightLimit: 1 } as const;
  assertAlmostEquals(await lossOf(limited), plain, 1e-6);
});

Deno.test("batchLoss() with settings of the asymmetric loss 0 is binary cross-entropy", async () => {
  const zeros = { asymmetricGammaNegative: 0, asymmetricMargin: 0 };
  const a = await lossAndGradient({ ...zeros, loss: "asymmetric" });
  assertAlmostEquals(a.loss, (await lossAndGradient({})).loss, 1e-6);
});

// Two targets; the second poster's first one and the last poster's both are unknown.
const auxiliary = [[-2, 0.5, 1.5, 1], [0, -1, 0, 1], [1, 0.5, 1.5, 1], [0, 0, 0, 0]];

for (const loss of ["binaryCrossEntropyFromLogits", "binaryCrossEntropy", "asymmetric"] as const) {
  Deno.test(`batchLoss() with ${loss} adds the auxiliary head's loss, times its weight`, async () => {
    const model = tinyModel();
    const head = new AuxiliaryHead({ seed: 1, nFeatures: tinyConfig.denseUnits, nTargets: 2 });
    const config = { ...tinyConfig, loss, auxiliaryWeight: 0.3 };
    const before = tf.memory().numTensors;
    const measures = tf.tidy(() => {
      const [images, labels] = [randomImages(4), tf.tensor2d(yTrue)];
      const targets = tf.tensor2d(auxiliary);
      const losses = (weight: number) =>
        batchLoss(model, { ...config, auxiliaryWeight: weight }, yTrue, head);
      const variables = [...trainableVariables(model), ...head.variables];
      const measured = (use: () => tf.Scalar) => {
        seedDropout(model, 1, 0);
        const { value, grads } = tf.variableGrads(use, variables);
        // Guesses do not depend on the output layer.
        const gradients = variables.map((variable) =>
          grads[variable.name] ?? tf.zerosLike(variable)
        );
        return [value, ...gradients];
      };
      const genres = measured(() => losses(0)(images, labels, targets));
      const guesses = measured(() => head.loss(outputFeatures(model)(images), targets));
      const both = measured(() => losses(0.3)(images, labels, targets));
      seedDropout(model, 1, 0);
      return [genres, guesses, both, [batchLoss(model, config, yTrue)(images, labels)]];
    });
    const [genres, guesses, both, alone] = await Promise.all(measures.map(valuesOfEach));
    tf.dispose(measures);
    both.forEach((values, i) =>
      values.forEach((value, j) =>
        assertAlmostEquals(value, genres[i][j] + 0.3 * guesses[i][j], 1e-6)
      )
    );
    assert(guesses[0][0] > 0.1);
    assertEquals(genres[0], alone[0]);
    assertEquals(tf.memory().numTensors, before);
    head.dispose();
    model.dispose();
  });
}

Deno.test("batchLoss() with an auxiliary head refuses a batch without its targets", () => {
  const model = tinyModel();
  const head = new AuxiliaryHead({ seed: 1, nFeatures: tinyConfig.denseUnits, nTargets: 1 });
  seedDropout(model, 1, 0);
  const loss = batchLoss(model, tinyConfig, yTrue, head);
  tf.tidy(() => {
    assertThrows(
      () => loss(randomImages(4), tf.tensor2d(yTrue)),
      TypeError,
      "each batch must have auxiliary targets",
    );
  });
  head.dispose();
  model.dispose();
});

Deno.test(
  { name: "batchLoss() in bfloat16 is near the one in float32", ignore: !hasBfloat16() },
  async () => {
    const model = buildModel(tinyResidualConfig, 3);
    seedDropout(model, 1, 0);
    const images = randomImages(4);
    const lossIn = (precision: "float32" | "bfloat16") =>
      batchLoss(model, { ...tinyResidualConfig, precision }, yTrue)(images, tf.tensor2d(yTrue));
    const [[plain], [rounded]] = await valuesOfEach([lossIn("float32"), lossIn("bfloat16")]);
    assertNotEquals(rounded, plain);
    assertAlmostEquals(rounded, plain, 0.02 * plain);
    model.dispose();
  },
);

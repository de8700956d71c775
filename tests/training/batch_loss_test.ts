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

await chooseBackend();

const yTrue = [[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0]];

/** Loss and gradient of the tiny model under some settings. */
function lossAndGradient(settings: Partial<RunConfig>): { loss: number; gradient: number[] } {
  const model = tinyModel();
  const before = tf.memory().numTensors;
  const loss = batchLoss(model, { ...tinyConfig, ...settings }, yTrue);
  seedDropout(model, 1, 0);
  const result = tf.tidy(() => {
    const variables = trainableVariables(model);
    const { value, grads } = tf.variableGrads(
      () => loss(randomImages(4), tf.tensor2d(yTrue)),
      variables,
    );
    return {
      loss: value.dataSync()[0],
      gradient: variables.flatMap(({ name }) => [...grads[name].dataSync()]),
    };
  });
  assertEquals(tf.memory().numTensors, before);
  model.dispose();
  return result;
}

Deno.test("batchLoss() from logits agrees with that on probabilities, gradients too", () => {
  for (const settings of [{}, { labelSmoothing: 0.2 }, { positiveWeights: "balanced" }] as const) {
    const a = lossAndGradient(settings);
    const b = lossAndGradient({ ...settings, loss: "binaryCrossEntropyFromLogits" });
    assertAlmostEquals(a.loss, b.loss, 1e-6);
    a.gradient.forEach((value, i) => assertAlmostEquals(value, b.gradient[i], 1e-6));
    assert(a.gradient.some((value) => Math.abs(value) > 1e-3));
  }
});

Deno.test("batchLoss() makes each setting of the loss felt", () => {
  const plain = lossAndGradient({}).loss;
  assert(lossAndGradient({ loss: "asymmetric" }).loss < 0.8 * plain);
  // The third genre has three negatives to its positive.
  assert(lossAndGradient({ positiveWeights: "balanced" }).loss > 1.05 * plain);
  const limited = { positiveWeights: "balanced", positiveWeightLimit: 1 } as const;
  assertAlmostEquals(lossAndGradient(limited).loss, plain, 1e-6);
});

Deno.test("batchLoss() with settings of the asymmetric loss 0 is binary cross-entropy", () => {
  const zeros = { asymmetricGammaNegative: 0, asymmetricMargin: 0 };
  const a = lossAndGradient({ ...zeros, loss: "asymmetric" });
  assertAlmostEquals(a.loss, lossAndGradient({}).loss, 1e-6);
});

// Two targets; the second poster's first one and the last poster's both are unknown.
const auxiliary = [[-2, 0.5, 1.5, 1], [0, -1, 0, 1], [1, 0.5, 1.5, 1], [0, 0, 0, 0]];

for (const loss of ["binaryCrossEntropyFromLogits", "binaryCrossEntropy", "asymmetric"] as const) {
  Deno.test(`batchLoss() with ${loss} adds the auxiliary head's loss, times its weight`, () => {
    const model = tinyModel();
    const head = new AuxiliaryHead({ seed: 1, nFeatures: tinyConfig.denseUnits, nTargets: 2 });
    const config = { ...tinyConfig, loss, auxiliaryWeight: 0.3 };
    const before = tf.memory().numTensors;
    tf.tidy(() => {
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
        return [value, ...gradients].map((tensor) => [...tensor.dataSync()]);
      };
      const genres = measured(() => losses(0)(images, labels, targets));
      const guesses = measured(() => head.loss(outputFeatures(model)(images), targets));
      const both = measured(() => losses(0.3)(images, labels, targets));
      both.forEach((values, i) =>
        values.forEach((value, j) =>
          assertAlmostEquals(value, genres[i][j] + 0.3 * guesses[i][j], 1e-6)
        )
      );
      assert(guesses[0][0] > 0.1);
      seedDropout(model, 1, 0);
      const alone = batchLoss(model, config, yTrue)(images, labels);
      assertEquals(genres[0], [...alone.dataSync()]);
    });
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
  () => {
    const model = buildModel(tinyResidualConfig, 3);
    seedDropout(model, 1, 0);
    const images = randomImages(4);
    const lossIn = (precision: "float32" | "bfloat16") =>
      batchLoss(model, { ...tinyResidualConfig, precision }, yTrue)(
        images,
        tf.tensor2d(yTrue),
      ).dataSync()[0];
    const [plain, rounded] = [lossIn("float32"), lossIn("bfloat16")];
    assertNotEquals(rounded, plain);
    assertAlmostEquals(rounded, plain, 0.02 * plain);
    model.dispose();
  },
);

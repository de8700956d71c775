import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import type { RunConfig } from "../../lib/config.ts";
import { batchLoss } from "../../lib/training/batch_loss.ts";
import { modelLogits } from "../../lib/training/model_logits.ts";
import { seedDropout, trainableVariables } from "../../lib/training/train_step.ts";
import { randomImages, tinyConfig, tinyModel } from "../model/tiny_model.ts";

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

Deno.test("modelLogits() are the log-odds of the model's probabilities", () => {
  const model = tinyModel();
  seedDropout(model, 1, 0);
  const [logits, probabilities] = tf.tidy(() => {
    const images = randomImages(3);
    const probabilities = model.apply(images, { training: true }) as tf.Tensor;
    return [modelLogits(model)(images).dataSync(), probabilities.dataSync()];
  });
  assertEquals(logits.length, 9);
  logits.forEach((z, i) => assertAlmostEquals(1 / (1 + Math.exp(-z)), probabilities[i], 1e-6));
  model.dispose();
});

Deno.test("modelLogits() takes a sigmoid layer of its own and a dense layer without bias", () => {
  const dense = (activation: "sigmoid" | "linear") =>
    tf.layers.dense({ units: 2, activation, useBias: false, inputShape: [3] });
  const models = [
    tf.sequential({ layers: [dense("sigmoid")] }),
    tf.sequential({ layers: [dense("linear"), tf.layers.activation({ activation: "sigmoid" })] }),
  ];
  for (const model of models) {
    tf.tidy(() => {
      const x = tf.tensor2d([[1, -2, 0.5], [0, 3, 1]]);
      const expected = (model.apply(x) as tf.Tensor).dataSync();
      const found = modelLogits(model)(x).sigmoid().dataSync();
      expected.forEach((value, i) => assertAlmostEquals(found[i], value, 1e-6));
    });
    model.dispose();
  }
});

Deno.test("modelLogits() refuses a model without a sigmoid at its end", () => {
  const model = tf.sequential({
    layers: [tf.layers.dense({ units: 2, activation: "softmax", inputShape: [3] })],
  });
  assertThrows(() => modelLogits(model), TypeError, "current value is Dense with softmax");
  model.dispose();
});

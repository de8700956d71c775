import { assert, assertAlmostEquals, assertEquals, assertNotEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { AuxiliaryHead, type AuxiliaryHeadOptions } from "../../lib/training/auxiliary_head.ts";
import { assertAllAlmostEqual, mean } from "./pictures.ts";
import { valuesOfEach } from "./values_of_each.ts";

await chooseBackend();

const shape: AuxiliaryHeadOptions = { seed: 1, nFeatures: 3, nTargets: 2 };

/** Values of tensors that are computed with a head whose kernel and bias are known. */
async function valuesWithHead(compute: (head: AuxiliaryHead) => tf.Tensor[]): Promise<number[][]> {
  const head = new AuxiliaryHead(shape);
  const [kernel, bias] = head.variables;
  const tensors = tf.tidy(() => {
    kernel.assign(tf.tensor2d([[1, 0], [0, 2], [-1, 1]]));
    bias.assign(tf.tensor1d([0.5, -1]));
    return compute(head);
  });
  const values = await valuesOfEach(tensors);
  tf.dispose(tensors);
  head.dispose();
  return values;
}

// Guesses: [1 - 3 + 0.5, 4 + 3 - 1] and [0.5, -1].
const features = [[1, 2, 3], [0, 0, 0]];
const guesses = [[-1.5, 6], [0.5, -1]];

Deno.test("AuxiliaryHead.loss() is the mean squared error of the guesses", async () => {
  const [loss] = await valuesWithHead((head) => {
    const auxiliary = tf.tensor2d([[-1, 4, 1, 1], [1, 1, 1, 1]]);
    return [head.loss(tf.tensor2d(features), auxiliary)];
  });
  // Errors: -0.5, 2, -0.5, -2.
  assertEquals(loss, [8.5 / 4]);
});

Deno.test("AuxiliaryHead.loss() lets an unknown target cost nothing and pull at nothing", async () => {
  const [loss, unknownLoss, ...gradients] = await valuesWithHead((head) => {
    const x = tf.tensor2d(features);
    const loss = (auxiliary: tf.Tensor2D) => head.loss(x, auxiliary);
    const auxiliary = tf.tensor2d([[2 * -1, 4, 2, 1], [0, 1, 0, 1]]);
    const unknown = tf.tensor2d([[0, 0, 0, 0], [0, 0, 0, 0]]);
    const { value, grads } = tf.variableGrads(() => loss(unknown), [...head.variables]);
    return [loss(auxiliary), value, ...head.variables.map(({ name }) => grads[name])];
  });
  // Of the first target half is known, of the second all: errors -0.5, 2, -2.
  assertEquals(loss, [(2 * 0.25 + 4 + 4) / 4]);
  assertEquals(unknownLoss, [0]);
  for (const gradient of gradients) assert(gradient.every((v) => v === 0));
});

Deno.test("AuxiliaryHead.loss() has the gradient of a weighted mean, features included", async () => {
  const [biasFound, kernelFound, featuresFound] = await valuesWithHead((head) => {
    const x = tf.variable(tf.tensor2d(features));
    const [kernel, bias] = head.variables;
    const auxiliary = tf.tensor2d([[2 * -1, 4, 2, 1], [0, 1, 0, 1]]);
    const { grads } = tf.variableGrads(() => head.loss(x, auxiliary), [x, kernel, bias]);
    x.dispose();
    return [bias, kernel, x].map(({ name }) => grads[name]);
  });
  const weights = [[2, 1], [0, 1]];
  const targets = [[-1, 4], [0, 1]];
  // Of the sum of w (guess - target)^2 over 4.
  const slopes = guesses.map((row, i) =>
    row.map((guess, j) => 2 * weights[i][j] * (guess - targets[i][j]) / 4)
  );
  const biasGradient = [0, 1].map((j) => slopes[0][j] + slopes[1][j]);
  assertAllAlmostEqual(biasFound, biasGradient);
  const kernelGradient = [0, 1, 2].flatMap((k) =>
    [0, 1].map((j) => features[0][k] * slopes[0][j] + features[1][k] * slopes[1][j])
  );
  assertAllAlmostEqual(kernelFound, kernelGradient);
  const featureGradient = slopes.flatMap(([a, b]) => [a, 2 * b, b - a]);
  assertAllAlmostEqual(featuresFound, featureGradient);
});

Deno.test("AuxiliaryHead starts alike for the same seed, and with a bias of 0", async () => {
  const before = tf.memory().numTensors;
  const start = async (options: Partial<AuxiliaryHeadOptions>) => {
    const head = new AuxiliaryHead({ ...shape, nFeatures: 300, ...options });
    const [kernel, bias] = await valuesOfEach(head.variables);
    head.dispose();
    return { kernel, bias };
  };
  const { kernel, bias } = await start({});
  assertEquals((await start({})).kernel, kernel);
  assertNotEquals((await start({ seed: 2 })).kernel, kernel);
  assertEquals(bias, [0, 0]);
  // Glorot's range, evenly.
  const limit = Math.sqrt(6 / 302);
  assert(kernel.every((value) => Math.abs(value) <= limit));
  assertAlmostEquals(mean(kernel.map((value) => value ** 2)), limit ** 2 / 3, 0.1 * limit ** 2);
  assertEquals(tf.memory().numTensors, before);
});

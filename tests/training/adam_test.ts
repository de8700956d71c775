import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { Adam } from "../../lib/training/adam.ts";
import golden from "./golden/updates.json" with { type: "json" };
import { valuesOfEach } from "./values_of_each.ts";

await chooseBackend();

Deno.test("Adam.applyGradients() follows Kingma and Ba's update in Keras' form", async () => {
  const gradients = [[0.1, -0.2], [0.3, 0.05], [-0.4, 0.1]];
  const [learningRate, beta1, beta2, epsilon] = [0.01, 0.9, 0.999, 1e-7];
  const weights = [1, -1];
  const [means, squares] = [[0, 0], [0, 0]];
  gradients.forEach((gradient, step) => {
    const stepSize = learningRate * Math.sqrt(1 - beta2 ** (step + 1)) / (1 - beta1 ** (step + 1));
    gradient.forEach((g, i) => {
      means[i] = beta1 * means[i] + (1 - beta1) * g;
      squares[i] = beta2 * squares[i] + (1 - beta2) * g * g;
      weights[i] -= stepSize * means[i] / (Math.sqrt(squares[i]) + epsilon);
    });
  });

  const variable = tf.variable(tf.tensor1d([1, -1]));
  const adam = new Adam([variable], { learningRate, clipNorm: 1e9 });
  for (const gradient of gradients) tf.tidy(() => adam.applyGradients([tf.tensor1d(gradient)]));
  (await variable.data()).forEach((value, i) => assertAlmostEquals(value, weights[i], 1e-6));
  assertEquals(adam.iterations, 3);
  adam.dispose();
  variable.dispose();
});

for (const { weights, ...options } of golden.optimizers) {
  Deno.test(`Adam with ${JSON.stringify(options)} makes the updates of Keras ${golden.versions.keras}`, async () => {
    const variables = [tf.variable(tf.tensor(golden.kernel)), tf.variable(tf.tensor(golden.bias))];
    const adam = new Adam(variables, { ...options, learningRate: 1 });
    for (const [step, gradients] of golden.gradients.entries()) {
      const tensors = gradients.map((values) => tf.tensor(values));
      adam.applyGradients(tensors, golden.learningRates[step]);
      tf.dispose(tensors);
      const found = (await valuesOfEach(variables)).flat();
      const expected = weights[step].flat(2);
      assertEquals(found.length, expected.length);
      found.forEach((value, i) => assertAlmostEquals(value, expected[i], 2e-6, `step ${step}`));
    }
    adam.dispose();
    tf.dispose(variables);
  });
}

Deno.test("Adam.applyGradients() decays kernels and leaves biases and scales alone", async () => {
  const variables = [tf.variable(tf.ones([2, 1])), tf.variable(tf.ones([2]))];
  const adam = new Adam(variables, { learningRate: 0.1, weightDecay: 0.5 });
  tf.tidy(() => adam.applyGradients(variables.map((variable) => tf.zerosLike(variable))));
  const [kernel, bias] = await valuesOfEach(variables);
  kernel.forEach((value) => assertAlmostEquals(value, 0.95, 1e-7));
  assertEquals(bias, [1, 1]);
  adam.dispose();
  tf.dispose(variables);
});

Deno.test("Adam.applyGradients() with no decay and its own rate is the same to the bit", async () => {
  const values = async (
    options: { weightDecay?: number; clipGlobalNorm?: number },
    rate?: number,
  ) => {
    const variable = tf.variable(tf.tensor2d(golden.kernel));
    const adam = new Adam([variable], { learningRate: 0.01, clipNorm: 1, ...options });
    for (const [kernel] of golden.gradients) {
      tf.tidy(() => adam.applyGradients([tf.tensor(kernel)], rate));
    }
    const found = [...await variable.data()];
    adam.dispose();
    variable.dispose();
    return found;
  };
  assertEquals(await values({ weightDecay: 0, clipGlobalNorm: 0 }, 0.01), await values({}));
});

Deno.test("Adam.applyGradients() clips each variable's gradient by itself", async () => {
  const variables = [tf.variable(tf.zeros([2])), tf.variable(tf.zeros([2]))];
  const adam = new Adam(variables, { learningRate: 0.01, clipNorm: 1 });
  tf.tidy(() => adam.applyGradients([tf.tensor1d([30, 40]), tf.tensor1d([0.3, 0.4])]));
  const [long, short] = await valuesOfEach(adam.moments);
  // A tenth of the clipped gradient; one norm for all would have made the second almost 0.
  [0.06, 0.08].forEach((value, i) => assertAlmostEquals(long[i], value, 1e-7));
  [0.03, 0.04].forEach((value, i) => assertAlmostEquals(short[i], value, 1e-7));
  adam.dispose();
  tf.dispose(variables);
});

Deno.test("Adam.applyGradients() leaves no tensor behind", async () => {
  const variable = tf.variable(tf.ones([2, 2]));
  const adam = new Adam([variable], { learningRate: 0.1, weightDecay: 0.1, clipGlobalNorm: 1 });
  const gradient = tf.ones([2, 2]);
  const before = tf.memory().numTensors;
  for (let i = 0; i < 3; i++) adam.applyGradients([gradient]);
  assertEquals(tf.memory().numTensors, before);
  assert((await variable.data()).every((value) => value < 1));
  adam.dispose();
  tf.dispose([variable, gradient]);
});

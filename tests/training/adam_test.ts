import { assertAlmostEquals, assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { makePrng } from "../../lib/random.ts";
import { Adam, clipByNorm } from "../../lib/training/adam.ts";

await chooseBackend();

Deno.test("Adam.applyGradients() follows Kingma and Ba's update in Keras' form", () => {
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
  variable.dataSync().forEach((value, i) => assertAlmostEquals(value, weights[i], 1e-6));
  assertEquals(adam.iterations, 3);
  adam.dispose();
  variable.dispose();
});

Deno.test("clipByNorm() scales a longer tensor down and leaves a shorter one", () => {
  assertEquals([...clipByNorm(tf.tensor1d([0.3, 0.4]), 1).dataSync()].map(Math.fround), [
    Math.fround(0.3),
    Math.fround(0.4),
  ]);
  const [a, b] = clipByNorm(tf.tensor1d([3, 4]), 1).dataSync();
  assertAlmostEquals(a, 0.6, 1e-6);
  assertAlmostEquals(b, 0.8, 1e-6);
});

Deno.test("clipByNorm() gives t * limit / max(norm, limit), the formula of Keras' clipnorm", () => {
  const prng = makePrng(4);
  for (const [limit, scale] of [[1, 3], [1, 0.01], [0.5, 0.3], [1, 0], [5, 5]]) {
    const values = Array.from({ length: 12 }, () => scale * prng.normal());
    const norm = Math.hypot(...values);
    const clipped = clipByNorm(tf.tensor(values, [3, 4]), limit);
    assertEquals(clipped.shape, [3, 4]);
    const expected = values.map((value) => value * limit / Math.max(norm, limit));
    clipped.dataSync().forEach((value, i) => assertAlmostEquals(value, expected[i], 1e-6));
  }
});

Deno.test("Adam.applyGradients() clips each variable's gradient by itself", () => {
  const variables = [tf.variable(tf.zeros([2])), tf.variable(tf.zeros([2]))];
  const adam = new Adam(variables, { learningRate: 0.01, clipNorm: 1 });
  tf.tidy(() => adam.applyGradients([tf.tensor1d([30, 40]), tf.tensor1d([0.3, 0.4])]));
  const [long, short] = adam.moments.map((moment) => [...moment.dataSync()]);
  // A tenth of the clipped gradient; one norm for all would have made the second almost 0.
  [0.06, 0.08].forEach((value, i) => assertAlmostEquals(long[i], value, 1e-7));
  [0.03, 0.04].forEach((value, i) => assertAlmostEquals(short[i], value, 1e-7));
  adam.dispose();
  tf.dispose(variables);
});

import { assertAlmostEquals, assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { makePrng } from "../../lib/random.ts";
import { clipByNorm, globalNorm, gradientClip } from "../../lib/training/clip_gradients.ts";
import { valuesOf } from "./pictures.ts";
import { valuesOfEach } from "./values_of_each.ts";

await chooseBackend();

Deno.test("clipByNorm() scales a longer tensor down and leaves a shorter one", async () => {
  assertEquals((await valuesOf(clipByNorm(tf.tensor1d([0.3, 0.4]), 1))).map(Math.fround), [
    Math.fround(0.3),
    Math.fround(0.4),
  ]);
  const [a, b] = await valuesOf(clipByNorm(tf.tensor1d([3, 4]), 1));
  assertAlmostEquals(a, 0.6, 1e-6);
  assertAlmostEquals(b, 0.8, 1e-6);
});

Deno.test("clipByNorm() gives t * limit / max(norm, limit), the formula of Keras' clipnorm", async () => {
  const prng = makePrng(4);
  for (const [limit, scale] of [[1, 3], [1, 0.01], [0.5, 0.3], [1, 0], [5, 5]]) {
    const values = Array.from({ length: 12 }, () => scale * prng.normal());
    const norm = Math.hypot(...values);
    const clipped = clipByNorm(tf.tensor(values, [3, 4]), limit);
    assertEquals(clipped.shape, [3, 4]);
    const expected = values.map((value) => value * limit / Math.max(norm, limit));
    (await valuesOf(clipped)).forEach((value, i) => assertAlmostEquals(value, expected[i], 1e-6));
  }
});

Deno.test("globalNorm() is the norm of all values in one vector", async () => {
  const norm = tf.tidy(() =>
    globalNorm([tf.tensor2d([[1, 2], [4, 0]]), tf.tensor1d([2]), tf.scalar(0)])
  );
  assertAlmostEquals((await valuesOf(norm))[0], 5, 1e-6);
});

const gradients = [[30, 40], [0, 120]];

for (
  const [options, expected] of [
    [{}, gradients],
    [{ clipNorm: 0, clipGlobalNorm: 0 }, gradients],
    // Norms 50 and 120, together 130.
    [{ clipNorm: 100 }, [[30, 40], [0, 100]]],
    [{ clipGlobalNorm: 13 }, [[3, 4], [0, 12]]],
    [{ clipGlobalNorm: 130 }, gradients],
    [{ clipNorm: 1, clipGlobalNorm: 26 }, [[6, 8], [0, 24]]],
  ] as const
) {
  Deno.test(`gradientClip() with ${JSON.stringify(options)} gives ${JSON.stringify(expected)}`, async () => {
    const tensors = tf.tidy(() => {
      const tensors = gradients.map((values) => tf.tensor1d(values));
      return tensors.map(gradientClip(tensors, options));
    });
    const clipped = (await valuesOfEach(tensors)).flat();
    clipped.forEach((value, i) => assertAlmostEquals(value, expected.flat()[i], 1e-4));
    tf.dispose(tensors);
  });
}

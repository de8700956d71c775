import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { binaryCrossEntropy } from "../../lib/metrics/binary_cross_entropy.ts";
import { makePrng } from "../../lib/random.ts";
import { binaryCrossEntropyLoss } from "../../lib/training/binary_cross_entropy_loss.ts";
import { valuesOf } from "./pictures.ts";

await chooseBackend();

async function lossOf(yTrue: number[][], probabilities: number[][]): Promise<number> {
  const loss = tf.tidy(() =>
    binaryCrossEntropyLoss(tf.tensor2d(yTrue), tf.tensor2d(probabilities))
  );
  assertEquals(loss.shape, []);
  return (await valuesOf(loss))[0];
}

Deno.test("binaryCrossEntropyLoss() agrees with the measure of the same name", async () => {
  const prng = makePrng(12);
  for (const [nSamples, nLabels] of [[1, 1], [4, 27], [33, 3]]) {
    const rows = <T>(draw: () => T) =>
      Array.from({ length: nSamples }, () => Array.from({ length: nLabels }, draw));
    const yTrue = rows(() => Number(prng.chance(0.3)));
    const probabilities = rows(() => Math.fround(prng.uniform() * 0.98 + 0.01));
    const expected = binaryCrossEntropy(yTrue, probabilities);
    assertAlmostEquals(await lossOf(yTrue, probabilities), expected, 2e-6);
  }
});

Deno.test("binaryCrossEntropyLoss() is ln 2 where every probability is a half", async () => {
  assertAlmostEquals(await lossOf([[1, 0], [0, 0]], [[0.5, 0.5], [0.5, 0.5]]), Math.LN2, 1e-6);
});

Deno.test("binaryCrossEntropyLoss() clips probabilities of 0 and 1, as the measure does", async () => {
  assertAlmostEquals(await lossOf([[1, 0]], [[1, 0]]), 0, 2e-7);
  assertAlmostEquals(await lossOf([[1]], [[0]]), -Math.log(1e-7), 1e-5);
  // 1 - 1e-7 is 1 - 1.19e-7 in float32, hence the tolerance.
  assertAlmostEquals(await lossOf([[0]], [[1]]), -Math.log(1e-7), 0.2);
});

Deno.test("binaryCrossEntropyLoss() has the derivative of its formula, finite everywhere", async () => {
  const yTrue = [[1, 0, 1, 0, 1]];
  const probabilities = [[0.2, 0.2, 0.9, 0, 0]];
  const gradient = await valuesOf(
    tf.tidy(() =>
      tf.grad((p: tf.Tensor) => binaryCrossEntropyLoss(tf.tensor2d(yTrue), p as tf.Tensor2D))(
        tf.tensor2d(probabilities),
      )
    ),
  );
  assert(gradient.every(Number.isFinite));
  for (const i of [0, 1, 2]) {
    const [y, p] = [yTrue[0][i], probabilities[0][i]];
    assertAlmostEquals(gradient[i], (p - y) / (p * (1 - p)) / 5, 1e-5);
  }
});

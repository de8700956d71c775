import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { makePrng } from "../../lib/random.ts";
import { asymmetricLoss } from "../../lib/training/asymmetric_loss.ts";
import { AuxiliaryHead } from "../../lib/training/auxiliary_head.ts";
import { binaryCrossEntropyFromLogits } from "../../lib/training/binary_cross_entropy_from_logits.ts";
import { binaryCrossEntropyLoss } from "../../lib/training/binary_cross_entropy_loss.ts";
import { type BatchMix, drawBatchMix, mixBatch } from "../../lib/training/mix_batch.ts";
import { randomImages } from "../model/tiny_model.ts";
import { assertAllAlmostEqual, mean, valuesOf } from "./pictures.ts";
import { valuesOfEach } from "./values_of_each.ts";

await chooseBackend();

const yTrue = [[1, 0, 0], [0, 1, 1], [1, 1, 0], [0, 0, 1]];

/** Values of the mixed images and labels, and of the images before. */
async function mixed(mix: BatchMix): Promise<Record<"images" | "labels" | "before", number[]>> {
  const batch = { images: randomImages(4), labels: tf.tensor2d(yTrue) };
  const { images, labels } = mixBatch(batch, mix);
  batch.labels.dispose();
  return {
    images: await valuesOf(images),
    labels: await valuesOf(labels),
    before: await valuesOf(batch.images),
  };
}

Deno.test("mixBatch() adds shares of two posters and of their genres", async () => {
  const partners = [2, 1, 3, 0];
  const { images, labels, before } = await mixed({ partners, ownShare: 0.75 });
  assertEquals(labels, [1, 0.25, 0, 0, 1, 1, 0.75, 0.75, 0.25, 0.25, 0, 0.75]);
  const nValues = before.length / 4;
  const expected = before.map((value, i) => {
    const partner = partners[Math.floor(i / nValues)];
    return 0.75 * value + 0.25 * before[partner * nValues + i % nValues];
  });
  assertAllAlmostEqual(images, expected, 1e-7);
});

Deno.test("mixBatch() with a rectangle pastes the partner's pixels there, to the bit", async () => {
  const partners = [1, 2, 3, 0];
  const pasted = { top: 3, left: 0, heightPx: 6, widthPx: 12 };
  const { images, labels, before } = await mixed({ partners, ownShare: 0.875, pasted });
  assertEquals(labels.slice(0, 3), [0.875, 0.125, 0.125]);
  const nValues = before.length / 4;
  const widthPx = Math.sqrt(nValues / 3);
  const expected = before.map((value, i) => {
    const [y, x] = [Math.floor(i % nValues / 3 / widthPx), Math.floor(i / 3) % widthPx];
    const isPasted = y >= 3 && y < 9 && x < 12;
    const partner = partners[Math.floor(i / nValues)];
    return isPasted ? before[partner * nValues + i % nValues] : value;
  });
  assertEquals(images, expected);
});

Deno.test("mixBatch() mixes auxiliary targets so that they pull as both posters' do", async () => {
  const head = new AuxiliaryHead({ seed: 1, nFeatures: 3, nTargets: 2 });
  const partners = [2, 1, 3, 0];
  // Unknown: the second poster's first target, the last poster's second.
  const rows = [[-2, 0.5, 2, 1.5], [0, -1, 0, 1.5], [1, 0.5, 2, 1.5], [3, 0, 2, 0]];
  for (const pasted of [undefined, { top: 3, left: 0, heightPx: 6, widthPx: 12 }]) {
    const tensors = tf.tidy(() => {
      const features = tf.tensor2d([[1, 2, 3], [0, -1, 1], [2, 0, 0], [-1, 1, 1]]);
      const auxiliary = tf.tensor2d(rows);
      const batch = { images: randomImages(4), labels: tf.tensor2d(yTrue), auxiliary };
      const mixed = mixBatch(batch, { partners, ownShare: 0.75, pasted }).auxiliary!;
      const partnerRows = tf.tensor2d(partners.map((partner) => rows[partner]));
      const gradients = (loss: () => tf.Scalar) => {
        const { grads } = tf.variableGrads(loss, [...head.variables]);
        return head.variables.map(({ name }) => grads[name]);
      };
      const expected = gradients(() => {
        const own = head.loss(features, auxiliary).mul(0.75);
        return own.add(head.loss(features, partnerRows).mul(0.25));
      });
      return [gradients(() => head.loss(features, mixed)), expected];
    });
    const [actual, expected] = await Promise.all(tensors.map(valuesOfEach));
    assertAllAlmostEqual(actual.flat(), expected.flat(), 1e-5);
    assert(expected.flat().some((value) => Math.abs(value) > 0.1));
    tf.dispose(tensors);
  }
  head.dispose();
});

Deno.test("mixBatch() keeps each genre's number in the batch, and values in [0, 1]", async () => {
  for (const settings of [{ mixupAlpha: 0.4, cutmixAlpha: 0 }, { mixupAlpha: 0, cutmixAlpha: 1 }]) {
    for (let seed = 0; seed < 20; seed++) {
      const batch = { images: tf.ones<tf.Rank.R4>([4, 9, 7, 3]), labels: tf.tensor2d(yTrue) };
      const { images, labels } = mixBatch(
        batch,
        drawBatchMix(makePrng(seed), batch.images.shape, settings),
      );
      assertAllAlmostEqual(await valuesOf(labels.sum(0)), [2, 2, 2]);
      assert((await valuesOf(labels)).every((value) => value >= 0 && value <= 1));
      assert((await valuesOf(images)).every((value) => value > 0.999999 && value <= 1));
      tf.dispose([batch.images, batch.labels]);
    }
  }
});

Deno.test("drawBatchMix() draws mixup's share from the Beta distribution", () => {
  const prng = makePrng(1);
  const [n, alpha] = [4000, 0.4];
  const mixes = Array.from(
    { length: n },
    () => drawBatchMix(prng, [8, 24, 24, 3], { mixupAlpha: alpha, cutmixAlpha: 0 }),
  );
  const shares = mixes.map(({ ownShare }) => ownShare);
  assertAlmostEquals(mean(shares), 0.5, 0.02);
  // Variance of Beta(a, a): 1 / (4 (2 a + 1)).
  assertAlmostEquals(
    mean(shares.map((share) => (share - 0.5) ** 2)),
    1 / (4 * (2 * alpha + 1)),
    0.005,
  );
  for (const { partners, pasted } of mixes) {
    assertEquals(partners.toSorted(), [0, 1, 2, 3, 4, 5, 6, 7]);
    assertEquals(pasted, undefined);
  }
});

Deno.test("drawBatchMix() gives CutMix' labels the rectangle's share, drawn evenly at 1", () => {
  const prng = makePrng(2);
  const mixes = Array.from(
    { length: 4000 },
    () => drawBatchMix(prng, [2, 100, 80, 3], { mixupAlpha: 0, cutmixAlpha: 1 }),
  );
  for (const { ownShare, pasted } of mixes) {
    const { top, left, heightPx, widthPx } = pasted!;
    assertAlmostEquals(ownShare, 1 - heightPx * widthPx / 8000, 1e-6);
    assert(top >= 0 && left >= 0 && top + heightPx <= 100 && left + widthPx <= 80);
  }
  const shares = mixes.map(({ ownShare }) => ownShare);
  assertAlmostEquals(mean(shares), 0.5, 0.02);
  assertAlmostEquals(mean(shares.map((share) => (share - 0.5) ** 2)), 1 / 12, 0.005);
});

Deno.test("drawBatchMix() with both on takes each for half of the batches", () => {
  const prng = makePrng(3);
  const nPasted = Array.from(
    { length: 1000 },
    () => drawBatchMix(prng, [2, 24, 24, 3], { mixupAlpha: 0.2, cutmixAlpha: 1 }),
  ).filter(({ pasted }) => pasted).length;
  assertAlmostEquals(nPasted, 500, 64);
});

Deno.test("every loss takes mixed labels: it is the same mixture of the losses", async () => {
  const logits = tf.tensor2d([[2, -1, 0.5], [-3, 0.1, 1]]);
  const probabilities = tf.sigmoid<tf.Tensor2D>(logits);
  const positiveWeights = [3, 0.5, 1];
  const asymmetric = { gammaPositive: 1, gammaNegative: 4, margin: 0.05, positiveWeights };
  const losses: ((labels: tf.Tensor2D) => tf.Scalar)[] = [
    (labels) => binaryCrossEntropyLoss(labels, probabilities, positiveWeights),
    (labels) => binaryCrossEntropyFromLogits(labels, logits, positiveWeights),
    (labels) => asymmetricLoss(labels, logits, asymmetric),
  ];
  const labels = tf.tensor2d([[1, 0, 0], [0, 1, 1]]);
  const others = labels.reverse(0);
  const mixture = tf.tidy(() => labels.mul(0.3).add(others.mul(0.7))) as tf.Tensor2D;
  for (const loss of losses) {
    const values = [labels, others, mixture].map((y) => valuesOf(loss(y)));
    const [[own], [other], [both]] = await Promise.all(values);
    assertAlmostEquals(both, 0.3 * own + 0.7 * other, 1e-6);
    assert(Math.abs(own - other) > 0.1);
  }
  tf.dispose([logits, probabilities, labels, others, mixture]);
});

import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { asymmetricLoss } from "../../lib/training/asymmetric_loss.ts";
import { smoothLabels } from "../../lib/training/batch_loss.ts";
import { binaryCrossEntropyFromLogits } from "../../lib/training/binary_cross_entropy_from_logits.ts";
import { binaryCrossEntropyLoss } from "../../lib/training/binary_cross_entropy_loss.ts";
import golden from "./golden/losses.json" with { type: "json" };
import { valuesOf } from "./pictures.ts";
import { valuesOfEach } from "./values_of_each.ts";

await chooseBackend();

type Loss = (yTrue: tf.Tensor2D, x: tf.Tensor2D) => tf.Scalar;

/** Compares value and gradient with the golden ones. */
async function assertGolden(
  loss: Loss,
  x: number[][],
  expected: { readonly loss: number; readonly gradient: number[][] },
): Promise<void> {
  const of = (x: tf.Tensor) => loss(tf.tensor2d(golden.yTrue), x as tf.Tensor2D);
  const { value, grad } = tf.tidy(() => tf.valueAndGrad(of)(tf.tensor2d(x)));
  assertEquals(value.shape, []);
  const [found] = await valuesOf(value);
  assertAlmostEquals(found, expected.loss, 2e-6 * Math.max(1, expected.loss));
  const gradient = await valuesOf(grad);
  expected.gradient.flat().forEach((slope, i) =>
    assertAlmostEquals(gradient[i], slope, 2e-6 * Math.max(1, Math.abs(slope)))
  );
}

for (const { labelSmoothing, positiveWeights, ...expected } of golden.fromLogits.cases) {
  const setting = JSON.stringify({ labelSmoothing, positiveWeights });
  Deno.test(`binaryCrossEntropyFromLogits() is PyTorch's with ${setting}`, async () => {
    const loss: Loss = (yTrue, logits) =>
      binaryCrossEntropyFromLogits(
        smoothLabels(yTrue, labelSmoothing),
        logits,
        positiveWeights ?? undefined,
      );
    await assertGolden(loss, golden.fromLogits.logits, expected);
  });
}

for (const { labelSmoothing, ...expected } of golden.onProbabilities.cases) {
  Deno.test(`binaryCrossEntropyLoss() is Keras' with label smoothing ${labelSmoothing}`, async () => {
    const loss: Loss = (yTrue, probabilities) =>
      binaryCrossEntropyLoss(smoothLabels(yTrue, labelSmoothing), probabilities);
    await assertGolden(loss, golden.onProbabilities.probabilities, expected);
  });
}

for (const { loss: value, gradient, positiveWeights, ...options } of golden.asymmetric.cases) {
  const weights = { positiveWeights: positiveWeights ?? undefined };
  Deno.test(`asymmetricLoss() is timm's with ${JSON.stringify({ ...options, ...weights })}`, async () => {
    const loss: Loss = (yTrue, logits) => asymmetricLoss(yTrue, logits, { ...options, ...weights });
    await assertGolden(loss, golden.asymmetric.logits, { loss: value, gradient });
  });
}

Deno.test("asymmetricLoss() without exponents and margin is binary cross-entropy", async () => {
  const losses = tf.tidy(() => {
    const yTrue = tf.tensor2d(golden.yTrue);
    const logits = tf.tensor2d(golden.fromLogits.logits);
    const positiveWeights = [1, 2.5, 10, 0.5];
    const plain = { gammaPositive: 0, gammaNegative: 0, margin: 0, positiveWeights };
    return [
      asymmetricLoss(yTrue, logits, plain),
      binaryCrossEntropyFromLogits(yTrue, logits, positiveWeights),
    ];
  });
  const [[a], [b]] = await valuesOfEach(losses);
  assertAlmostEquals(a, b, 1e-5);
  tf.dispose(losses);
});

Deno.test("binaryCrossEntropyLoss() weighs positives as the loss from logits does", async () => {
  const losses = tf.tidy(() => {
    const yTrue = tf.tensor2d(golden.yTrue);
    const logits = tf.tensor2d(golden.asymmetric.logits);
    const weights = [1, 2.5, 10, 0.5];
    return [
      binaryCrossEntropyLoss(yTrue, logits.sigmoid(), weights),
      binaryCrossEntropyFromLogits(yTrue, logits, weights),
      binaryCrossEntropyLoss(yTrue, logits.sigmoid()),
    ];
  });
  const [[a], [b], [plain]] = await valuesOfEach(losses);
  assertAlmostEquals(a, b, 1e-4);
  assert(Math.abs(a - plain) > 0.1);
  tf.dispose(losses);
});

Deno.test("losses from logits have finite gradients where probabilities are 0 or 1", async () => {
  const losses: Loss[] = [
    binaryCrossEntropyFromLogits,
    (yTrue, logits) =>
      asymmetricLoss(yTrue, logits, { gammaPositive: 1, gammaNegative: 4, margin: 0.05 }),
    (yTrue, logits) =>
      asymmetricLoss(yTrue, logits, { gammaPositive: 2, gammaNegative: 1, margin: 0 }),
  ];
  for (const loss of losses) {
    const of = (x: tf.Tensor) => loss(tf.tensor2d([[1, 0, 1, 0]]), x as tf.Tensor2D);
    const gradient = await valuesOf(
      tf.tidy(() => tf.grad(of)(tf.tensor2d([[-200, 200, 200, -200]]))),
    );
    assert(gradient.every(Number.isFinite), `${gradient}`);
    // A wrong certainty is pulled back, a right one stays.
    assert(gradient[0] < -0.2, `${gradient}`);
    assertEquals([Math.abs(gradient[2]), Math.abs(gradient[3])], [0, 0]);
  }
});

import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { binaryCrossEntropy } from "../../lib/metrics/binary_cross_entropy.ts";
import { makePrng } from "../../lib/random.ts";
import { HEAD_SETTINGS, makeHeadConfig } from "../../lib/training/head_config.ts";
import { disposeTrainee } from "../../lib/training/make_trainee.ts";
import { type FeaturePart, headScores, trainHead } from "../../lib/training/train_head.ts";

await chooseBackend();

const nFeatures = 6;

/** Rows whose two labels are the signs of the first two features. */
function madeUpPart(n: number, seed: number): FeaturePart {
  const prng = makePrng(seed);
  const values = Float32Array.from({ length: n * nFeatures }, () => prng.normal());
  const imdbIds = Array.from({ length: n }, (_, i) => i + 1);
  const yTrue = imdbIds.map((_, i) =>
    Uint8Array.from([0, 1], (j) => Number(values[i * nFeatures + j] > 0))
  );
  return { imdbIds, nFeatures, values, yTrue };
}

const [train, val] = [madeUpPart(200, 1), madeUpPart(60, 2)];
const config = makeHeadConfig({
  epochs: 12,
  batchSize: 16,
  learningRate: 0.03,
  denseDropoutRate: 0.1,
});

for (const hiddenUnits of [0, 8]) {
  Deno.test(`trainHead() learns with ${hiddenUnits} hidden units, the same for the same seed`, async () => {
    const { numTensors } = tf.memory();
    const first = await trainHead({ config, hiddenUnits, train, val });
    const second = await trainHead({ config, hiddenUnits, train, val });
    const scores = await headScores(first.trainee.model, val);
    assertEquals(await headScores(second.trainee.model, val), scores);
    const { history, state } = first;
    assertEquals(history.map(({ epoch }) => epoch), Array.from(history.keys()));
    assertEquals([history[0].step, history[0].trainLoss], [0, null]);
    // The weights are those of the best epoch, not of the last.
    const best = history[state.bestEpoch];
    assertEquals(best.valLoss, Math.min(...history.map(({ valLoss }) => valLoss)));
    assertAlmostEquals(binaryCrossEntropy(val.yTrue, scores), best.valLoss, 1e-12);
    assert(best.valLoss < history[0].valLoss / 2, `${best.valLoss} ${history[0].valLoss}`);
    assertEquals(history[1].step, Math.ceil(200 / 16));
    for (const { trainee } of [first, second]) disposeTrainee(trainee);
    assertEquals(tf.memory().numTensors, numTensors);
  });
}

Deno.test("trainHead() stops when patience is spent, with the best epoch's averaged weights", async () => {
  const impatient = makeHeadConfig({
    ...config,
    // So large that the loss soon rises.
    learningRate: 3,
    emaDecay: 0.5,
    patienceEpochs: 2,
    learningRateSchedule: "constant",
  });
  const { trainee, state, history } = await trainHead({
    config: impatient,
    hiddenUnits: 0,
    train,
    val,
  });
  assert(state.epoch < impatient.epochs);
  assertEquals(state.epoch, state.bestEpoch + 2);
  const scores = await headScores(trainee.model, val);
  assertAlmostEquals(
    binaryCrossEntropy(val.yTrue, scores),
    history[state.bestEpoch].valLoss,
    1e-12,
  );
  disposeTrainee(trainee);
});

Deno.test("makeHeadConfig() has values of its own and refuses what no head has", () => {
  const { epochs, learningRate } = makeHeadConfig({ learningRate: undefined });
  assertEquals([epochs, learningRate], [HEAD_SETTINGS.epochs, HEAD_SETTINGS.learningRate]);
  assertEquals(makeHeadConfig({ epochs: 3 }).epochs, 3);
  assertThrows(
    () => makeHeadConfig({ augmentFlip: true, convFilters: [4] }),
    RangeError,
    "Cannot train a head with augmentFlip, convFilters as its settings must be among preset, seed",
  );
});

import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertGreater,
  assertLess,
  assertNotEquals,
  assertRejects,
} from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { join } from "node:path";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import type { RunConfig } from "../../lib/config.ts";
import { posterBatches } from "../../lib/dataset/batches.ts";
import { binaryCrossEntropy } from "../../lib/metrics/binary_cross_entropy.ts";
import { buildModel } from "../../lib/model/build_model.ts";
import { loadModel } from "../../lib/model/model_files.ts";
import { predictScores } from "../../lib/model/predict.ts";
import { deriveSeed, makePrng, shuffle } from "../../lib/random.ts";
import { readHistory } from "../../lib/training/history.ts";
import { learningRateAt } from "../../lib/training/learning_rate.ts";
import { bestModelDir, train } from "../../lib/training/train.ts";
import { validate } from "../../lib/training/validate.ts";
import { fixtureLabels } from "./fixture_posters.ts";
import { config, everySetting, weightsOf, withFixture } from "./small_run.ts";

await chooseBackend();

Deno.test("train() starts near ln 2 and overfits 8 posters", async () => {
  await withFixture(8, async (options) => {
    const long: RunConfig = { ...config, epochs: 150, convDropoutRate: 0, denseDropoutRate: 0 };
    const { status, history } = await train({ ...options, config: long });
    assertEquals(status, "finished");
    assertAlmostEquals(history[0].valLoss, Math.LN2, 0.05);
    assertLess(history.at(-1)!.valLoss, 0.05);
    assertEquals(history.at(-1)!.valHammingLoss, 0);
    assertEquals(await readHistory(options.runDir), [...history]);
  });
});

Deno.test("train() gives the same weights for the same seed and others for another", async () => {
  await withFixture(10, async (options) => {
    const runDirs = ["a", "b", "c"].map((name) => join(options.runDir, name));
    const [a, b, c] = runDirs;
    await train({ ...options, runDir: a, config });
    await train({ ...options, runDir: b, config });
    await train({ ...options, runDir: c, config: { ...config, seed: 2 } });
    assertEquals(await weightsOf(a), await weightsOf(b));
    assertNotEquals(await weightsOf(a), await weightsOf(c));
  });
});

for (
  const settings of [
    {},
    { monitor: "valMacroAp" },
    { emaDecay: 0.6 },
    { emaDecay: 0.6, monitor: "valMacroAp", patienceEpochs: 1 },
  ] as const
) {
  Deno.test(`train() keeps the best epoch's weights with ${JSON.stringify(settings)}`, async () => {
    await withFixture(8, async (options) => {
      // So large a step makes later epochs worse than earlier ones.
      const long: RunConfig = { ...config, learningRate: 0.5, epochs: 5, ...settings };
      const { state, history } = await train({ ...options, config: long });
      const cost = (row: typeof history[number]) =>
        long.monitor === "valLoss" ? row.valLoss : -row.valMacroAp;
      const best = history.toSorted((x, y) => cost(x) - cost(y))[0];
      assertEquals([state.bestEpoch, state.bestValLoss], [best.epoch, best.valLoss]);
      assertLess(best.epoch, state.epoch);
      const { model, metadata } = await loadModel(bestModelDir(options.runDir));
      assertEquals(metadata, { labels: fixtureLabels, heightPx: 24, widthPx: 24 });
      const { valLoss, valMacroAp } = await validate(model, options.val, config);
      assertEquals([valLoss, valMacroAp], [best.valLoss, best.valMacroAp]);
      model.dispose();
    });
  });
}

Deno.test("validate() measures pictures of the sizes that predictions are made from", async () => {
  await withFixture(8, async ({ val }) => {
    const blocks: RunConfig = { ...config, architecture: "residualCnn", residualFilters: [2, 3] };
    const model = buildModel(blocks, fixtureLabels.length);
    const lossAt = async (...testTimeScales: number[]) =>
      (await validate(model, val, { ...blocks, testTimeScales })).valLoss;
    const size = { heightPx: 24, widthPx: 24, batchSize: 8 };
    const { scores } = await predictScores(model, posterBatches(val, size), undefined, {
      testTimeScales: [2 / 3],
    });
    assertEquals(await lossAt(2 / 3), binaryCrossEntropy(val.map(({ labels }) => labels), scores));
    assertNotEquals(await lossAt(2 / 3), await lossAt(1));
    assertNotEquals(await lossAt(2 / 3, 1), await lossAt(1));
    model.dispose();
  });
});

Deno.test("train() keeps the epoch that ranks best where macro AP is monitored", async () => {
  await withFixture(8, async (options) => {
    // Negatives count next to nothing: every probability rises, and the cross-entropy with them.
    const ranking: RunConfig = {
      ...config,
      loss: "asymmetric",
      asymmetricGammaNegative: 10,
      asymmetricMargin: 0.4,
      monitor: "valMacroAp",
      epochs: 8,
    };
    const { state, history } = await train({ ...options, config: ranking });
    const bestOf = (cost: (row: typeof history[number]) => number) =>
      history.toSorted((x, y) => cost(x) - cost(y))[0].epoch;
    assertEquals(state.bestEpoch, bestOf((row) => -row.valMacroAp));
    assertNotEquals(state.bestEpoch, bestOf((row) => row.valLoss));
  });
});

Deno.test("train() validates and keeps the averaged weights but trains the others", async () => {
  await withFixture(8, async (options) => {
    const runDirs = ["plain", "averaged"].map((name) => join(options.runDir, name));
    const [plain, averaged] = await Promise.all(runDirs.map(async (runDir, i) => {
      const { history } = await train({
        ...options,
        runDir,
        config: { ...config, emaDecay: 0.9 * i },
      });
      const bytes = await weightsOf(runDir);
      return { history, bytes };
    }));
    // The weights and moments under training are the same; the average comes after them.
    const { length } = plain.bytes;
    assertEquals(averaged.bytes.slice(0, length), plain.bytes);
    assertEquals(averaged.bytes.length, length * 4 / 3);
    assertEquals(averaged.history[1].trainLoss, plain.history[1].trainLoss);
    assertEquals(averaged.history[0].valLoss, plain.history[0].valLoss);
    assertNotEquals(averaged.history[1].valLoss, plain.history[1].valLoss);
  });
});

Deno.test("train() follows the schedule and records each epoch's last learning rate", async () => {
  await withFixture(10, async (options) => {
    const scheduled: RunConfig = { ...config, learningRateSchedule: "oneCycle", warmupShare: 0.5 };
    const { history } = await train({ ...options, config: scheduled });
    const rates = [2, 5].map((step) => learningRateAt(step, 6, scheduled));
    assertEquals(history.map((row) => row.learningRate), [null, ...rates]);
    assertEquals(await readHistory(options.runDir), [...history]);
    assertLess(rates[1], rates[0] / 1000);
  });
});

Deno.test("train() makes an update of several batches and one of the rest of an epoch", async () => {
  await withFixture(10, async (options) => {
    const steps: number[] = [];
    const { state } = await train({
      ...options,
      config: { ...config, batchSize: 2, accumulationSteps: 3, epochs: 1 },
      onStep: (step) => void steps.push(step),
    });
    assertEquals([state.step, state.epoch], [2, 1]);
    assertEquals(steps, [1, 2]);
  });
});

Deno.test("train() learns with every loss", async () => {
  for (const loss of ["binaryCrossEntropyFromLogits", "asymmetric"] as const) {
    await withFixture(8, async (options) => {
      const long: RunConfig = {
        ...config,
        loss,
        epochs: 60,
        convDropoutRate: 0,
        denseDropoutRate: 0,
        monitor: "valMacroAp",
        patienceEpochs: 60,
      };
      const { history } = await train({ ...options, config: long });
      assertLess(history.at(-1)!.trainLoss!, history[1].trainLoss! / 2);
      assertGreater(history.at(-1)!.valMacroAp, 0.95);
    });
  }
});

Deno.test("train() ends when patience is spent", async () => {
  await withFixture(4, async (options) => {
    const { state } = await train({
      ...options,
      config: { ...config, learningRate: 10, epochs: 50, patienceEpochs: 2 },
    });
    assertEquals(state.epoch, state.bestEpoch + 2);
  });
});

Deno.test("train() leaves out a poster that has become unreadable", async () => {
  await withFixture(5, async (options) => {
    const config1 = { ...config, batchSize: 1 };
    await Deno.writeTextFile(options.train[2].posterFile, "not a picture");
    const steps: number[] = [];
    const skipped: number[] = [];
    await train({
      ...options,
      config: config1,
      onStep: (step) => void steps.push(step),
      onSkipped: (sample) => skipped.push(sample.imdbId),
    });
    assertEquals(steps, [1, 2, 3, 4, 5, 6, 7, 8]);
    assert(skipped.length > 0 && skipped.every((imdbId) => imdbId === 3));
  });
});

for (const accumulationSteps of [1, 2]) {
  Deno.test(`train() stops at a loss of ${accumulationSteps} batches that is not a number, naming movies and checkpoint`, async () => {
    await withFixture(4, async (options) => {
      const labels = Float32Array.of(NaN, 0, 1) as unknown as Uint8Array;
      const broken = options.train.map((sample) => ({ ...sample, labels }));
      const error = await assertRejects(
        () =>
          train({
            ...options,
            config: { ...config, batchSize: 4 / accumulationSteps, accumulationSteps },
            train: broken,
          }),
        Error,
        "Training failed at step 1 of epoch 1: the loss is NaN",
      );
      assert(/Movies of the batch: (\d, ){3}\d\./.test(error.message));
      assert(error.message.endsWith("The last good checkpoint is that of step 0."), error.message);
    });
  });
}

Deno.test("train() names the checkpoint that a failed run goes on from", async () => {
  await withFixture(10, async (options) => {
    const { state } = await train({ ...options, config: { ...config, epochs: 1 } });
    // The last poster of the second epoch, two updates after the checkpoint.
    const prng = makePrng(deriveSeed(config.seed, "shuffle", 2));
    const last = shuffle(options.train, { prng }).at(-1)!;
    const labels = Float32Array.of(NaN, 0, 1) as unknown as Uint8Array;
    const broken = options.train.map((sample) => sample === last ? { ...sample, labels } : sample);
    const error = await assertRejects(
      () => train({ ...options, config, train: broken }),
      Error,
      `Training failed at step ${state.step + 3} of epoch 2`,
    );
    assert(error.message.endsWith(`checkpoint is that of step ${state.step}.`), error.message);
    const resumed = await train({ ...options, config });
    assertEquals([resumed.status, resumed.state.step], ["finished", 2 * state.step]);
  });
});

for (
  const [what, settings] of [["by default", config], ["with all settings", everySetting]] as const
) {
  Deno.test(`train() ${what} leaves no tensor behind`, async () => {
    await withFixture(9, async (options) => {
      const before = tf.memory().numTensors;
      const atSteps: number[] = [];
      await train({
        ...options,
        config: { ...settings, epochs: 3 },
        onStep: () => void atSteps.push(tf.memory().numTensors),
      });
      // An epoch's last update has one batch, whose three tensors are fewer than those of two.
      const nBatches = (step: number) => step % 3 === 2 ? 1 : settings.accumulationSteps;
      const held = atSteps.map((n, step) => n - 3 * nBatches(step));
      assertEquals(new Set(held).size, 1);
      assertEquals(tf.memory().numTensors, before);
      assertEquals(atSteps.length, 9);
    });
  });
}

Deno.test("train() frees its tensors when it fails", async () => {
  await withFixture(4, async (options) => {
    const before = tf.memory().numTensors;
    const fail = () => Promise.reject(new Error("told to"));
    await assertRejects(() => train({ ...options, config, onStep: fail }), Error, "told to");
    assertEquals(tf.memory().numTensors, before);
  });
});

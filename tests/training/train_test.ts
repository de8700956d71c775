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
import { makeRunConfig, type RunConfig } from "../../lib/config.ts";
import { loadModel } from "../../lib/model/model_files.ts";
import { posterCnn } from "../../lib/model/poster_cnn.ts";
import { readHistory } from "../../lib/training/history.ts";
import { bestModelDir, train, type TrainOptions } from "../../lib/training/train.ts";
import { environmentRecord, openRun } from "../../lib/training/run_record.ts";
import { validate } from "../../lib/training/validate.ts";
import { fixtureLabels, writeFixturePosters } from "./fixture_posters.ts";

const backend = await chooseBackend();

const config = makeRunConfig({
  imageHeightPx: 24,
  imageWidthPx: 24,
  convFilters: [4, 4],
  denseUnits: 8,
  batchSize: 4,
  epochs: 2,
  learningRate: 3e-3,
});

async function withFixture(
  n: number,
  test: (options: Omit<TrainOptions, "config">) => Promise<void>,
): Promise<void> {
  const dir = await Deno.makeTempDir();
  try {
    const samples = await writeFixturePosters(dir, n);
    const runDir = join(dir, "run");
    await test({ runDir, labels: fixtureLabels, train: samples, val: samples });
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

async function weightsOf(runDir: string): Promise<number[]> {
  const checkpoints = join(runDir, "checkpoints");
  const { dir } = JSON.parse(await Deno.readTextFile(join(checkpoints, "latest.json")));
  return [...await Deno.readFile(join(checkpoints, dir, "tensors.bin"))];
}

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

for (const stopAtStep of [1, 2, 3, 4, 5]) {
  Deno.test(`train() stopped after step ${stopAtStep} and resumed ends with the same bits`, async () => {
    await withFixture(10, async (options) => {
      const whole = join(options.runDir, "whole");
      const parts = join(options.runDir, "parts");
      const uninterrupted = await train({ ...options, runDir: whole, config });

      const controller = new AbortController();
      const stopped = await train({
        ...options,
        runDir: parts,
        config,
        signal: controller.signal,
        onStep: (step) => {
          if (step === stopAtStep) controller.abort();
        },
      });
      assertEquals([stopped.status, stopped.state.step], ["stopped", stopAtStep]);
      const resumed = await train({ ...options, runDir: parts, config });

      assertEquals(await weightsOf(parts), await weightsOf(whole));
      const withoutTimes = (rows: typeof resumed.history) =>
        rows.map((row) => ({ ...row, seconds: null, imagesPerSecond: null }));
      assertEquals(withoutTimes(resumed.history), withoutTimes(uninterrupted.history));
    });
  });
}

Deno.test("train() keeps the weights of the epoch with the lowest validation loss", async () => {
  await withFixture(8, async (options) => {
    // So large a step makes later epochs worse than earlier ones.
    const { state, history } = await train({
      ...options,
      config: { ...config, learningRate: 0.5, epochs: 4 },
    });
    const best = history.toSorted((x, y) => x.valLoss - y.valLoss)[0];
    assertEquals([state.bestEpoch, state.bestValLoss], [best.epoch, best.valLoss]);
    const { model, metadata } = await loadModel(bestModelDir(options.runDir));
    assertEquals(metadata, { labels: fixtureLabels, heightPx: 24, widthPx: 24 });
    assertEquals((await validate(model, options.val, config)).valLoss, best.valLoss);
    model.dispose();
  });
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

Deno.test("train() stops at a loss that is not a number and names the movies", async () => {
  await withFixture(4, async (options) => {
    const labels = Float32Array.of(NaN, 0, 1) as unknown as Uint8Array;
    const broken = options.train.map((sample) => ({ ...sample, labels }));
    const error = await assertRejects(
      () => train({ ...options, config, train: broken }),
      Error,
      "Training failed at step 1 of epoch 1: the loss is NaN",
    );
    assert(/Movies of the batch: (\d, ){3}\d\./.test(error.message));
  });
});

Deno.test("train() leaves no tensor behind", async () => {
  await withFixture(9, async (options) => {
    const before = tf.memory().numTensors;
    const atSteps: number[] = [];
    await train({ ...options, config, onStep: () => void atSteps.push(tf.memory().numTensors) });
    assertEquals(new Set(atSteps).size, 1);
    assertEquals(tf.memory().numTensors, before);
    assertGreater(atSteps.length, 4);
  });
});

Deno.test("openRun() refuses to mix two runs and names what differs", async () => {
  await withFixture(4, async ({ runDir }) => {
    const environment = environmentRecord(backend);
    const dataset = { name: "fixture", manifestSha256: "0" };
    await openRun(runDir, { config, dataset }, environment);
    await assertRejects(
      () => openRun(runDir, { config, dataset }, environment),
      Error,
      "as there is one: resume it (--resume)",
    );
    await assertRejects(
      () =>
        openRun(runDir, { config: { ...config, seed: 9 }, dataset }, environment, { resume: true }),
      Error,
      "seed was 1, is 9",
    );
    await assertRejects(
      () =>
        openRun(runDir, { config, dataset: { ...dataset, manifestSha256: "1" } }, environment, {
          resume: true,
        }),
      Error,
      "the data set's manifest differs",
    );
    const longer = { config: { ...config, epochs: 20 }, dataset };
    await openRun(runDir, longer, environment, { resume: true });
    assertEquals(JSON.parse(await Deno.readTextFile(join(runDir, "config.json"))), longer);
  });
});

Deno.test("posterCnn() has the original network's layers, shapes and 11,172,443 parameters", () => {
  const model = posterCnn(makeRunConfig(), 27);
  assertEquals(model.countParams(), 11_172_443);
  assertEquals(model.outputShape, [null, 27]);
  model.dispose();
});

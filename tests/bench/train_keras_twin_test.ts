import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { makeRunConfig } from "../../lib/config.ts";
import type { DataSource } from "../../lib/dataset/data_source.ts";
import { readManifest } from "../../lib/dataset/manifest.ts";
import { evaluateRun } from "../../lib/evaluation/evaluate_run.ts";
import { readHistory } from "../../lib/training/history.ts";
import { readRunRecord } from "../../lib/training/run_record.ts";
import { madeUpSource, tinyRunConfig } from "../evaluation/tiny_run.ts";
import { benchPython } from "./bench_venv.ts";
import { trainKerasTwin } from "./train_keras_twin.ts";

const config = makeRunConfig({ ...tinyRunConfig, epochs: 2 });

async function withSource(use: (source: DataSource) => Promise<void>): Promise<void> {
  const source = await madeUpSource("made-up");
  try {
    await use(source);
  } finally {
    await Deno.remove(source.dataDir, { recursive: true });
  }
}

/** As if the run had been stopped before its last epoch was kept. */
async function forgetLastEpoch(runDir: string): Promise<void> {
  const file = join(runDir, "checkpoints", "keras.json");
  const state = JSON.parse(await Deno.readTextFile(file));
  const rows: { epoch: number; valLoss: number }[] = state.rows.slice(0, -1);
  const best = rows.toSorted((a, b) => a.valLoss - b.valLoss)[0];
  const earlier = {
    ...state,
    rows,
    epoch: rows.at(-1)!.epoch,
    bestEpoch: best.epoch,
    bestValLoss: best.valLoss,
  };
  await Deno.writeTextFile(file, JSON.stringify(earlier));
}

async function isInstalled(file: string): Promise<boolean> {
  try {
    return (await Deno.stat(file)).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

Deno.test("trainKerasTwin() refuses a setting that the twin does not know", async () => {
  await withSource(async (source) => {
    const runDir = join(source.dataDir, "run");
    const adamW = makeRunConfig({ ...config, weightDecay: 0.1 });
    await assertRejects(
      () => trainKerasTwin({ source, config: adamW, runDir }),
      RangeError,
      "weightDecay must be 0: current value is 0.1",
    );
    assertEquals(await readRunRecord(runDir), null);
  });
});

Deno.test({
  name: "trainKerasTwin() makes a run that is measured as ours, stopped and resumed or not",
  // `deno task bench` installs Keras; the project itself does not need it.
  ignore: !await isInstalled(benchPython),
  fn: async () => {
    await withSource(async (source) => {
      const [runDir, cacheDir] = ["run", "cache"].map((name) => join(source.dataDir, name));
      const epochs: number[] = [];
      const train = () =>
        trainKerasTwin({
          source,
          config,
          runDir,
          cacheDir,
          onEpoch: ({ epoch }) => epochs.push(epoch),
        });
      assert(await train());
      assertEquals(epochs, [0, 1, 2]);
      const history = await readHistory(runDir);
      const { partSizes } = await readManifest(source.datasetDir);
      const stepsPerEpoch = Math.ceil(partSizes.train / config.batchSize);
      assertEquals(history.map(({ step }) => step), [0, stepsPerEpoch, 2 * stepsPerEpoch]);

      await forgetLastEpoch(runDir);
      assert(await train());
      assertEquals(epochs, [0, 1, 2, 2]);
      const resumed = await readHistory(runDir);
      assertEquals(resumed.length, 3);
      history.forEach(({ valLoss, trainLoss }, i) => {
        assertAlmostEquals(resumed[i].valLoss, valLoss, 1e-6);
        assertAlmostEquals(resumed[i].trainLoss ?? 0, trainLoss ?? 0, 1e-6);
      });

      const { metrics, test } = await evaluateRun(runDir, source);
      const best = history.toSorted((a, b) => a.valLoss - b.valLoss)[0];
      assertEquals([metrics.epochs, metrics.bestEpoch], [2, best.epoch]);
      const model = metrics.val.rows.find(({ predictor }) => predictor === "model")!;
      assertAlmostEquals(model.measures.binaryCrossEntropy.value!, best.valLoss, 1e-6);
      assertAlmostEquals(model.measures.oneError.value!, best.valOneError, 1e-12);
      assertEquals(test.imdbIds.length, partSizes.test);
      const record = await readRunRecord(runDir);
      assertEquals([record!.madeBy, record!.config], ["Keras", config]);
      const environment = JSON.parse(await Deno.readTextFile(join(runDir, "environment.json")));
      assertEquals(environment.backend.name, "keras");
      assert(/^Keras 3\.\S+, TensorFlow 2\.\S+$/.test(environment.backend.description));
    });
  },
});

import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { makeRunConfig, type RunConfig } from "../../lib/config.ts";
import type { DataSource } from "../../lib/dataset/data_source.ts";
import { evaluateRun } from "../../lib/evaluation/evaluate_run.ts";
import { headRun } from "../../lib/evaluation/head_run.ts";
import { loadFeatureExtractor } from "../../lib/model/load_feature_extractor.ts";
import { loadModel, modelSha256 } from "../../lib/model/model_files.ts";
import { readHistory } from "../../lib/training/history.ts";
import { makeHeadConfig } from "../../lib/training/head_config.ts";
import { readRunRecord } from "../../lib/training/run_record.ts";
import { startSettings } from "../../lib/training/start_from.ts";
import { trainRun } from "../../lib/training/train_run.ts";
import { tinyRunConfig, withMadeUpSource, withTinyRun } from "../evaluation/tiny_run.ts";
import { writeLayersModel } from "../model/foreign_models.ts";
import { npmNetworks } from "../model/npm_networks.ts";
import { valuesOfEach } from "./values_of_each.ts";

const backend = await chooseBackend();
const fetched = await npmNetworks();

/** Trains a head on a network's features; returns the run's folder. */
async function runWithHead(
  source: DataSource,
  location: string,
  settings: Partial<RunConfig> = {},
): Promise<string> {
  const runDir = join(source.dataDir, "head");
  const imageSize = { heightPx: 24, widthPx: 24 };
  const extractor = await loadFeatureExtractor(location, { scaling: "unit", imageSize });
  const config = makeHeadConfig({ epochs: 2, batchSize: 16, seed: 3, ...settings });
  await headRun({ source, runDir, config, extractor, hiddenUnits: 0, backend });
  extractor.dispose();
  return runDir;
}

async function layerValues(runDir: string): Promise<Map<string, number[][]>> {
  const { model } = await loadModel(join(runDir, "model"));
  const values = new Map<string, number[][]>();
  for (const layer of model.layers) {
    if (layer.weights.length) values.set(layer.name, await valuesOfEach(layer.getWeights()));
  }
  model.dispose();
  return values;
}

/** Names of the layers whose weights differ. */
async function movedLayers(before: string, after: string): Promise<string[]> {
  const old = await layerValues(before);
  return [...await layerValues(after)]
    .filter(([name, values]) => JSON.stringify(values) !== JSON.stringify(old.get(name)))
    .map(([name]) => name);
}

Deno.test("trainRun() tunes the last layers of a network under a head, from where the head was", async () => {
  await withMadeUpSource(async (source) => {
    const location = join(source.dataDir, "net");
    await writeLayersModel(location, { size: 24 });
    const start = await runWithHead(source, location);
    const head = (await evaluateRun(start, source)).metrics;
    const settings = {
      ...await startSettings(start),
      epochs: 1,
      batchSize: 16,
      learningRate: 0.01,
    };
    const all = join(source.dataDir, "all");
    await trainRun({ source, config: makeRunConfig(settings), runDir: all });
    const [untrained, row] = await readHistory(all);
    const history = await readHistory(start);
    assertAlmostEquals(untrained.valLoss, history[head.bestEpoch].valLoss, 1e-5);
    assert(row.valLoss !== untrained.valLoss);
    assertEquals(await movedLayers(start, all), ["conv", "head_predictions"]);

    const last = join(source.dataDir, "last");
    const config = makeRunConfig({ ...settings, frozenBefore: "head_predictions" });
    await trainRun({ source, config, runDir: last });
    assertEquals(await movedLayers(start, last), ["head_predictions"]);
    const { startedFrom } = (await readRunRecord(last))!;
    const weightsSha256 = await modelSha256(join(start, "model"));
    assertEquals(startedFrom, { weightsSha256, pretrained: null, backbone: "net" });
    assertEquals((await evaluateRun(last, source)).metrics.epochs, 1);
  });
});

Deno.test("trainRun() from a saved network goes on after a stop to the same weights", async () => {
  await withTinyRun(async (start, source) => {
    const config = makeRunConfig({
      ...tinyRunConfig,
      ...await startSettings(start),
      epochs: 2,
      emaDecay: 0.9,
    });
    const whole = join(source.dataDir, "whole");
    await trainRun({ source, config, runDir: whole });
    const stopped = join(source.dataDir, "stopped");
    const controller = new AbortController();
    const onStep = (step: number) => {
      if (step === 2) controller.abort();
    };
    const signal = controller.signal;
    const { status } = await trainRun({ source, config, runDir: stopped, signal, onStep });
    assertEquals(status, "stopped");
    await trainRun({ source, config, runDir: stopped, resume: true });
    assertEquals(await layerValues(stopped), await layerValues(whole));
    // From other weights it would be another run.
    await Deno.rename(start, `${start}-old`);
    await Deno.rename(whole, start);
    await assertRejects(
      () => trainRun({ source, config, runDir: stopped, resume: true }),
      Error,
      "the network that it started from has other weights",
    );
  });
});

Deno.test("trainRun() refuses a saved network that does not fit, and leaves no run", async () => {
  await withTinyRun(async (start, source) => {
    const runDir = join(source.dataDir, "other");
    const settings = { ...tinyRunConfig, ...await startSettings(start), seed: 4 };
    const refused = async (more: Partial<RunConfig>, message: string) => {
      const config = makeRunConfig({ ...settings, ...more });
      await assertRejects(() => trainRun({ source, config, runDir }), Error, message);
      assertEquals(await readRunRecord(runDir), null);
    };
    await refused({ startFrom: join(source.dataDir, "none") }, "Cannot find a model in");
    await refused(
      { imageHeightPx: 48 },
      "it must be of the run's picture size, 48x24 pixels: current value is 24x24",
    );
    await refused({ frozenBefore: "nowhere" }, 'current value is "nowhere"; the last with weights');
    await refused({ frozenBlocks: 1 }, "frozenBlocks must be 0 for a network without blocks");
    const model = join(start, "model", "model.json");
    const text = await Deno.readTextFile(model);
    const genres = JSON.parse(text).userDefinedMetadata.labels;
    await Deno.writeTextFile(model, text.replace(`"${genres[0]}"`, '"Noir"'));
    await refused({}, `it must be of the data set's genres: current value is Noir, ${genres[1]}`);
  });
});

Deno.test({
  name: `a third party's MobileNetV2 gets a head, and its last block is tuned${
    typeof fetched === "string" ? ` (left out: ${fetched})` : ""
  }`,
  ignore: typeof fetched === "string",
  fn: () =>
    withMadeUpSource(async (source) => {
      const { layers } = fetched as Exclude<typeof fetched, string>;
      const start = await runWithHead(source, layers, {
        epochs: 1,
        // Most is left to learn.
        outputBias: "zeros",
        learningRate: 0.01,
      });
      const runDir = join(source.dataDir, "tuned");
      const config = makeRunConfig({
        preset: "tune",
        ...await startSettings(start),
        frozenBefore: "block_16_project",
        epochs: 1,
        batchSize: 16,
        // Four updates are too few for an average.
        emaDecay: 0,
        learningRate: 1e-3,
      });
      await trainRun({ source, config, runDir });
      const [before, after] = await readHistory(runDir);
      const head = (await readHistory(start)).map(({ valLoss }) => valLoss);
      // The head's history is of the posters alone, this one also of their mirror images.
      assertAlmostEquals(before.valLoss, Math.min(...head), 0.02);
      assert(after.valLoss < before.valLoss, `${after.valLoss} ${before.valLoss}`);
      assertEquals(await movedLayers(start, runDir), [
        "block_16_project",
        "Conv_1",
        "head_predictions",
      ]);
    }),
});

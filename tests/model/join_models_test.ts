import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { join } from "node:path";
import { applyModel } from "../../lib/backend/apply_model.ts";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { ensembleMembers } from "../../lib/backend/ensemble_members.ts";
import { buildModel } from "../../lib/model/build_model.ts";
import { gradCam } from "../../lib/model/grad_cam.ts";
import { joinModels } from "../../lib/model/join_models.ts";
import { loadModel, type ModelMetadata, saveModel } from "../../lib/model/model_files.ts";
import { withTempDir } from "../with_temp_dir.ts";
import { tinyResidualConfig } from "./tiny_residual.ts";

await chooseBackend();

const { imageHeightPx: heightPx, imageWidthPx: widthPx } = tinyResidualConfig;
const metadata: ModelMetadata = { labels: [..."abcdefghij"], heightPx, widthPx };
const architectures = ["posterCnn", "residualCnn", "efficientnetLite0"] as const;

function randomImages(n: number): tf.Tensor4D {
  return tf.randomUniform([n, heightPx, widthPx, 3], 0, 1, "float32", 9);
}

/** Saves networks of different seeds; the first blocks of some do not learn. */
async function savedModels(dir: string, architecture: typeof architectures[number]) {
  const models = [1, 2].map((seed) =>
    buildModel(
      {
        ...tinyResidualConfig,
        architecture,
        seed,
        frozenBatchNorm: architecture !== "posterCnn",
        frozenBlocks: architecture === "efficientnetLite0" ? 2 : 0,
      },
      metadata.labels.length,
    )
  );
  const dirs = models.map((_, i) => join(dir, `model-${i}`));
  for (const [i, model] of models.entries()) await saveModel(dirs[i], model, metadata);
  return { models, dirs };
}

for (const architecture of architectures) {
  Deno.test(`joinModels() gives the mean of what networks say, saved and loaded too: ${architecture}`, async () => {
    await withTempDir(async (dir) => {
      const { models, dirs } = await savedModels(dir, architecture);
      const images = randomImages(2);
      const apply = (model: tf.LayersModel) =>
        applyModel(model, images, { training: false }) as tf.Tensor2D;
      const [first, second] = models.map((model) => apply(model).dataSync());
      assert(first.some((value, i) => Math.abs(value - second[i]) > 1e-3), "they differ");

      const joined = await joinModels(dirs);
      assertEquals(joined.metadata, metadata);
      assertEquals(joined.model.countParams(), 2 * models[0].countParams());
      assertEquals(ensembleMembers(joined.model).length, 2);
      const folder = join(dir, "joined");
      await saveModel(folder, joined.model, joined.metadata);
      const loaded = await loadModel(folder);
      assertEquals(loaded.metadata, metadata);
      for (const { model } of [joined, loaded]) {
        // In both ways: layer by layer as this project does it, and as any user of tfjs does it.
        for (const output of [apply(model), model.predict(images) as tf.Tensor2D]) {
          assertEquals(output.shape, [2, 10]);
          output.dataSync().forEach((value, i) =>
            assertAlmostEquals(value, (first[i] + second[i]) / 2, 1e-5)
          );
        }
      }
    });
  });
}

Deno.test("joinModels() refuses models of other genres, and a folder without one", async () => {
  await withTempDir(async (dir) => {
    const { models: [model], dirs } = await savedModels(dir, "posterCnn");
    await saveModel(dirs[1], model, { ...metadata, labels: [..."jihgfedcba"] });
    await assertRejects(
      () => joinModels(dirs),
      Error,
      `all must have the genres and pictures of ${dirs[0]}: ${dirs[1]} differs`,
    );
    await assertRejects(() => joinModels([dirs[0], join(dir, "none")]), Error, "Cannot load");
  });
});

Deno.test("ensembleMembers() finds none in a single network", () => {
  const model = buildModel({ ...tinyResidualConfig, architecture: "residualCnn" }, 3);
  assertEquals(ensembleMembers(model), []);
  const input = tf.input({ shape: [2] });
  const halves = [1, 2].map(() => tf.layers.dense({ units: 2 }).apply(input) as tf.SymbolicTensor);
  const mean = tf.layers.average().apply(halves) as tf.SymbolicTensor;
  assertEquals(ensembleMembers(tf.model({ inputs: input, outputs: mean })), []);
  model.dispose();
});

Deno.test("gradCam() of joined networks is the sum of their maps, over its maximum", async () => {
  await withTempDir(async (dir) => {
    const { models, dirs } = await savedModels(dir, "residualCnn");
    const images = randomImages(1);
    const { model } = await joinModels(dirs);
    const dot = (x: Float32Array, y: Float32Array) => x.reduce((sum, v, i) => sum + v * y[i], 0);
    let nCompared = 0;
    for (const label of metadata.labels.keys()) {
      const [joined] = await gradCam(model, images, label);
      const [[{ values: a }], [{ values: b }]] = [
        await gradCam(models[0], images, label),
        await gradCam(models[1], images, label),
      ];
      // Each map is known but for its factor: the joined one lies in the plane of the two.
      const [aa, ab, bb] = [dot(a, a), dot(a, b), dot(b, b)];
      const [aj, bj] = [dot(a, joined.values), dot(b, joined.values)];
      const determinant = aa * bb - ab * ab;
      if (determinant < 1e-6 * aa * bb || aa * bb === 0) continue;
      const [wa, wb] = [(aj * bb - bj * ab) / determinant, (bj * aa - aj * ab) / determinant];
      assert(wa > 0 && wb > 0, `${wa}, ${wb}`);
      joined.values.forEach((value, i) => assertAlmostEquals(value, wa * a[i] + wb * b[i], 1e-4));
      nCompared++;
    }
    assert(nCompared > 0);
  });
});

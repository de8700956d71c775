import { assert, assertAlmostEquals, assertEquals, assertNotEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { applyModel } from "../../lib/backend/apply_model.ts";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { dropoutLayers } from "../../lib/backend/seeded_dropout.ts";
import { makeRunConfig } from "../../lib/config.ts";
import { buildModel } from "../../lib/model/build_model.ts";
import { loadModel, saveModel } from "../../lib/model/model_files.ts";
import { seedDropout } from "../../lib/training/train_step.ts";
import { withTempDir } from "../with_temp_dir.ts";
import { tinyResidualConfig } from "./tiny_residual.ts";

await chooseBackend();

function network(architecture: "residualCnn" | "efficientnetLite0", stochasticDepthRate: number) {
  const config = { ...tinyResidualConfig, architecture, stochasticDepthRate, denseDropoutRate: 0 };
  const model = buildModel(makeRunConfig(config), 3);
  seedDropout(model, 1, 0);
  return model;
}

const dropRates = (model: tf.LayersModel) =>
  dropoutLayers(model).filter(({ name }) => name.endsWith("_drop"))
    .map(({ name, rate }) => [name, rate] as const);

Deno.test("stochasticDepth() grows with depth, where a block has a skip connection", () => {
  const model = network("efficientnetLite0", 0.32);
  const rates = dropRates(model);
  // Lite0 has 16 blocks; those that change size or channels have no skip connection.
  const names = [2, 4, 6, 7, 9, 10, 12, 13, 14].map((i) => `block_${i}_drop`);
  assertEquals(rates.map(([name]) => name), names);
  for (const [name, rate] of rates) {
    assertAlmostEquals(rate, 0.32 * Number(name.split("_")[1]) / 16, 1e-12);
  }
  assertEquals(dropRates(network("efficientnetLite0", 0)), []);
  assertEquals(dropRates(network("residualCnn", 0.5)), [["block_2_drop", 0.25]]);
});

for (const precision of ["float32", "bfloat16"] as const) {
  Deno.test(`stochasticDepth() changes training alone, by its seed, ${precision}`, async () => {
    await withTempDir(async (dir) => {
      const model = network("residualCnn", 0.9);
      const x = tf.randomUniform([8, 24, 24, 3], 0, 1, "float32", 3);
      const outputOf = (model: tf.LayersModel, training: boolean) =>
        tf.tidy(() => [...applyModel(model, x, { training, precision }).dataSync()]);
      const plain = network("residualCnn", 0);
      // Another layer means another order.
      for (const layer of plain.layers) {
        layer.setWeights(model.getLayer(layer.name).getWeights());
      }
      assertEquals(outputOf(model, false), outputOf(plain, false));
      const trained = outputOf(model, true);
      assertEquals(outputOf(model, true), trained);
      seedDropout(model, 1, 1);
      assertNotEquals(outputOf(model, true), trained);
      assert(trained.every(Number.isFinite));

      await saveModel(dir, model, { labels: ["a", "b", "c"], heightPx: 24, widthPx: 24 });
      const loaded = await loadModel(dir);
      assertEquals(dropRates(loaded.model), dropRates(model));
      assertEquals(outputOf(loaded.model, false), outputOf(model, false));
      tf.dispose([x]);
      for (const each of [model, plain, loaded.model]) each.dispose();
    });
  });
}

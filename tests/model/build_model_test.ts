import { assert, assertAlmostEquals, assertEquals, assertNotEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { batchNormalizationLayers } from "../../lib/backend/fused_batch_normalization.ts";
import { dropoutLayers } from "../../lib/backend/seeded_dropout.ts";
import { makeRunConfig, type RunConfig } from "../../lib/config.ts";
import { buildModel } from "../../lib/model/build_model.ts";
import { loadModel, saveModel } from "../../lib/model/model_files.ts";
import { outputLogits } from "../../lib/model/output_logits.ts";
import { predictBatch } from "../../lib/model/predict.ts";
import { outputFeatures } from "../../lib/training/output_features.ts";
import { otherVariables, trainableVariables } from "../../lib/training/model_variables.ts";
import { seedDropout } from "../../lib/training/train_step.ts";
import { withTempDir } from "../with_temp_dir.ts";
import { randomImages, tinyMetadata } from "./tiny_model.ts";
import { tinyResidualConfig } from "./tiny_residual.ts";

await chooseBackend();

const size = { imageHeightPx: 24, imageWidthPx: 24 };
const tiny: readonly RunConfig[] = [
  makeRunConfig({ ...size, convFilters: [4, 4], denseUnits: 8 }),
  tinyResidualConfig,
  makeRunConfig({ preset: "efficientnet-lite0", ...size }),
];

for (const config of tiny) {
  Deno.test(`buildModel() makes a ${config.architecture} that starts from its seed`, () => {
    const weightsOf = (seed: number) => {
      const model = buildModel({ ...config, seed }, 3);
      const values = trainableVariables(model)
        .filter((variable) => variable.rank > 1)
        .map((variable) => variable.dataSync().slice(0, 100));
      model.dispose();
      return values;
    };
    const first = weightsOf(1);
    assertEquals(weightsOf(1), first);
    weightsOf(2).forEach((values, i) => assertNotEquals(values, first[i]));
  });

  Deno.test(`buildModel() makes a ${config.architecture} that keeps its output when saved`, async () => {
    await withTempDir(async (dir) => {
      const model = buildModel(config, 3, [0.5, -0.5, 1]);
      const images = randomImages(3);
      const before = await predictBatch(model, images);
      await saveModel(dir, model, tinyMetadata);
      const { model: loaded } = await loadModel(dir);
      assertEquals(await predictBatch(loaded, images), before);
      // Not tfjs's own classes, which train otherwise.
      const nNormalized = batchNormalizationLayers(model).length;
      assertEquals(batchNormalizationLayers(loaded).length, nNormalized);
      assertEquals(
        dropoutLayers(loaded).map(({ rate }) => rate),
        dropoutLayers(model).map(({ rate }) => rate),
      );
      tf.dispose(images);
      model.dispose();
      loaded.dispose();
    });
  });

  Deno.test(`outputLogits() of a ${config.architecture} are its outputs before the sigmoid`, () => {
    const model = buildModel({ ...config, frozenBatchNorm: true }, 3, [0.5, -0.5, 1]);
    const images = randomImages(3);
    seedDropout(model, 1, 0);
    // Frozen layers keep what they make of their statistics.
    tf.dispose(outputFeatures(model)(images));
    const before = tf.memory().numTensors;
    tf.tidy(() => {
      const expected = (model.apply(images, { training: true }) as tf.Tensor).dataSync();
      const logits = outputLogits(model)(outputFeatures(model)(images));
      const actual = logits.sigmoid().dataSync();
      assert(new Set(expected).size > 3);
      expected.forEach((value, i) => assertAlmostEquals(actual[i], value, 1e-6));
    });
    assertEquals(tf.memory().numTensors, before);
    tf.dispose(images);
    model.dispose();
  });
}

Deno.test("buildModel() with frozen batch normalization leaves it out of what is trained", () => {
  const trained = buildModel(tinyResidualConfig, 3);
  const frozen = buildModel({ ...tinyResidualConfig, frozenBatchNorm: true }, 3);
  const nLayers = batchNormalizationLayers(trained).length;
  assertEquals(nLayers, 6);
  // Scale and offset of each; two averages of each are never trained.
  assertEquals(
    trainableVariables(trained).length - trainableVariables(frozen).length,
    2 * nLayers,
  );
  assertEquals(otherVariables(trained).length, 2 * nLayers);
  assertEquals(otherVariables(frozen).length, 4 * nLayers);
  trained.dispose();
  frozen.dispose();
});

import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { batchNormalizationLayers } from "../../lib/backend/fused_batch_normalization.ts";
import { posterBatches } from "../../lib/dataset/batches.ts";
import { buildModel } from "../../lib/model/build_model.ts";
import { renewBatchNorm } from "../../lib/training/precise_batch_norm.ts";
import { assertClose } from "../backend/same_gradients.ts";
import { tinyResidualConfig } from "../model/tiny_residual.ts";
import { withFixture } from "./small_run.ts";
import { valuesOfEach } from "./values_of_each.ts";

await chooseBackend();

const { imageHeightPx: heightPx, imageWidthPx: widthPx } = tinyResidualConfig;

for (const nPosters of [10, 128]) {
  Deno.test(`renewBatchNorm() averages over ${nPosters} posters, whatever was there before`, async () => {
    await withFixture(nPosters, async ({ train }) => {
      const config = { ...tinyResidualConfig, preciseBatchNormPosters: nPosters };
      const model = buildModel(config, 3);
      const layers = batchNormalizationLayers(model);
      const [, , stemMean, stemVariance] = layers[0].getWeights() as tf.Variable[];
      stemMean.assign(stemMean.add(7));
      const nTensors = tf.memory().numTensors;
      await renewBatchNorm(model, train, config);
      assertEquals(tf.memory().numTensors, nTensors);
      assert(layers.every(({ momentum }) => momentum === 0.99));

      const conv = model.getLayer("stem_conv");
      const size = { heightPx, widthPx, batchSize: nPosters };
      for await (const { images, labels } of posterBatches(train, size)) {
        const maps = conv.apply(images) as tf.Tensor4D;
        const { mean, variance } = tf.moments(maps, [0, 1, 2]);
        assertClose(await stemMean.data(), await mean.data(), "means");
        // The mean of two batches' variances leaves out what lies between the batches.
        if (nPosters <= 64) {
          const expected = await variance.data();
          // Backends divide by the number of pixels or by one less.
          (await stemVariance.data()).forEach((value, i) =>
            assertAlmostEquals(value / expected[i], 1, 1e-3)
          );
        }
        tf.dispose([images, labels, maps, mean, variance]);
      }
      model.dispose();
    });
  });
}

Deno.test("renewBatchNorm() looks at posters in the sizes of prediction, and at no more than asked", async () => {
  await withFixture(12, async ({ train }) => {
    const averages = async (settings: Partial<typeof tinyResidualConfig>) => {
      const config = { ...tinyResidualConfig, preciseBatchNormPosters: 12, ...settings };
      const model = buildModel(config, 3);
      await renewBatchNorm(model, train, config);
      const values = await valuesOfEach(
        batchNormalizationLayers(model).flatMap((layer) => layer.getWeights().slice(2)),
      );
      model.dispose();
      return values.flat();
    };
    const whole = await averages({});
    assertEquals(await averages({}), whole);
    assert(JSON.stringify(await averages({ testTimeScales: [2 / 3] })) !== JSON.stringify(whole));
    assert(
      JSON.stringify(await averages({ preciseBatchNormPosters: 5 })) !== JSON.stringify(whole),
    );
  });
});

import { assert, assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { featureHead, joinHead } from "../../lib/model/feature_head.ts";
import { loadFeatureExtractor } from "../../lib/model/load_feature_extractor.ts";
import { loadModel, type ModelMetadata, saveModel } from "../../lib/model/model_files.ts";
import { predictBatch } from "../../lib/model/predict.ts";
import { withTempDir } from "../with_temp_dir.ts";
import { writeLayersModel } from "./foreign_models.ts";

await chooseBackend();

const shape = { seed: 1, nFeatures: 5, dropoutRate: 0.5, nLabels: 2 };

Deno.test("featureHead() has a hidden layer where it is wanted, and the same weights for a seed", () => {
  const head = featureHead({ ...shape, hiddenUnits: 0, outputBias: [1, -1] });
  const hidden = featureHead({ ...shape, hiddenUnits: 7 });
  const again = featureHead({ ...shape, hiddenUnits: 7 });
  const other = featureHead({ ...shape, seed: 2, hiddenUnits: 7 });
  assertEquals(head.countParams(), 5 * 2 + 2);
  assertEquals(hidden.countParams(), 5 * 7 + 7 + 7 * 2 + 2);
  const valuesOf = (model: tf.LayersModel) =>
    model.getWeights().map((weight) => Array.from(weight.dataSync()));
  assertEquals(valuesOf(head)[1], [1, -1]);
  assertEquals(valuesOf(hidden), valuesOf(again));
  assert(JSON.stringify(valuesOf(hidden)) !== JSON.stringify(valuesOf(other)));
  for (const model of [head, hidden, again, other]) model.dispose();
});

Deno.test("joinHead() gives after saving and loading what extractor and head give one by one", async () => {
  await withTempDir(async (dir) => {
    await writeLayersModel(`${dir}/backbone`);
    const images = tf.randomUniform<tf.Rank.R4>([3, 12, 12, 3], 0, 1, "float32", 4);
    for (const scaling of ["symmetric", "imagenet"] as const) {
      const extractor = await loadFeatureExtractor(`${dir}/backbone`, {
        scaling,
        imageSize: { heightPx: 12, widthPx: 12 },
      });
      const head = featureHead({ ...shape, hiddenUnits: 4 });
      const expected = tf.tidy(() => head.predict(extractor.apply(images)) as tf.Tensor);
      const metadata: ModelMetadata = { labels: ["A", "B"], heightPx: 12, widthPx: 12 };
      await saveModel(`${dir}/${scaling}`, joinHead(extractor.model!, head), metadata);
      head.dispose();
      extractor.dispose();

      const { model, metadata: found } = await loadModel(`${dir}/${scaling}`);
      assertEquals({ ...found }, metadata);
      const values = expected.dataSync();
      const rows = await predictBatch(model, images);
      rows.flatMap((row) => Array.from(row)).forEach((value, i) =>
        assert(Math.abs(value - values[i]) < 1e-5, `${value} ${values[i]}`)
      );
      expected.dispose();
      model.dispose();
    }
    images.dispose();
  });
});

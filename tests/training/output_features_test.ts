import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { outputLogits } from "../../lib/model/output_logits.ts";
import { outputFeatures } from "../../lib/training/output_features.ts";
import { seedDropout } from "../../lib/training/train_step.ts";
import { randomImages, tinyModel } from "../model/tiny_model.ts";

await chooseBackend();

Deno.test("outputFeatures() are what the output layer turns into the model's probabilities", () => {
  const model = tinyModel();
  seedDropout(model, 1, 0);
  tf.tidy(() => {
    const images = randomImages(3);
    const expected = (model.apply(images, { training: true }) as tf.Tensor).dataSync();
    const features = outputFeatures(model)(images);
    assertEquals(features.shape, [3, 8]);
    // Half of the hidden units are dropped.
    assert(features.dataSync().some((value) => value === 0));
    const found = outputLogits(model)(features).sigmoid().dataSync();
    expected.forEach((value, i) => assertAlmostEquals(found[i], value, 1e-6));
  });
  model.dispose();
});

Deno.test("outputFeatures() take a sigmoid layer of its own and a model of one layer", () => {
  const dense = (activation: "sigmoid" | "linear") =>
    tf.layers.dense({ units: 2, activation, useBias: false, inputShape: [3] });
  const models = [
    tf.sequential({ layers: [dense("sigmoid")] }),
    tf.sequential({ layers: [dense("linear"), tf.layers.activation({ activation: "sigmoid" })] }),
  ];
  const nFeatures = models.map((model) =>
    tf.tidy(() => {
      const x = tf.tensor2d([[1, -2, 0.5], [0, 3, 1]]);
      const expected = (model.apply(x) as tf.Tensor).dataSync();
      const features = outputFeatures(model)(x);
      const found = outputLogits(model)(features).sigmoid().dataSync();
      expected.forEach((value, i) => assertAlmostEquals(found[i], value, 1e-6));
      return features.shape[1];
    })
  );
  assertEquals(nFeatures, [3, 2]);
  tf.dispose(models.flatMap((model) => model.getWeights()));
});

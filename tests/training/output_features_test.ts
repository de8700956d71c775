import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { outputLogits } from "../../lib/model/output_logits.ts";
import { outputFeatures } from "../../lib/training/output_features.ts";
import { seedDropout } from "../../lib/training/train_step.ts";
import { randomImages, tinyModel } from "../model/tiny_model.ts";
import { valuesOfEach } from "./values_of_each.ts";

await chooseBackend();

Deno.test("outputFeatures() are what the output layer turns into the model's probabilities", async () => {
  const model = tinyModel();
  seedDropout(model, 1, 0);
  const tensors = tf.tidy(() => {
    const images = randomImages(3);
    const expected = model.apply(images, { training: true }) as tf.Tensor;
    const features = outputFeatures(model)(images);
    return [expected, features, outputLogits(model)(features).sigmoid()];
  });
  assertEquals(tensors[1].shape, [3, 8]);
  const [expected, features, found] = await valuesOfEach(tensors);
  // Half of the hidden units are dropped.
  assert(features.some((value) => value === 0));
  expected.forEach((value, i) => assertAlmostEquals(found[i], value, 1e-6));
  tf.dispose(tensors);
  model.dispose();
});

Deno.test("outputFeatures() take a sigmoid layer of its own and a model of one layer", async () => {
  const dense = (activation: "sigmoid" | "linear") =>
    tf.layers.dense({ units: 2, activation, useBias: false, inputShape: [3] });
  const models = [
    tf.sequential({ layers: [dense("sigmoid")] }),
    tf.sequential({ layers: [dense("linear"), tf.layers.activation({ activation: "sigmoid" })] }),
  ];
  const nFeatures: number[] = [];
  for (const model of models) {
    const tensors = tf.tidy(() => {
      const x = tf.tensor2d([[1, -2, 0.5], [0, 3, 1]]);
      const features = outputFeatures(model)(x);
      nFeatures.push(features.shape[1]!);
      return [model.apply(x) as tf.Tensor, outputLogits(model)(features).sigmoid()];
    });
    const [expected, found] = await valuesOfEach(tensors);
    expected.forEach((value, i) => assertAlmostEquals(found[i], value, 1e-6));
    tf.dispose(tensors);
  }
  assertEquals(nFeatures, [3, 2]);
  tf.dispose(models.flatMap((model) => model.getWeights()));
});

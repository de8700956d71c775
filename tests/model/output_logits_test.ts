import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { outputLogits } from "../../lib/model/output_logits.ts";

await chooseBackend();

Deno.test("outputLogits() are below the sigmoid of a dense layer, with its bias", () => {
  const layer = tf.layers.dense({ units: 2, inputShape: [3], activation: "sigmoid" });
  const model = tf.sequential({ layers: [layer] });
  tf.tidy(() => layer.setWeights([tf.tensor2d([1, 0, 0, 2, 30, 0], [3, 2]), tf.tensor1d([0, 5])]));
  const features = tf.tensor2d([1, 2, 4], [1, 3]);
  const logits = outputLogits(model)(features);
  // 121 would be 1 as a probability.
  assertEquals([...logits.dataSync()], [1 + 4 * 30, 4 + 5]);
  model.dispose();
  tf.dispose([features, logits]);
});

Deno.test("outputLogits() are the input of a sigmoid that is a layer of its own", () => {
  const model = tf.sequential({
    layers: [tf.layers.activation({ activation: "sigmoid", inputShape: [2] })],
  });
  const features = tf.tensor2d([-3, 0.5], [1, 2]);
  const logits = outputLogits(model)(features);
  [...logits.dataSync()].forEach((value, i) => assertAlmostEquals(value, [-3, 0.5][i], 1e-7));
});

Deno.test("outputLogits() refuses a model that does not end in a sigmoid", () => {
  const model = tf.sequential({
    layers: [tf.layers.dense({ units: 2, inputShape: [3], activation: "softmax" })],
  });
  assertThrows(() => outputLogits(model), TypeError, "current value is Dense with softmax");
  model.dispose();
});

import { assertAlmostEquals, assertEquals, assertNotEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { dropoutLayers } from "../../lib/backend/seeded_dropout.ts";
import { makeRunConfig } from "../../lib/config.ts";
import { modelSummary } from "../../lib/model/model_summary.ts";
import { labelLogOdds, posterCnn } from "../../lib/model/poster_cnn.ts";
import { tinyConfig, tinyModel } from "./tiny_model.ts";

await chooseBackend();

/** What Keras' `model.summary()` gives for the original script's network. */
const originalTable: readonly [string, string, readonly (number | null)[], number][] = [
  ["conv2d_1", "Conv2D", [null, 222, 222, 32], 896],
  ["max_pooling2d_1", "MaxPooling2D", [null, 111, 111, 32], 0],
  ["dropout_1", "Dropout", [null, 111, 111, 32], 0],
  ["conv2d_2", "Conv2D", [null, 109, 109, 64], 18_496],
  ["max_pooling2d_2", "MaxPooling2D", [null, 54, 54, 64], 0],
  ["dropout_2", "Dropout", [null, 54, 54, 64], 0],
  ["conv2d_3", "Conv2D", [null, 52, 52, 128], 73_856],
  ["max_pooling2d_3", "MaxPooling2D", [null, 26, 26, 128], 0],
  ["dropout_3", "Dropout", [null, 26, 26, 128], 0],
  ["flatten", "Flatten", [null, 86_528], 0],
  ["dense_1", "Dense", [null, 128], 11_075_712],
  ["dropout_4", "Dropout", [null, 128], 0],
  ["dense_2", "Dense", [null, 27], 3_483],
];

function weightsOf(model: tf.LayersModel): number[][] {
  const weights = model.getWeights().map((weight) => [...weight.dataSync()]);
  model.dispose();
  return weights;
}

Deno.test("modelSummary() of the default posterCnn() is the original network's table", () => {
  const model = posterCnn(makeRunConfig(), 27);
  const summary = modelSummary(model);
  assertEquals(
    summary.map(({ layer, type, outputShape, parameters }) => [
      layer,
      type,
      outputShape,
      parameters,
    ]),
    originalTable.map((row) => [...row]),
  );
  assertEquals(summary.reduce((sum, { parameters }) => sum + parameters, 0), 11_172_443);
  model.dispose();
});

Deno.test("posterCnn() has the original's activations and dropout rates", () => {
  const model = posterCnn({ ...makeRunConfig(), imageHeightPx: 40, imageWidthPx: 40 }, 27);
  const activations = model.layers.flatMap((layer) => layer.getConfig().activation ?? []);
  assertEquals(activations, ["relu", "relu", "relu", "relu", "sigmoid"]);
  assertEquals(dropoutLayers(model).map(({ rate }) => rate), [0.25, 0.25, 0.25, 0.5]);
  model.dispose();
});

Deno.test("posterCnn() takes posters higher than wide", () => {
  const model = posterCnn({ ...tinyConfig, imageHeightPx: 60, imageWidthPx: 40 }, 3);
  assertEquals(model.inputs[0].shape, [null, 60, 40, 3]);
  assertEquals(model.layers[0].outputShape, [null, 58, 38, 4]);
  model.dispose();
});

Deno.test("posterCnn() starts from the same weights for one seed and others for another", () => {
  const weights = weightsOf(tinyModel(1));
  assertEquals(weightsOf(tinyModel(1)), weights);
  const others = weightsOf(tinyModel(2));
  // Kernels differ, biases start at 0.
  weights.forEach((values, i) => {
    if (i % 2 === 0) assertNotEquals(others[i], values);
    else assertEquals(new Set(values), new Set([0]));
  });
});

Deno.test("posterCnn() gives layers of one shape different weights, within Glorot's limits", () => {
  const model = posterCnn({ ...tinyConfig, convFilters: [3, 3], denseUnits: 3 }, 3);
  const weights = weightsOf(model);
  assertNotEquals(weights[0], weights[2]);
  // Uniform within the square root of 6 / (fan in + fan out), each fan 3 * 3 * 3 here.
  const limit = Math.sqrt(6 / 54);
  const largest = Math.max(...weights[0].map(Math.abs));
  assertEquals(largest <= limit && largest > 0.9 * limit, true, `${largest} for ${limit}`);
});

Deno.test("posterCnn() with the labels' log-odds starts near the constant predictor", () => {
  const yTrain = [[1, 0, 1], [1, 0, 0], [1, 0, 0], [1, 0, 1], [0, 0, 1], [1, 0, 0]];
  const logOdds = labelLogOdds(yTrain);
  // One positive and one negative more: 6 of 8, 1 of 8, 4 of 8.
  const shares = logOdds.map((value) => 1 / (1 + Math.exp(-value)));
  [6 / 8, 1 / 8, 4 / 8].forEach((share, i) => assertAlmostEquals(shares[i], share, 1e-12));
  const model = posterCnn(tinyConfig, 3, logOdds);
  const black = tf.zeros([1, 24, 24, 3]);
  // Every bias before the outputs is 0, so a black poster shows theirs alone.
  const probabilities = (model.predict(black) as tf.Tensor).dataSync();
  shares.forEach((share, i) => assertAlmostEquals(probabilities[i], share, 1e-6));
  black.dispose();
  model.dispose();
});

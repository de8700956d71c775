/** A model that is made in no time, and posters for it. */
import * as tf from "@tensorflow/tfjs";
import { makeRunConfig } from "../../lib/config.ts";
import type { ModelMetadata } from "../../lib/model/model_files.ts";
import { posterCnn } from "../../lib/model/poster_cnn.ts";
import { fixtureLabels } from "../training/fixture_posters.ts";

/** The network of the tests: 24x24 pixels, three genres. */
export const tinyConfig = makeRunConfig({
  imageHeightPx: 24,
  imageWidthPx: 24,
  convFilters: [4, 4],
  denseUnits: 8,
});

/** What a tiny model says of itself. */
export const tinyMetadata: ModelMetadata = { labels: fixtureLabels, heightPx: 24, widthPx: 24 };

/** An untrained tiny model. */
export function tinyModel(seed = 1): tf.LayersModel {
  return posterCnn({ ...tinyConfig, seed }, fixtureLabels.length);
}

/** Some random images as the tiny model takes them; the same for the same number. */
export function randomImages(n: number): tf.Tensor4D {
  return tf.randomUniform([n, 24, 24, 3], 0, 1, "float32", 9);
}

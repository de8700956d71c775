/**
 * Averages of batch normalization for prediction.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { applyModel } from "../backend/apply_model.ts";
import { batchNormalizationLayers } from "../backend/fused_batch_normalization.ts";
import { posterBatches } from "../dataset/batches.ts";
import type { PartSample } from "../dataset/part_samples.ts";
import { scalePictures } from "../model/predict.ts";
import { deriveSeed, makePrng, shuffle } from "../random.ts";
import type { RunConfig } from "../run_config.ts";
import { seedDropout } from "./train_step.ts";

/** Posters normalized together; a fixed number, so that the averages do not depend on the run's. */
const batchSize = 64;

/** The settings that it depends on. */
export type PreciseBatchNormConfig = Pick<
  RunConfig,
  "seed" | "preciseBatchNormPosters" | "imageHeightPx" | "imageWidthPx" | "testTimeScales"
>;

/**
 * Gives each batch normalization layer the means, over batches of training posters, of the batch's
 * mean and variance under the present weights, in place of its moving averages (precise batch
 * normalization; Wu and Johnson 2021, section 3). Posters are not varied. Where predictions are
 * made from several sizes, the batches have these in turn.
 * @param samples Training part, of which a sample is drawn by the run's seed.
 */
export async function renewBatchNorm(
  model: tf.LayersModel,
  samples: readonly PartSample[],
  config: PreciseBatchNormConfig,
  decodedDir?: string,
): Promise<void> {
  const { seed, testTimeScales, imageHeightPx: heightPx, imageWidthPx: widthPx } = config;
  const prng = makePrng(deriveSeed(seed, "precise batch normalization"));
  const chosen = shuffle(samples, { prng }).slice(0, config.preciseBatchNormPosters);
  const layers = batchNormalizationLayers(model);
  const momenta = layers.map(({ momentum }) => momentum);
  // A block left out now and then is left out here too: its masks follow from a seed.
  seedDropout(model, seed, 0);
  try {
    let nBatches = 0;
    const batches = posterBatches(chosen, { heightPx, widthPx, batchSize, decodedDir });
    for await (const { images, labels, auxiliary } of batches) {
      // So that what the layers follow is the mean of all batches so far.
      for (const layer of layers) layer.momentum = nBatches / (nBatches + 1);
      const x = tf.tidy(() =>
        scalePictures(images, testTimeScales[nBatches % testTimeScales.length])
      );
      tf.dispose(applyModel(model, x, { training: true }));
      tf.dispose([images, x, labels, auxiliary]);
      nBatches++;
      await tf.nextFrame();
    }
  } finally {
    layers.forEach((layer, i) => layer.momentum = momenta[i]);
  }
}

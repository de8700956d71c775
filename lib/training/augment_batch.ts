/**
 * What chance does to a training batch before the network sees it.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { AugmentationConfig } from "../augmentation_config.ts";
import { deriveSeed, makePrng } from "../random.ts";
import { augmentImages } from "./augment_images.ts";
import { drawBatchMix, mixBatch, type TensorBatch } from "./mix_batch.ts";
import { sizeShareAt } from "./picture_size.ts";

/** Which batch of a run it is; this alone decides all draws. */
export interface BatchPlace {
  /** The run's seed. */
  readonly seed: number;
  /** Updates made before. */
  readonly step: number;
  /** Which of the update's batches. */
  readonly batchIndex: number;
}

/** Changes a batch; the given tensors stay as they are. */
export type AugmentBatch = (batch: TensorBatch, place: BatchPlace) => TensorBatch;

/**
 * The changes that the settings ask for: first each picture by itself, then mixing.
 * @param totalSteps Updates of the whole schedule, over which pictures may grow.
 * @returns Undefined if there are none.
 */
export function batchAugmentation(
  config: AugmentationConfig,
  totalSteps: number,
): AugmentBatch | undefined {
  const changesImages = config.augmentFlip || config.augmentMinCropShare < 1 ||
    config.augmentSizeShare < 1 || config.augmentStartSizeShare < 1 ||
    config.augmentBrightness > 0 || config.augmentContrast > 0 || config.augmentSaturation > 0 ||
    config.augmentErasingRate > 0;
  const mixes = config.mixupAlpha > 0 || config.cutmixAlpha > 0;
  if (!changesImages && !mixes) return undefined;
  return (given, { seed, step, batchIndex }) => {
    const prngFor = (purpose: string) =>
      makePrng(deriveSeed(seed, "augment", step, batchIndex, purpose));
    return tf.tidy(() => {
      const augmentSizeShare = sizeShareAt(step, totalSteps, config);
      const images = augmentImages(given.images, { ...config, augmentSizeShare }, prngFor);
      const batch = { ...given, images };
      if (!mixes) return batch;
      return mixBatch(batch, drawBatchMix(prngFor("mix"), batch.images.shape, config));
    });
  };
}

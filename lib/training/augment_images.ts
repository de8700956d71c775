/**
 * Random changes of training pictures that leave their genres as they are.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { AugmentationConfig } from "../augmentation_config.ts";
import type { Prng } from "../random.ts";
import { type CropBox, cropImages, drawCropBox, mirrored, wholePicture } from "./crop_images.ts";
import { drawErasure, eraseRectangles } from "./erase_rectangles.ts";
import { drawColourFactors, shiftColours } from "./shift_colours.ts";

/** Gives each purpose a generator of its own, so that one setting leaves the others' draws alone. */
export type PrngFor = (purpose: string) => Prng;

/**
 * Mirrors, crops and scales, shifts colours and erases rectangles, as far as the settings say; each picture
 * has draws of its own. Values stay in [0, 1].
 * @param images Shape [batch, height, width, 3], values in [0, 1].
 * @returns New pictures, smaller where `augmentSizeShare` says so, or `images` itself where there is nothing to change.
 */
export function augmentImages(
  images: tf.Tensor4D,
  config: AugmentationConfig,
  prngFor: PrngFor,
): tf.Tensor4D {
  const n = images.shape[0];
  const { augmentFlip, augmentMinCropShare, augmentSizeShare, augmentErasingRate } = config;
  const [height, width] = images.shape.slice(1, 3)
    .map((side) => Math.max(1, Math.round(side * augmentSizeShare)));
  const { augmentBrightness, augmentContrast, augmentSaturation } = config;
  const drawEach = <T>(purpose: string, draw: (prng: Prng) => T): T[] => {
    const prng = prngFor(purpose);
    return Array.from({ length: n }, () => draw(prng));
  };
  return tf.tidy(() => {
    let changed = images;
    if (augmentFlip || augmentMinCropShare < 1 || augmentSizeShare < 1) {
      changed = cropImages(changed, drawBoxes(config, drawEach), [height, width]);
    }
    if (augmentBrightness > 0 || augmentContrast > 0 || augmentSaturation > 0) {
      const factors = drawEach("colours", (prng) => drawColourFactors(prng, config));
      changed = shiftColours(changed, factors);
    }
    if (augmentErasingRate > 0) {
      const erasures = drawEach(
        "erase",
        (prng) => drawErasure(prng, augmentErasingRate, [height, width]),
      );
      if (erasures.some(Boolean)) changed = eraseRectangles(changed, erasures);
    }
    return changed;
  });
}

function drawBoxes(
  { augmentFlip, augmentMinCropShare: minShare, augmentMaxAspectRatio: maxAspectRatio }:
    AugmentationConfig,
  drawEach: <T>(purpose: string, draw: (prng: Prng) => T) => T[],
): CropBox[] {
  const isMirrored = drawEach("flip", (prng) => augmentFlip && prng.chance(0.5));
  const boxes = drawEach(
    "crop",
    (prng) => minShare < 1 ? drawCropBox(prng, { minShare, maxAspectRatio }) : wholePicture,
  );
  return boxes.map((box, i) => isMirrored[i] ? mirrored(box) : box);
}

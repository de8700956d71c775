/**
 * Random brightness, contrast and saturation.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { AugmentationConfig } from "../augmentation_config.ts";
import type { Prng } from "../random.ts";

/** What a picture's colours are multiplied by; 1 changes nothing. */
export interface ColourFactors {
  /** Factor of all values. */
  readonly brightness: number;
  /** Factor of the distances from the picture's mean over all pixels and channels. */
  readonly contrast: number;
  /** Factor of the distances from each pixel's grey; 0 is a grey picture. */
  readonly saturation: number;
}

/** Shares of red, green and blue in a pixel's grey (ITU-R BT.601). */
const greyShares = [0.299, 0.587, 0.114];

/** Draws three factors, whatever the settings: one setting leaves the others' draws alone. */
export function drawColourFactors(
  prng: Prng,
  { augmentBrightness, augmentContrast, augmentSaturation }: Pick<
    AugmentationConfig,
    "augmentBrightness" | "augmentContrast" | "augmentSaturation"
  >,
): ColourFactors {
  const factor = (range: number) => 1 + range * (2 * prng.uniform() - 1);
  return {
    brightness: factor(augmentBrightness),
    contrast: factor(augmentContrast),
    saturation: factor(augmentSaturation),
  };
}

/**
 * Changes brightness, then contrast, then saturation; values are cut off at 0 and 1 at the end. All
 * three together are one 3x3 matrix and one offset for each picture.
 * @param images Shape [batch, height, width, 3], values in [0, 1].
 * @param factors Those of each picture.
 */
export function shiftColours(
  images: tf.Tensor4D,
  factors: readonly ColourFactors[],
): tf.Tensor4D {
  const [n, height, width] = images.shape;
  return tf.tidy(() => {
    const matrices = tf.tensor(factors.flatMap(colourMatrix), [n, 3, 3]);
    let colours = tf.matMul(images.reshape([n, height * width, 3]), matrices);
    if (factors.some(({ contrast }) => contrast !== 1)) {
      const shares = factors.map(({ brightness, contrast }) => brightness * (1 - contrast));
      const means = images.reshape([n, height * width * 3]).mean(1);
      colours = colours.add(means.mul(tf.tensor1d(shares)).reshape([n, 1, 1]));
    }
    return colours.clipByValue(0, 1).reshape(images.shape);
  });
}

/** What each channel (row) adds to each new one (column). */
function colourMatrix({ brightness, contrast, saturation }: ColourFactors): number[] {
  return greyShares.flatMap((share, from) =>
    greyShares.map((_, to) =>
      brightness * contrast * ((from === to ? saturation : 0) + (1 - saturation) * share)
    )
  );
}

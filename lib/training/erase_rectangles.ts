/**
 * Random erasing.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Prng } from "../random.ts";
import {
  type Colour,
  drawRectangle,
  drawSides,
  type Rectangle,
  rectanglesTensor,
} from "./rectangle.ts";

/** What is painted over a picture. */
export interface Erasure extends Rectangle {
  /** The paint. */
  readonly colour: Colour;
}

/** Smallest and largest share of the area, and largest ratio of the sides: timm's values. */
const [minShare, maxShare, maxAspectRatio] = [0.02, 1 / 3, 10 / 3];

/**
 * Draws a rectangle of any colour, or with probability 1 - `rate` none (null).
 * @param size Height and width of the picture.
 */
export function drawErasure(
  prng: Prng,
  rate: number,
  size: readonly [number, number],
): Erasure | null {
  if (!prng.chance(rate)) return null;
  const share = minShare + (maxShare - minShare) * prng.uniform();
  const rectangle = drawRectangle(prng, drawSides(prng, share, maxAspectRatio), size);
  return { ...rectangle, colour: [prng.uniform(), prng.uniform(), prng.uniform()] };
}

/**
 * Paints over a rectangle of each picture.
 * @param images Shape [batch, height, width, 3].
 * @param erasures One for each picture; null leaves it as it is.
 */
export function eraseRectangles(
  images: tf.Tensor4D,
  erasures: readonly (Erasure | null)[],
): tf.Tensor4D {
  const [, height, width] = images.shape;
  const colours = erasures.map((erasure) => erasure?.colour ?? [0, 0, 0] as const);
  return tf.tidy(() => {
    const kept = tf.sub(1, rectanglesTensor(erasures, [height, width]));
    return images.mul(kept).add(rectanglesTensor(erasures, [height, width], colours));
  });
}

/**
 * Random crops and mirror images.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Prng } from "../random.ts";
import { drawSides } from "./rectangle.ts";

/**
 * A part of a picture as shares of its height and width, from the centre of the first pixel (0) to
 * that of the last (1). With `left` above `right` it is mirrored.
 */
export interface CropBox {
  /** Upper edge. */
  readonly top: number;
  /** Edge that becomes the left one. */
  readonly left: number;
  /** Lower edge. */
  readonly bottom: number;
  /** Edge that becomes the right one. */
  readonly right: number;
}

/** The whole picture. */
export const wholePicture: CropBox = Object.freeze({ top: 0, left: 0, bottom: 1, right: 1 });

/**
 * A crop whose share of the area is anything from `minShare` to 1.
 * @param maxAspectRatio By what factor it may be wider or taller than the picture's own shape.
 */
export function drawCropBox(
  prng: Prng,
  { minShare, maxAspectRatio }: { readonly minShare: number; readonly maxAspectRatio: number },
): CropBox {
  const share = minShare + (1 - minShare) * prng.uniform();
  const { height, width } = drawSides(prng, share, maxAspectRatio);
  const [top, bottom] = drawRange(prng, height);
  const [left, right] = drawRange(prng, width);
  return { top, left, bottom, right };
}

/** The box from right to left. */
export function mirrored(box: CropBox): CropBox {
  return { ...box, left: box.right, right: box.left };
}

/** A rounding error beyond the outermost pixels' centres would give black: crops keep this away. */
const edge = 1e-5;

function drawRange(prng: Prng, length: number): readonly [number, number] {
  const place = prng.uniform();
  const room = 1 - length - 2 * edge;
  if (room <= 0) return [0, 1];
  const start = edge + place * room;
  return [start, start + length];
}

/**
 * Scales a part of each picture to one size, bilinearly, all pictures in one op. At the pictures'
 * own size the whole picture and its mirror image keep their pixels to the bit.
 * @param images Shape [batch, height, width, 3].
 * @param boxes One for each picture.
 * @param size Height and width of the result; the pictures' own by default.
 */
export function cropImages(
  images: tf.Tensor4D,
  boxes: readonly CropBox[],
  size?: readonly [number, number],
): tf.Tensor4D {
  const [n, ...own] = images.shape;
  const [height, width] = size ?? own;
  return tf.tidy(() =>
    tf.image.cropAndResize(
      images,
      tf.tensor2d(boxes.map(({ top, left, bottom, right }) => [top, left, bottom, right])),
      tf.range(0, n, 1, "int32"),
      [height, width],
    )
  );
}

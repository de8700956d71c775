/**
 * Parts of pictures, drawn by chance.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Prng } from "../random.ts";

/** Some pixels of a picture. */
export interface Rectangle {
  /** First row. */
  readonly top: number;
  /** First column. */
  readonly left: number;
  /** Number of rows. */
  readonly heightPx: number;
  /** Number of columns. */
  readonly widthPx: number;
}

/** Red, green and blue in [0, 1]. */
export type Colour = readonly [number, number, number];

/**
 * Height and width of a rectangle as shares of the picture's.
 * @param share Its share of the area, in (0, 1].
 * @param maxAspectRatio By what factor it may be wider or taller than the picture's own shape; as
 * far as there is room, all factors have the same chance on a logarithmic scale.
 */
export function drawSides(
  prng: Prng,
  share: number,
  maxAspectRatio: number,
): { readonly height: number; readonly width: number } {
  const limit = Math.min(Math.log(maxAspectRatio), -Math.log(share));
  const aspectRatio = Math.exp(limit * (2 * prng.uniform() - 1));
  return { height: Math.sqrt(share / aspectRatio), width: Math.sqrt(share * aspectRatio) };
}

/** A place inside the picture, all equally likely, for a rectangle of about the given sides. */
export function drawRectangle(
  prng: Prng,
  sides: { readonly height: number; readonly width: number },
  [height, width]: readonly [number, number],
): Rectangle {
  const heightPx = Math.min(Math.round(sides.height * height), height);
  const widthPx = Math.min(Math.round(sides.width * width), width);
  return {
    top: prng.integer(0, height - heightPx),
    left: prng.integer(0, width - widthPx),
    heightPx,
    widthPx,
  };
}

/**
 * Pictures that are 0 but for one rectangle each.
 * @param rectangles One for each picture; null for none.
 * @param size Height and width of the pictures.
 * @param colours Colour of each rectangle; white by default.
 * @returns Shape [pictures, height, width, 3].
 */
export function rectanglesTensor(
  rectangles: readonly (Rectangle | null)[],
  [height, width]: readonly [number, number],
  colours?: readonly Colour[],
): tf.Tensor4D {
  const n = rectangles.length;
  const rows = new Float32Array(n * height);
  const columns = new Float32Array(n * width * 3);
  rectangles.forEach((rectangle, i) => {
    if (!rectangle) return;
    const { top, left, heightPx, widthPx } = rectangle;
    rows.fill(1, i * height + top, i * height + top + heightPx);
    for (let x = left; x < left + widthPx; x++) {
      columns.set(colours?.[i] ?? [1, 1, 1], (i * width + x) * 3);
    }
  });
  // A product of rows and columns: masks that TensorFlow broadcasts itself take four times as long.
  return tf.tidy(() =>
    tf.matMul(tf.tensor3d(rows, [n, height, 1]), tf.tensor3d(columns, [n, 1, width * 3]))
      .reshape([n, height, width, 3])
  );
}

/**
 * The gradient of a convolution's filter by the faster of two ways.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { runFastest } from "./kernel_choice.ts";
import type { GradientFunction } from "./replace_gradient.ts";

/** Below so many multiplications any choice takes next to no time, and timing it would tell little. */
const fewMultiplications = 1e8;

/** How a convolution's window moves, as tfjs's kernels say it. */
export interface ConvolutionAttributes {
  /** Vertical and horizontal step in pixels, or both in one. */
  readonly strides: number | readonly [number, number];
  /** What happens at the edge: `valid`, `same` or numbers of pixels. */
  readonly pad: unknown;
  /** Order of the axes. */
  readonly dataFormat: string;
}

/** Gradient of tfjs's `Conv2D`: the filter's is computed by what is faster for the shape. */
export const convolutionGradient =
  (stock: GradientFunction): GradientFunction => (dy, saved, attributes) => {
    const gradients = stock(dy, saved, attributes);
    if (!(dy instanceof tf.Tensor) || dy.dtype !== "float32") return gradients;
    const [x, filter] = saved as [tf.Tensor4D, tf.Tensor4D];
    return {
      ...gradients,
      filter: () =>
        filterGradient(
          x,
          filter.shape,
          dy as tf.Tensor4D,
          attributes as unknown as ConvolutionAttributes,
          () => gradients.filter() as tf.Tensor,
        ),
    };
  };

/**
 * Gradient of a convolution's filter by the faster way for its shape.
 * @param x Input, shape [batch, height, width, inChannels].
 * @param filterShape [filterHeight, filterWidth, inChannels, outChannels].
 * @param dy Gradient of the output, shape [batch, outHeight, outWidth, outChannels].
 * @param usual The kernel that TensorFlow has for it.
 */
export function filterGradient(
  x: tf.Tensor4D,
  filterShape: readonly [number, number, number, number],
  dy: tf.Tensor4D,
  { strides, pad, dataFormat }: ConvolutionAttributes,
  usual: () => tf.Tensor,
): tf.Tensor {
  const [rows, columns] = filterShape;
  const [batch, outHeight, outWidth] = dy.shape;
  const nMultiplications = batch * outHeight * outWidth * tf.util.sizeFromShape([...filterShape]);
  const isCovered = (pad === "valid" || pad === "same") && dataFormat === "NHWC" &&
    [strides].flat().every((stride) => stride === 1) && rows * columns > 1;
  if (!isCovered || nMultiplications < fewMultiplications) return usual();
  return runFastest(`filter gradient of [${x.shape}], filter [${filterShape}], ${pad}`, [
    { name: "convolution", run: usual },
    {
      name: "columns",
      run: () => tf.tidy(() => filterGradientByColumns(padded(x, filterShape, pad), dy)),
    },
  ]);
}

/** The input with the zeros around it that the padding means. */
function padded(
  x: tf.Tensor4D,
  filterShape: readonly number[],
  pad: "valid" | "same",
): tf.Tensor4D {
  if (pad === "valid") return x;
  const [rows, columns] = filterShape.map((size) => size - 1);
  const around = (size: number): [number, number] => [Math.floor(size / 2), Math.ceil(size / 2)];
  return tf.pad(x, [[0, 0], around(rows), around(columns), [0, 0]]);
}

/**
 * Gradient of a convolution's filter as one matrix product per filter row, over pixels instead of
 * windows. On processors without AVX-512 it can take two thirds of the time of oneDNN's kernel.
 *
 * The columns that a filter row sees are laid side by side along the channels; with zero rows
 * below each gradient map, going down a row is then a shift of one flat matrix against the other.
 * @param x Input, shape [batch, height, width, inChannels]; already padded.
 * @param dy Gradient of the output, shape [batch, outHeight, outWidth, outChannels]; stride 1.
 * @returns Shape [filterHeight, filterWidth, inChannels, outChannels].
 */
export function filterGradientByColumns(x: tf.Tensor4D, dy: tf.Tensor4D): tf.Tensor4D {
  const [batch, height, width, inChannels] = x.shape;
  const [, outHeight, outWidth, outChannels] = dy.shape;
  const [nRows, nColumns] = [height - outHeight + 1, width - outWidth + 1];
  return tf.tidy(() => {
    const shifted = Array.from(
      { length: nColumns },
      (_, j) => tf.slice(x, [0, 0, j, 0], [batch, height, outWidth, inChannels]),
    );
    const nPixels = batch * height * outWidth;
    const columns = tf.concat(shifted, 3).reshape([nPixels, nColumns * inChannels]);
    const gradient = tf.pad(dy, [[0, 0], [0, nRows - 1], [0, 0], [0, 0]])
      .reshape([nPixels, outChannels]);
    const rows = Array.from({ length: nRows }, (_, i) => {
      const nShared = nPixels - i * outWidth;
      return tf.matMul(
        tf.slice(columns, [i * outWidth, 0], [nShared, nColumns * inChannels]),
        tf.slice(gradient, [0, 0], [nShared, outChannels]),
        true,
        false,
      );
    });
    return tf.stack(rows).reshape([nRows, nColumns, inChannels, outChannels]);
  });
}

/** Entries of gradients by their definitions, summed up in 64 bits: slow, for samples of entries. */
import type * as tf from "@tensorflow/tfjs";

/** A tensor's shape and values, row-major. */
export interface Values {
  /** Lengths of the axes. */
  readonly shape: readonly number[];
  /** As many values as the shape says. */
  readonly values: Float32Array;
}

/** Reads a tensor. */
export async function valuesOf(tensor: tf.Tensor): Promise<Values> {
  return { shape: tensor.shape, values: await tensor.data<"float32">() };
}

/** An entry of a convolution's filter: row, column, input channel, filter. */
export type FilterIndex = readonly [number, number, number, number];

/**
 * One entry of the gradient of a convolution's filter (valid, step 1): the sum over all pictures and
 * positions of x[n, i + row, j + column, inputChannel] * dy[n, i, j, filter].
 * @param x Input, shape [batch, height, width, inputChannels].
 * @param dy Gradient of the maps, shape [batch, mapHeight, mapWidth, filters].
 */
export function slowFilterGradient(
  x: Values,
  dy: Values,
  [row, column, inputChannel, filter]: FilterIndex,
): number {
  const [batch, mapHeight, mapWidth, filters] = dy.shape;
  const [, height, width, inputChannels] = x.shape;
  let sum = 0;
  for (let n = 0; n < batch; n++) {
    for (let i = 0; i < mapHeight; i++) {
      let xAt = ((n * height + i + row) * width + column) * inputChannels + inputChannel;
      let dyAt = (n * mapHeight + i) * mapWidth * filters + filter;
      for (let j = 0; j < mapWidth; j++) {
        sum += x.values[xAt] * dy.values[dyAt];
        xAt += inputChannels;
        dyAt += filters;
      }
    }
  }
  return sum;
}

/**
 * One entry of a sum over all axes but the last: the gradient of a bias.
 * @param dy Shape [..., channels].
 */
export function slowBiasGradient({ shape, values }: Values, channel: number): number {
  let sum = 0;
  for (let at = channel; at < values.length; at += shape.at(-1)!) sum += values[at];
  return sum;
}

/**
 * The gradient of 2x2 max-pooling (valid, step 2): each gradient goes to the first largest input of
 * its window. Exact, as windows do not overlap.
 * @param x Input, shape [batch, height, width, channels].
 * @param dy Gradient of the maps, shape [batch, floor(height / 2), floor(width / 2), channels].
 * @returns Gradient of `x`, row-major.
 */
export function slowMaxPoolGradient(x: Values, dy: Values): Float32Array {
  const [batch, mapHeight, mapWidth, channels] = dy.shape;
  const [, height, width] = x.shape;
  const gradient = new Float32Array(x.values.length);
  let dyAt = 0;
  for (let n = 0; n < batch; n++) {
    for (let i = 0; i < mapHeight; i++) {
      for (let j = 0; j < mapWidth; j++) {
        for (let channel = 0; channel < channels; channel++) {
          const first = ((n * height + 2 * i) * width + 2 * j) * channels + channel;
          const below = first + width * channels;
          let best = first;
          for (const at of [first + channels, below, below + channels]) {
            if (x.values[at] > x.values[best]) best = at;
          }
          gradient[best] = dy.values[dyAt++];
        }
      }
    }
  }
  return gradient;
}

/**
 * Convolution, bias, ReLU, max-pooling and dropout in the order that moves the least memory.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { nativeBiasAdd, nativeBiasGrad, nativeReluGrad } from "./native_ops.ts";
import {
  hasOneDnnMaxPool,
  oneDnnMaxPool,
  oneDnnMaxPoolGrad,
  type PoolWindow,
} from "./one_dnn_max_pool.ts";
import { hasNativeOps } from "./run_native_op.ts";

/** What {@linkcode pooledConvolution} computes. */
export interface PooledConvolution {
  /** Shape [height, width, inChannels, outChannels]. */
  readonly kernel: tf.Tensor4D;
  /** Shape [outChannels]. */
  readonly bias: tf.Tensor1D;
  /** Vertical and horizontal step of the convolution in pixels. */
  readonly strides: [number, number];
  /** What the convolution does at the edge. */
  readonly padding: "same" | "valid";
  /** The pooling. */
  readonly window: PoolWindow;
  /** Share of the pooled activations to drop; 0 is no dropout. */
  readonly dropoutRate: number;
  /** Draws which activations are kept: 1 or 0, of the given shape. Asked where the rate is not 0. */
  readonly keepMask: (shape: number[]) => tf.Tensor;
}

/**
 * dropout(maxPool(relu(conv(x) + bias))), differentiable.
 *
 * Bias and ReLU come after the pooling, on a quarter of the values: the maximum commutes with
 * adding a number and with every function that never falls. The factor 1 / (1 - rate) of dropout is
 * put into kernel and bias, which are small: it commutes with all that follows them.
 * @param x Shape [batch, height, width, inChannels].
 * @returns Shape [batch, pooledHeight, pooledWidth, outChannels].
 */
export function pooledConvolution(x: tf.Tensor4D, options: PooledConvolution): tf.Tensor4D {
  const { kernel, bias, strides, padding, window, dropoutRate, keepMask } = options;
  return tf.tidy(() => {
    const scaled = <T extends tf.Tensor>(weights: T): T =>
      dropoutRate > 0 ? tf.mul(weights, 1 / (1 - dropoutRate)) : weights;
    const maps = tf.conv2d(x, scaled(kernel), strides, padding);
    const pooled = maxPool(maps, window);
    const mask = dropoutRate > 0 ? keepMask(pooled.shape) : null;
    return activate(pooled, scaled(bias), mask);
  });
}

/** Pooling that keeps what its gradient needs, where the kernels for it are there. */
function maxPool(maps: tf.Tensor4D, window: PoolWindow): tf.Tensor4D {
  if (!hasOneDnnMaxPool()) {
    const { filterSize: [height, width], strides: [rows, columns], padding } = window;
    return tf.maxPool(maps, [height, width], [rows, columns], padding);
  }
  return tf.customGrad((x, save) => {
    const { y, workspace } = oneDnnMaxPool(x as tf.Tensor4D, window);
    (save as tf.GradSaveFunc)([x as tf.Tensor, y, workspace]);
    return {
      value: y,
      gradFunc: (dy: tf.Tensor4D, [x, y, workspace]: tf.Tensor[]) =>
        oneDnnMaxPoolGrad(dy, x as tf.Tensor4D, window, { y: y as tf.Tensor4D, workspace }),
    };
  })(maps) as tf.Tensor4D;
}

/** relu(x + bias) * mask. */
function activate(x: tf.Tensor4D, bias: tf.Tensor1D, mask: tf.Tensor | null): tf.Tensor4D {
  if (!hasNativeOps()) {
    const y = tf.relu(tf.add<tf.Tensor4D>(x, bias));
    return mask ? tf.mul(y, mask) : y;
  }
  return tf.customGrad((x, bias, save) => {
    const y = tf.relu(nativeBiasAdd(x as tf.Tensor, bias as tf.Tensor1D));
    const value = mask ? tf.mul(y, mask) : y;
    (save as tf.GradSaveFunc)([value]);
    return {
      value,
      gradFunc: (dy: tf.Tensor, [value]: tf.Tensor[]) => {
        // Above 0 is only what ReLU let through and dropout kept.
        const dx = nativeReluGrad(dy, value);
        return [dx, nativeBiasGrad(dx)];
      },
    };
  })(x, bias) as tf.Tensor4D;
}

/**
 * Convolution, bias, ReLU, max-pooling and dropout as one differentiable step that moves and keeps
 * the least memory.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { biasedConvolution } from "./biased_convolution.ts";
import { filterGradient } from "./filter_gradient.ts";
import {
  type ConvolutionWindow,
  nativeBiasGrad,
  nativeFilterGrad,
  nativeInputGrad,
  nativeReluGrad,
} from "./native_ops.ts";
import {
  hasOneDnnMaxPool,
  oneDnnMaxPool,
  oneDnnMaxPoolGrad,
  type PoolWindow,
} from "./one_dnn_max_pool.ts";

/** What {@linkcode pooledConvolution} computes. */
export interface PooledConvolution {
  /** Shape [height, width, inChannels, outChannels]. */
  readonly kernel: tf.Tensor4D;
  /** Shape [outChannels]. */
  readonly bias: tf.Tensor1D;
  /** The convolution. */
  readonly window: ConvolutionWindow;
  /** The pooling. */
  readonly pool: PoolWindow;
  /** Share of the pooled activations to drop; 0 is no dropout. */
  readonly dropoutRate: number;
  /** Draws which activations are kept: 1 or 0, of the given shape. Asked where the rate is not 0. */
  readonly keepMask: (shape: number[]) => tf.Tensor;
  /** Whether the gradient of the input is wanted; that of pictures is not. */
  readonly hasInputGradient: boolean;
}

/**
 * dropout(maxPool(relu(conv(x) + bias))), differentiable.
 *
 * ReLU comes after the pooling, on a quarter of the values: the maximum commutes with every
 * function that never falls. The factor 1 / (1 - rate) of dropout is put into kernel and bias,
 * which are small: it commutes with all that follows them.
 * @param x Shape [batch, height, width, inChannels].
 * @returns Shape [batch, pooledHeight, pooledWidth, outChannels].
 */
export function pooledConvolution(x: tf.Tensor4D, options: PooledConvolution): tf.Tensor4D {
  const { kernel, bias, window, pool, dropoutRate, keepMask } = options;
  return tf.tidy(() => {
    const scaled = <T extends tf.Tensor>(weights: T): T =>
      dropoutRate > 0 ? tf.mul(weights, 1 / (1 - dropoutRate)) : weights;
    const mask = (shape: number[]) => dropoutRate > 0 ? keepMask(shape) : null;
    if (hasOneDnnMaxPool()) return runNatively(x, scaled(kernel), scaled(bias), mask, options);
    const maps = biasedConvolution(x, scaled(kernel), scaled(bias), window);
    const { filterSize: [height, width], strides: [rows, columns], padding } = pool;
    const pooled = tf.relu(tf.maxPool(maps, [height, width], [rows, columns], padding));
    const kept = mask(pooled.shape);
    return kept ? tf.mul(pooled, kept) : pooled;
  });
}

function runNatively(
  x: tf.Tensor4D,
  kernel: tf.Tensor4D,
  bias: tf.Tensor1D,
  drawMask: (shape: number[]) => tf.Tensor | null,
  { window, pool, hasInputGradient }: PooledConvolution,
): tf.Tensor4D {
  const forward = (x: tf.Tensor4D, kernel: tf.Tensor4D, bias: tf.Tensor1D) =>
    tf.tidy(() => {
      const maps = biasedConvolution(x, kernel, bias, window);
      const { y, workspace } = oneDnnMaxPool(maps, pool);
      const mask = drawMask(y.shape);
      const rectified = tf.relu(y);
      const value: tf.Tensor4D = mask ? tf.mul(rectified, mask) : rectified;
      return { value, maps, workspace };
    });
  const backward = (dy: tf.Tensor4D, saved: tf.Tensor[]) =>
    tf.tidy(() => {
      const [x, kernel, value, maps, workspace] = saved as tf.Tensor4D[];
      // Above 0 is only what ReLU let through and dropout kept.
      const dPooled = nativeReluGrad(dy, value) as tf.Tensor4D;
      // The kernel looks where the maxima were, not what they were: `value` has the right shape.
      const dMaps = oneDnnMaxPoolGrad(dPooled, maps, pool, { y: value, workspace });
      // The largest tensors of a step: the memory serves the layers before.
      maps.dispose();
      const dKernel = filterGradient(
        x,
        kernel.shape,
        dMaps,
        { strides: window.strides, pad: window.padding, dataFormat: "NHWC" },
        () => nativeFilterGrad(x, kernel.shape, dMaps, window),
      );
      const dBias = nativeBiasGrad(dPooled);
      return hasInputGradient
        ? [nativeInputGrad(x.shape, kernel, dMaps, window), dKernel, dBias]
        : [dKernel, dBias];
    });
  const compute = (
    x: tf.Tensor4D,
    kernel: tf.Tensor4D,
    bias: tf.Tensor1D,
    save: tf.GradSaveFunc,
  ) => {
    const { value, maps, workspace } = forward(x, kernel, bias);
    save([x, kernel, value, maps, workspace]);
    tf.dispose([maps, workspace]);
    return { value, gradFunc: backward };
  };
  // What is no argument gets no gradient.
  const differentiable = hasInputGradient
    ? tf.customGrad((...[x, kernel, bias, save]) =>
      compute(x as tf.Tensor4D, kernel as tf.Tensor4D, bias as tf.Tensor1D, save as tf.GradSaveFunc)
    )(x, kernel, bias)
    : tf.customGrad((...[kernel, bias, save]) =>
      compute(x, kernel as tf.Tensor4D, bias as tf.Tensor1D, save as tf.GradSaveFunc)
    )(kernel, bias);
  return differentiable as tf.Tensor4D;
}

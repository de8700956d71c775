/**
 * Convolution, bias, ReLU, max-pooling and dropout as one differentiable step that moves and keeps
 * the least memory.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { bfloat16Of, float32Of } from "./bfloat16.ts";
import { fullConvolutionSteps } from "./bfloat16_convolution.ts";
import { biasedConvolution } from "./biased_convolution.ts";
import { type ConvolutionOperands, float32ConvolutionSteps } from "./convolution_steps.ts";
import { type ConvolutionWindow, nativeBiasGrad, nativeReluGrad } from "./native_ops.ts";
import {
  hasOneDnnMaxPool,
  oneDnnMaxPool,
  oneDnnMaxPoolGrad,
  type PoolWindow,
} from "./one_dnn_max_pool.ts";
import { type FloatType, runNativeOp, type } from "./run_native_op.ts";

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
  /**
   * What the maps are, input and output included; kernel and bias are float32 in any case. Ask
   * `hasBfloat16()` and `hasOneDnnMaxPool()` before asking for `BFLOAT16`.
   */
  readonly precision?: FloatType;
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
  { window, pool, hasInputGradient, precision = "FLOAT" }: PooledConvolution,
): tf.Tensor4D {
  const isRounded = precision === "BFLOAT16";
  const steps = isRounded ? fullConvolutionSteps(window) : float32ConvolutionSteps(window);
  const rounded = <T extends tf.Tensor>(tensor: T): T => isRounded ? bfloat16Of(tensor) : tensor;
  const run = (op: string, inputs: tf.Tensor[]) =>
    runNativeOp(op, { T: type(precision) }, inputs)[0] as tf.Tensor4D;
  const forward = (operands: ConvolutionOperands, bias: tf.Tensor1D) =>
    tf.tidy(() => {
      const maps = steps.forward(operands, bias);
      const { y, workspace } = oneDnnMaxPool(maps, pool, precision);
      const mask = drawMask(y.shape);
      const rectified = run("Relu", [y]);
      const value = mask ? run("Mul", [rectified, rounded(mask)]) : rectified;
      return { value, maps, workspace };
    });
  const backward = (dy: tf.Tensor4D, saved: tf.Tensor[]) =>
    tf.tidy(() => {
      const [x, kernel, value, maps, workspace] = saved as tf.Tensor4D[];
      // Above 0 is only what ReLU let through and dropout kept.
      const dPooled = nativeReluGrad(dy, value, precision) as tf.Tensor4D;
      // The kernel looks where the maxima were, not what they were: `value` has the right shape.
      const pooled = { y: value, workspace };
      const dMaps = oneDnnMaxPoolGrad(dPooled, maps, pool, pooled, precision);
      // The largest tensors of a step: the memory serves the layers before.
      maps.dispose();
      const dKernel = steps.kernelGradient({ x, kernel }, dMaps);
      const dBias = nativeBiasGrad(isRounded ? float32Of(dPooled) : dPooled);
      return hasInputGradient
        ? [steps.inputGradient({ x, kernel }, dMaps), dKernel, dBias]
        : [dKernel, dBias];
    });
  const compute = (
    x: tf.Tensor4D,
    kernel: tf.Tensor4D,
    bias: tf.Tensor1D,
    save: tf.GradSaveFunc,
  ) => {
    const operands = { x, kernel: rounded(kernel) };
    const { value, maps, workspace } = forward(operands, bias);
    save([x, operands.kernel, value, maps, workspace]);
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

/**
 * Convolution, bias, ReLU, max-pooling and dropout as one differentiable step that moves and keeps
 * the least memory.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { biasedConvolution } from "./biased_convolution.ts";
import { fastestCandidate } from "./kernel_choice.ts";
import type { ConvolutionWindow } from "./native_ops.ts";
import { hasOneDnnMaxPool, type PoolWindow } from "./one_dnn_max_pool.ts";
import {
  oneDnnPooledSteps,
  type PooledConvolutionSteps,
  type PooledOperands,
} from "./pooled_convolution_steps.ts";
import { hasPooledWindows, isPooledWindows, pooledWindowSteps } from "./pooled_windows.ts";
import type { FloatType } from "./run_native_op.ts";

/** Pictures that the candidates are timed on. */
const nTrialPictures = 4;

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
  options: PooledConvolution,
): tf.Tensor4D {
  const { hasInputGradient } = options;
  const compute = (operands: PooledOperands, save: tf.GradSaveFunc) => {
    const { x, kernel } = operands;
    const steps = stepsFor(operands, options);
    const value = tf.tidy(() => {
      const { value, kept } = steps.forward(operands, drawMask);
      save([x, kernel, value, ...kept]);
      return value;
    });
    const gradFunc = (dy: tf.Tensor4D, saved: tf.Tensor[]) =>
      tf.tidy(() => {
        const [x, kernel, value, ...kept] = saved as tf.Tensor4D[];
        return steps.backward(dy, { x, kernel }, { value, kept }, hasInputGradient);
      });
    return { value, gradFunc };
  };
  // What is no argument gets no gradient.
  const differentiable = hasInputGradient
    ? tf.customGrad((...[x, kernel, bias, save]) =>
      compute({ x, kernel, bias } as PooledOperands, save as tf.GradSaveFunc)
    )(x, kernel, bias)
    : tf.customGrad((...[kernel, bias, save]) =>
      compute({ x, kernel, bias } as PooledOperands, save as tf.GradSaveFunc)
    )(kernel, bias);
  return differentiable as tf.Tensor4D;
}

/** The faster steps for the shape of one picture and for what is wanted. */
function stepsFor(
  { x, kernel, bias }: PooledOperands,
  { window, pool, hasInputGradient, precision = "FLOAT" }: PooledConvolution,
): PooledConvolutionSteps {
  const usual = oneDnnPooledSteps(window, pool, precision);
  if (
    precision !== "FLOAT" || !hasPooledWindows() ||
    !isPooledWindows({ x, kernel }, window, pool, hasInputGradient)
  ) return usual;
  const trial = (steps: PooledConvolutionSteps) => () =>
    tf.tidy(() => {
      const few = tf.slice(x, 0, Math.min(x.shape[0], nTrialPictures));
      const results = steps.forward({ x: few, kernel, bias }, () => null);
      return steps.backward(results.value, { x: few, kernel }, results, hasInputGradient)[0];
    });
  const candidates = ([["windows", pooledWindowSteps], ["one op each", usual]] as const)
    .map(([name, steps]) => ({ name, steps, run: trial(steps) }));
  const key = `pooled convolution of [${x.shape.slice(1)}], filter [${kernel.shape}]`;
  return fastestCandidate(key, candidates).steps;
}

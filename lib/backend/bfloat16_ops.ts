/**
 * Convolution and ReLU on bfloat16 maps. Kernels stay float32: they are rounded on the way in, so
 * that small updates are not lost. On the backend `tensorflow` alone: ask `hasBfloat16()` first.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { bfloat16Of } from "./bfloat16.ts";
import { depthwiseConvolutionSteps, fullConvolutionSteps } from "./bfloat16_convolution.ts";
import type { ConvolutionSteps } from "./convolution_steps.ts";
import type { ConvolutionWindow } from "./native_ops.ts";
import { runNativeOp, type } from "./run_native_op.ts";

/** What a convolution does besides filtering. */
export interface Bfloat16Convolution {
  /** Constant added to each channel, float32, shape [outChannels]; it gets no gradient. */
  readonly offset?: tf.Tensor1D;
  /** How the window moves. */
  readonly window: ConvolutionWindow;
  /** Whether the gradient of the input is wanted; that of pictures and of frozen maps is not. */
  readonly hasInputGradient: boolean;
}

/**
 * Convolution of bfloat16 maps.
 * @param x bfloat16, shape [batch, height, width, inChannels].
 * @param kernel float32, shape [height, width, inChannels, outChannels].
 * @returns bfloat16, shape [batch, outHeight, outWidth, outChannels].
 */
export function bfloat16Convolution(
  x: tf.Tensor4D,
  kernel: tf.Tensor4D,
  { offset, window, hasInputGradient }: Bfloat16Convolution,
): tf.Tensor4D {
  const steps = fullConvolutionSteps(window);
  return differentiable(steps, x, kernel, { offset, hasInputGradient });
}

/**
 * Depthwise convolution of bfloat16 maps.
 * @param x bfloat16, shape [batch, height, width, channels].
 * @param kernel float32, shape [height, width, channels, multiplier].
 * @returns bfloat16, shape [batch, outHeight, outWidth, channels * multiplier].
 */
export function bfloat16DepthwiseConvolution(
  x: tf.Tensor4D,
  kernel: tf.Tensor4D,
  { offset, window, hasInputGradient }: Bfloat16Convolution,
): tf.Tensor4D {
  const steps = depthwiseConvolutionSteps(window);
  return differentiable(steps, x, kernel, { offset, hasInputGradient });
}

/**
 * min(max(x, 0), limit), on bfloat16 activations of any shape.
 * @param limit 6, or none.
 */
export function bfloat16Relu<T extends tf.Tensor>(x: T, limit: 6 | undefined): T {
  const clip = tf.customGrad((...args) => {
    const [x, save] = args as [tf.Tensor, tf.GradSaveFunc];
    const attributes = { T: type("BFLOAT16") };
    const [y] = runNativeOp(limit === 6 ? "Relu6" : "Relu", attributes, [x]);
    save([y]);
    const gradFunc = (dy: tf.Tensor, [y]: tf.Tensor[]) =>
      runNativeOp(limit === 6 ? "Relu6Grad" : "ReluGrad", attributes, [dy, y])[0];
    return { value: y, gradFunc };
  });
  return clip(x) as T;
}

function differentiable(
  { forward, kernelGradient, inputGradient }: ConvolutionSteps,
  x: tf.Tensor4D,
  kernel: tf.Tensor4D,
  { offset, hasInputGradient }: Omit<Bfloat16Convolution, "window">,
): tf.Tensor4D {
  const compute = (x: tf.Tensor4D, kernel: tf.Tensor4D, save: tf.GradSaveFunc) => {
    const rounded = bfloat16Of(kernel);
    const value = forward({ x, kernel: rounded }, offset);
    save([x, rounded]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [x, rounded] = saved as tf.Tensor4D[];
      const operands = { x, kernel: rounded };
      const dKernel = kernelGradient(operands, dy as tf.Tensor4D);
      return hasInputGradient ? [inputGradient(operands, dy as tf.Tensor4D), dKernel] : dKernel;
    };
    return { value, gradFunc };
  };
  // What is no argument gets no gradient.
  const convolve = hasInputGradient
    ? tf.customGrad((...args) => {
      const [x, kernel, save] = args as [tf.Tensor4D, tf.Tensor4D, tf.GradSaveFunc];
      return compute(x, kernel, save);
    })(x, kernel)
    : tf.customGrad((...args) => {
      const [kernel, save] = args as [tf.Tensor4D, tf.GradSaveFunc];
      return compute(x, kernel, save);
    })(kernel);
  return convolve as tf.Tensor4D;
}

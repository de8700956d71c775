/**
 * Convolution, bias, ReLU, max-pooling and dropout's mask as one TensorFlow op of the project's own
 * (cpp/): window by window, so that the maps between convolution and pooling never reach memory,
 * and by Winograd's F(2x2, 3x3), which takes 16 multiplications for a window instead of 36 (Lavin
 * and Gray 2016). On the backend `tensorflow` alone, where the op was compiled and the processor
 * has AVX2.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { ConvolutionWindow } from "./native_ops.ts";
import type { PoolWindow } from "./one_dnn_max_pool.ts";
import { opProbe } from "./op_probe.ts";
import type { PooledConvolutionSteps, PooledOperands } from "./pooled_convolution_steps.ts";
import { runNativeOp } from "./run_native_op.ts";

/** Channels that the op computes at a time. */
const channelGroup = 32;
/** Channels of a picture; they have a way of their own, and no gradient. */
const nColours = 3;

/** Whether the selected backend has the op: it was compiled, and the processor has AVX2. */
export const hasPooledWindows: () => boolean = opProbe(() => {
  const x = tf.ones<tf.Rank.R4>([1, 4, 4, nColours]);
  const kernel = tf.ones<tf.Rank.R4>([3, 3, nColours, channelGroup]);
  const bias = tf.zeros<tf.Rank.R1>([channelGroup]);
  pooledWindowSteps.forward({ x, kernel, bias }, () => null).value.dataSync();
});

/** Whether the op computes a pooled convolution; ask {@linkcode hasPooledWindows} first. */
export function isPooledWindows(
  { x, kernel }: Pick<PooledOperands, "x" | "kernel">,
  window: ConvolutionWindow,
  pool: PoolWindow,
  hasInputGradient: boolean,
): boolean {
  const [, height, width, inChannels] = x.shape;
  const [filterHeight, filterWidth, , outChannels] = kernel.shape;
  const isPicture = inChannels === nColours && !hasInputGradient;
  return filterHeight === 3 && filterWidth === 3 && window.padding === "valid" &&
    window.strides.every((stride) => stride === 1) && pool.padding === "valid" &&
    [...pool.filterSize, ...pool.strides].every((size) => size === 2) &&
    height >= 4 && width >= 4 && outChannels % channelGroup === 0 &&
    (isPicture || inChannels % channelGroup === 0);
}

/** Steps by the op. */
export const pooledWindowSteps: PooledConvolutionSteps = {
  forward: ({ x, kernel, bias }, drawMask) => {
    const [batch, height, width] = x.shape;
    const pooled = [height, width].map((size) => Math.floor((size - 2) / 2));
    // An empty tensor stands for no mask.
    const mask = drawMask([batch, ...pooled, kernel.shape[3]]) ?? tf.tensor1d([], "float32");
    const [value, places] = runNativeOp("PooledConv2D", {}, [x, kernel, bias, mask], 2);
    return { value: value as tf.Tensor4D, kept: [places] };
  },
  backward: (dy, { x, kernel }, { value, kept: [places] }, hasInputGradient) => {
    const attributes = { input_gradient: ["BOOL", hasInputGradient] } as const;
    const inputs = [dy, x, kernel, value, places];
    const [dx, ...gradients] = runNativeOp("PooledConv2DGrad", attributes, inputs, 3);
    return hasInputGradient ? [dx, ...gradients] : gradients;
  },
};

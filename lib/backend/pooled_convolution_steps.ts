/**
 * What convolution, bias, ReLU, max-pooling and dropout's mask, and their gradients, compute as one:
 * by TensorFlow's kernels, one after another. On the backend `tensorflow` alone, where
 * `hasOneDnnMaxPool()`.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { bfloat16Of, float32Of } from "./bfloat16.ts";
import { fullConvolutionSteps } from "./bfloat16_convolution.ts";
import { float32ConvolutionSteps } from "./convolution_steps.ts";
import { type ConvolutionWindow, nativeBiasGrad, nativeReluGrad } from "./native_ops.ts";
import { oneDnnMaxPool, oneDnnMaxPoolGrad, type PoolWindow } from "./one_dnn_max_pool.ts";
import { type FloatType, runNativeOp, type } from "./run_native_op.ts";

/** What a pooled convolution is computed from. */
export interface PooledOperands {
  /** Maps, shape [batch, height, width, inChannels]. */
  readonly x: tf.Tensor4D;
  /** Shape [height, width, inChannels, outChannels], float32. */
  readonly kernel: tf.Tensor4D;
  /** Shape [outChannels], float32. */
  readonly bias: tf.Tensor1D;
}

/** What the gradients need of the forward pass. */
export interface PooledResults {
  /** Shape [batch, pooledHeight, pooledWidth, outChannels]; 0 where ReLU or the mask let nothing through. */
  readonly value: tf.Tensor4D;
  /** What else was kept; the steps know what it is. */
  readonly kept: readonly tf.Tensor[];
}

/** The steps of a pooled convolution. */
export interface PooledConvolutionSteps {
  /**
   * The pooled maps.
   * @param drawMask Gives 1 for what is kept, else 0, of the given shape; null for all.
   */
  readonly forward: (
    operands: PooledOperands,
    drawMask: (shape: number[]) => tf.Tensor | null,
  ) => PooledResults;
  /** Gradients of the maps, if they are wanted, of the kernel and of the bias. */
  readonly backward: (
    dy: tf.Tensor4D,
    operands: Omit<PooledOperands, "bias">,
    results: PooledResults,
    hasInputGradient: boolean,
  ) => tf.Tensor[];
}

/** Steps by TensorFlow's own kernels. */
export function oneDnnPooledSteps(
  window: ConvolutionWindow,
  pool: PoolWindow,
  precision: FloatType,
): PooledConvolutionSteps {
  const isRounded = precision === "BFLOAT16";
  const steps = isRounded ? fullConvolutionSteps(window) : float32ConvolutionSteps(window);
  const rounded = <T extends tf.Tensor>(tensor: T): T => isRounded ? bfloat16Of(tensor) : tensor;
  const run = (op: string, inputs: tf.Tensor[]) =>
    runNativeOp(op, { T: type(precision) }, inputs)[0] as tf.Tensor4D;
  return {
    forward: ({ x, kernel: exact, bias }, drawMask) => {
      const kernel = rounded(exact);
      const maps = steps.forward({ x, kernel }, bias);
      const { y, workspace } = oneDnnMaxPool(maps, pool, precision);
      const mask = drawMask(y.shape);
      const rectified = run("Relu", [y]);
      const value = mask ? run("Mul", [rectified, rounded(mask)]) : rectified;
      return { value, kept: [kernel, maps, workspace] };
    },
    backward: (dy, { x }, { value, kept }, hasInputGradient) => {
      const [kernel, maps, workspace] = kept as tf.Tensor4D[];
      // Above 0 is only what ReLU let through and dropout kept.
      const dPooled = nativeReluGrad(dy, value, precision) as tf.Tensor4D;
      // The kernel looks where the maxima were, not what they were: `value` has the right shape.
      const dMaps = oneDnnMaxPoolGrad(dPooled, maps, pool, { y: value, workspace }, precision);
      // The largest tensors of a step: the memory serves the layers before.
      maps.dispose();
      const dKernel = steps.kernelGradient({ x, kernel }, dMaps);
      const dBias = nativeBiasGrad(isRounded ? float32Of(dPooled) : dPooled);
      return hasInputGradient
        ? [steps.inputGradient({ x, kernel }, dMaps), dKernel, dBias]
        : [dKernel, dBias];
    },
  };
}

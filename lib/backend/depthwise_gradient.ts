/**
 * Gradient of depthwise convolution.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { GradientFunction } from "./replace_gradient.ts";
import { type Attributes, runNativeOp, type } from "./run_native_op.ts";

/** Kernels at least this wide get their gradient faster from TensorFlow's plain CPU op. */
const plainKernelSize = 5;

/**
 * Gradient of depthwise convolution: where the kernel is 5x5 or larger, its gradient comes from
 * TensorFlow's plain op, which takes half to a quarter of oneDNN's time. All else is left to tfjs,
 * whose ops are native already.
 * @param stock tfjs's own gradient.
 */
export const depthwiseGradient =
  (stock: GradientFunction): GradientFunction => (dy, saved, attributes) => {
    const gradients = stock(dy, saved, attributes);
    const { strides, pad, dilations } = attributes as unknown as {
      strides: number | [number, number];
      pad: unknown;
      dilations: number | readonly number[] | null;
    };
    const [x, kernel] = saved as [tf.Tensor4D, tf.Tensor4D];
    const isPlain = Math.min(kernel.shape[0], kernel.shape[1]) >= plainKernelSize &&
      (pad === "same" || pad === "valid") && x.dtype === "float32" &&
      [dilations ?? 1].flat().every((rate) => rate === 1);
    if (!isPlain) return gradients;
    return {
      ...gradients,
      filter: () =>
        plainDepthwiseFilterGrad(x, dy as tf.Tensor4D, kernel.shape, {
          strides: typeof strides === "number" ? [strides, strides] : strides,
          padding: pad,
        }),
    };
  };

/**
 * Gradient of a depthwise convolution's kernel by TensorFlow's plain CPU op.
 * @param x Input, shape [batch, height, width, channels].
 * @param dy Gradient of the output, shape [batch, outHeight, outWidth, channels * multiplier].
 * @param kernelShape [kernelHeight, kernelWidth, channels, multiplier].
 * @returns Shape `kernelShape`.
 */
export function plainDepthwiseFilterGrad(
  x: tf.Tensor4D,
  dy: tf.Tensor4D,
  kernelShape: [number, number, number, number],
  { strides, padding }: {
    readonly strides: readonly [number, number];
    readonly padding: "same" | "valid";
  },
): tf.Tensor4D {
  const borders = [0, 1].flatMap((axis) => {
    if (padding === "valid") return [0, 0];
    const covered = (dy.shape[axis + 1] - 1) * strides[axis] + kernelShape[axis];
    const total = Math.max(0, covered - x.shape[axis + 1]);
    return [Math.floor(total / 2), Math.ceil(total / 2)];
  });
  const attributes: Attributes = {
    T: type("FLOAT"),
    strides: ["INT", [1, ...strides, 1]],
    // oneDNN's kernel does not take explicit padding, so the plain one runs.
    padding: ["STRING", "EXPLICIT"],
    explicit_paddings: ["INT", [0, 0, ...borders, 0, 0]],
    data_format: ["STRING", "NHWC"],
    dilations: ["INT", [1, 1, 1, 1]],
  };
  return tf.tidy(() =>
    runNativeOp("DepthwiseConv2dNativeBackpropFilter", attributes, [
      x,
      tf.tensor1d(kernelShape, "int32"),
      dy,
    ])[0] as tf.Tensor4D
  );
}

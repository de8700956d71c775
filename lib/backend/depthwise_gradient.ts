/**
 * Gradient of depthwise convolution.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { runFastest } from "./kernel_choice.ts";
import type { GradientFunction } from "./replace_gradient.ts";
import { type Attributes, runNativeOp, type } from "./run_native_op.ts";

/** Below so many multiplications any choice takes next to no time, and timing it would tell little. */
const fewMultiplications = 1e7;

/**
 * Gradient of depthwise convolution: that of the kernel comes from TensorFlow's usual op, which is
 * oneDNN's where that is on, or from its plain one, whichever is faster for the shape. For 5x5
 * kernels the plain one can take a quarter of the time. All else is left to tfjs, whose ops are
 * native already.
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
    const [rows, columns] = kernel.shape;
    const isCovered = (pad === "same" || pad === "valid") && x.dtype === "float32" &&
      [dilations ?? 1].flat().every((rate) => rate === 1);
    const nMultiplications = (dy as tf.Tensor4D).size * rows * columns;
    if (!isCovered || nMultiplications < fewMultiplications) return gradients;
    const step: [number, number] = typeof strides === "number" ? [strides, strides] : strides;
    const key = `depthwise kernel gradient of [${x.shape}], kernel [${kernel.shape}], ` +
      `strides [${step}], ${pad}`;
    return {
      ...gradients,
      filter: () =>
        runFastest(key, [
          { name: "usual", run: () => gradients.filter() as tf.Tensor },
          {
            name: "plain",
            run: () =>
              plainDepthwiseFilterGrad(x, dy as tf.Tensor4D, kernel.shape, {
                strides: step,
                padding: pad,
              }),
          },
        ]),
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

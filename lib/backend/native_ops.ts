/**
 * TensorFlow ops that tfjs does not call by itself. Each works on the backend `tensorflow` alone:
 * ask `hasNativeOps()` first.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { type Attributes, type FloatType, runNativeOp, type } from "./run_native_op.ts";

/**
 * Gradient of ReLU: `dy` where the output is above 0, else 0. tfjs builds it from five ops.
 * @param dy Gradient of the output, any shape.
 * @param y The output (or the input), of the same shape.
 * @param precision What both are.
 */
export function nativeReluGrad(
  dy: tf.Tensor,
  y: tf.Tensor,
  precision: FloatType = "FLOAT",
): tf.Tensor {
  return runNativeOp("ReluGrad", { T: type(precision) }, [dy, y])[0];
}

/**
 * Sum over all axes but the last: the gradient of a bias. Summed row by row first, which is nearer
 * to the exact sum than one long sum.
 * @param dy Shape [..., channels].
 * @returns Shape [channels].
 */
export function nativeBiasGrad(dy: tf.Tensor): tf.Tensor {
  if (dy.rank < 3) return sumOfRows(dy);
  const [width, channels] = dy.shape.slice(-2);
  return tf.tidy(() =>
    sumOfRows(sumOfRows(dy.reshape([-1, width * channels])).reshape([width, channels]))
  );
}

function sumOfRows(matrix: tf.Tensor): tf.Tensor {
  const attributes: Attributes = { T: type("FLOAT"), data_format: ["STRING", "NHWC"] };
  return runNativeOp("BiasAddGrad", attributes, [matrix])[0];
}

/**
 * Adds a bias to the last axis, in half the time of a broadcast sum.
 * @param x Shape [..., channels].
 * @param bias Shape [channels].
 */
export function nativeBiasAdd(x: tf.Tensor, bias: tf.Tensor1D): tf.Tensor {
  const attributes: Attributes = { T: type("FLOAT"), data_format: ["STRING", "NHWC"] };
  return runNativeOp("BiasAdd", attributes, [x, bias])[0];
}

/** How a convolution's window moves. */
export interface ConvolutionWindow {
  /** Vertical and horizontal step in pixels. */
  readonly strides: readonly [number, number];
  /** Whether windows may reach over the edge (`same`) or not (`valid`). */
  readonly padding: "same" | "valid";
}

/** Attributes of TensorFlow's convolutions. */
export function convolutionAttributes({ strides, padding }: ConvolutionWindow): Attributes {
  return {
    T: type("FLOAT"),
    strides: ["INT", [1, ...strides, 1]],
    padding: ["STRING", padding.toUpperCase()],
    data_format: ["STRING", "NHWC"],
    use_cudnn_on_gpu: ["BOOL", true],
    dilations: ["INT", [1, 1, 1, 1]],
  };
}

/**
 * Gradient of a convolution's filter by TensorFlow's kernel.
 * @param x Input, shape [batch, height, width, inChannels].
 * @param filterShape [filterHeight, filterWidth, inChannels, outChannels].
 * @param dy Gradient of the output, shape [batch, outHeight, outWidth, outChannels].
 */
export function nativeFilterGrad(
  x: tf.Tensor4D,
  filterShape: readonly number[],
  dy: tf.Tensor4D,
  window: ConvolutionWindow,
): tf.Tensor {
  const inputs = [x, tf.tensor1d([...filterShape], "int32"), dy];
  return runNativeOp("Conv2DBackpropFilter", convolutionAttributes(window), inputs)[0];
}

/**
 * Gradient of a convolution's input by TensorFlow's kernel.
 * @param inputShape [batch, height, width, inChannels].
 * @param filter Shape [filterHeight, filterWidth, inChannels, outChannels].
 * @param dy Gradient of the output, shape [batch, outHeight, outWidth, outChannels].
 */
export function nativeInputGrad(
  inputShape: readonly number[],
  filter: tf.Tensor4D,
  dy: tf.Tensor4D,
  window: ConvolutionWindow,
): tf.Tensor {
  const inputs = [tf.tensor1d([...inputShape], "int32"), filter, dy];
  return runNativeOp("Conv2DBackpropInput", convolutionAttributes(window), inputs)[0];
}

/** Half the sum of the squares of all values, a scalar, in one pass (TensorFlow's `L2Loss`). */
export function nativeHalfSumOfSquares(tensor: tf.Tensor): tf.Tensor {
  return runNativeOp("L2Loss", { T: type("FLOAT") }, [tensor])[0];
}

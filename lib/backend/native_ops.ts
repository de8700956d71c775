/**
 * TensorFlow ops that tfjs does not call by itself. Each works on the backend `tensorflow` alone:
 * ask `hasNativeOps()` first.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { type Attributes, runNativeOp, type } from "./run_native_op.ts";

/**
 * Gradient of ReLU: `dy` where the output is above 0, else 0. tfjs builds it from five ops.
 * @param dy Gradient of the output, any shape.
 * @param y The output (or the input), of the same shape.
 */
export function nativeReluGrad(dy: tf.Tensor, y: tf.Tensor): tf.Tensor {
  return runNativeOp("ReluGrad", { T: type("FLOAT") }, [dy, y])[0];
}

/**
 * Sum over all axes but the last: the gradient of a bias.
 * @param dy Shape [..., channels].
 * @returns Shape [channels].
 */
export function nativeBiasGrad(dy: tf.Tensor): tf.Tensor {
  const attributes: Attributes = { T: type("FLOAT"), data_format: ["STRING", "NHWC"] };
  return runNativeOp("BiasAddGrad", attributes, [dy])[0];
}

/**
 * Adds a bias to the last axis.
 * @param x Shape [..., channels].
 * @param bias Shape [channels].
 */
export function nativeBiasAdd(x: tf.Tensor, bias: tf.Tensor1D): tf.Tensor {
  const attributes: Attributes = { T: type("FLOAT"), data_format: ["STRING", "NHWC"] };
  return runNativeOp("BiasAdd", attributes, [x, bias])[0];
}

/** Half the sum of the squares of all values, a scalar, in one pass (TensorFlow's `L2Loss`). */
export function nativeHalfSumOfSquares(tensor: tf.Tensor): tf.Tensor {
  return runNativeOp("L2Loss", { T: type("FLOAT") }, [tensor])[0];
}

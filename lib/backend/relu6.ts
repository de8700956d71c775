/**
 * ReLU6 with a gradient of one op.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { hasNativeOps } from "./native_backend.ts";
import { runNativeOp, type } from "./run_native_op.ts";

/**
 * min(max(x, 0), 6). The gradient is `dy` where 0 < x < 6, else 0. It keeps the output for it, which
 * the next layer keeps anyway; tfjs's own keeps the input and takes five ops.
 * @param x Any shape, float32.
 * @returns Shape of `x`.
 */
export function relu6<T extends tf.Tensor>(x: T): T {
  if (!hasNativeOps()) return tf.relu6(x);
  const clip = tf.customGrad((...args) => {
    const [x, save] = args as [tf.Tensor, tf.GradSaveFunc];
    const attributes = { T: type("FLOAT") };
    const [y] = runNativeOp("Relu6", attributes, [x]);
    save([y]);
    const gradFunc = (dy: tf.Tensor, [y]: tf.Tensor[]) =>
      runNativeOp("Relu6Grad", attributes, [dy, y])[0];
    return { value: y, gradFunc };
  });
  return clip(x) as T;
}

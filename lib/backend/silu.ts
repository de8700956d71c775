/**
 * SiLU with a gradient of few ops.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { hasNativeOps } from "./native_backend.ts";
import { runNativeOp, type } from "./run_native_op.ts";

/**
 * x * sigmoid(x), also called swish (Elfwing et al. 2018).
 * @param x Any shape, float32.
 * @returns Shape of `x`.
 */
export function silu<T extends tf.Tensor>(x: T): T {
  const activate = tf.customGrad((...args) => {
    const [x, save] = args as [tf.Tensor, tf.GradSaveFunc];
    const gate = tf.sigmoid(x);
    save([x, gate]);
    return { value: gate.mul(x), gradFunc: siluGrad };
  });
  return activate(x) as T;
}

/** dy * gate + dy * x * gate * (1 - gate), where gate is the sigmoid. */
function siluGrad(dy: tf.Tensor, [x, gate]: tf.Tensor[]): tf.Tensor {
  if (hasNativeOps()) {
    const [throughGate] = runNativeOp("SigmoidGrad", { T: type("FLOAT") }, [gate, dy.mul(x)]);
    return dy.mul(gate).add(throughGate);
  }
  return dy.mul(gate).mul(x.mul(tf.sub(1, gate)).add(1));
}

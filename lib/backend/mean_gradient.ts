/**
 * Gradient of a mean.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { GradientFunction } from "./replace_gradient.ts";
import { runNativeOp, type } from "./run_native_op.ts";

/**
 * Gradient of a mean, such as global average pooling: `dy` divided by the number of values, spread
 * over them in one pass. tfjs fills an array with ones in JavaScript and multiplies it twice.
 * @param stock tfjs's own gradient.
 */
export const meanGradient =
  (stock: GradientFunction): GradientFunction => (dy, saved, attributes) => {
    const [x] = saved;
    if (!(dy instanceof tf.Tensor) || dy.dtype !== "float32") return stock(dy, saved, attributes);
    const { axis } = attributes as unknown as { axis: number | number[] };
    const axes = tf.util.parseAxisParam(axis, x.shape);
    const kept = x.shape.map((size, i) => axes.includes(i) ? 1 : size);
    return {
      x: () =>
        tf.tidy(() => {
          const share = dy.mul(dy.size / x.size).reshape(kept);
          const attributes = { T: type("FLOAT"), Tidx: type("INT32") };
          return runNativeOp("BroadcastTo", attributes, [share, tf.tensor1d(x.shape, "int32")])[0];
        }),
    };
  };

/**
 * TensorFlow ops that tfjs does not call by itself. Each works on the backend `tensorflow` alone:
 * ask `hasNativeOps()` first.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { type Attributes, runNativeOp, type, type TypeName } from "./run_native_op.ts";

/**
 * Uniform random numbers in [0, 1) from a counter-based generator (TensorFlow's
 * `StatelessRandomUniform`): the same seed gives the same numbers. tfjs draws them one by one in
 * JavaScript, which takes 40 % of a training step.
 * @param shape Shape of the result, float32.
 * @param seed Two 32-bit integers.
 */
export function nativeRandomUniform(shape: number[], seed: readonly [number, number]): tf.Tensor {
  return tf.tidy(() => runStatelessRandom("StatelessRandomUniform", "FLOAT", shape, seed));
}

/**
 * Which activations dropout keeps: 1 with probability 1 - `rate`, else 0, float32. Where the rate
 * is a multiple of 1/256, as 0.25 and 0.5 are, eight random bits decide exactly, and one draw of 32
 * bits serves four activations: a quarter of the time.
 * @param shape Shape of the result.
 * @param rate Probability of a 0, in [0, 1).
 * @param seed Two 32-bit integers.
 */
export function nativeKeepMask(
  shape: number[],
  rate: number,
  seed: readonly [number, number],
): tf.Tensor {
  return tf.tidy(() => {
    if (!Number.isInteger(rate * 256)) {
      return tf.greaterEqual(nativeRandomUniform(shape, seed), rate).cast("float32");
    }
    const size = tf.util.sizeFromShape(shape);
    const words = runStatelessRandom(
      "StatelessRandomUniformFullInt",
      "INT32",
      [Math.ceil(size / 4)],
      seed,
    );
    const [bytes] = runNativeOp("Bitcast", { T: type("INT32"), type: type("UINT8") }, [words]);
    const limit = cast(tf.scalar(rate * 256, "int32"), "INT32", "UINT8");
    const [isKept] = runNativeOp("GreaterEqual", { T: type("UINT8") }, [bytes, limit]);
    const mask = cast(isKept, "BOOL", "FLOAT").flatten();
    return (mask.size === size ? mask : mask.slice([0], [size])).reshape(shape);
  });
}

function runStatelessRandom(
  op: string,
  outputType: TypeName,
  shape: number[],
  seed: readonly [number, number],
): tf.Tensor {
  const attributes = { dtype: type(outputType), T: type("INT32"), Tseed: type("INT32") };
  const inputs = [tf.tensor1d(shape, "int32"), tf.tensor1d([...seed], "int32")];
  return runNativeOp(op, attributes, inputs)[0];
}

/** tfjs knows no bytes, so it cannot cast to and from them by itself. */
function cast(tensor: tf.Tensor, from: TypeName, to: TypeName): tf.Tensor {
  const attributes: Attributes = { SrcT: type(from), DstT: type(to), Truncate: ["BOOL", false] };
  return runNativeOp("Cast", attributes, [tensor])[0];
}

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

/** Size and step of a pooling window, and what happens at the edge. */
export interface PoolWindow {
  /** Height and width of the window in pixels. */
  readonly filterSize: readonly [number, number];
  /** Vertical and horizontal step in pixels. */
  readonly strides: readonly [number, number];
  /** Whether windows may reach over the edge (`same`) or not (`valid`). */
  readonly padding: "same" | "valid";
}

/**
 * Gradient of max-pooling by oneDNN's kernels, ten times as fast as TensorFlow's plain one. Only
 * TensorFlow builds with oneDNN have them.
 * @param dy Gradient of the pooled maps, shape [batch, pooledHeight, pooledWidth, channels].
 * @param x Input of the pooling, shape [batch, height, width, channels].
 * @returns Gradient of `x`.
 */
export function oneDnnMaxPoolGrad(dy: tf.Tensor4D, x: tf.Tensor4D, window: PoolWindow): tf.Tensor {
  const attributes: Attributes = {
    T: type("FLOAT"),
    ksize: ["INT", [1, ...window.filterSize, 1]],
    strides: ["INT", [1, ...window.strides, 1]],
    padding: ["STRING", window.padding.toUpperCase()],
    data_format: ["STRING", "NHWC"],
    workspace_enabled: ["BOOL", true],
    // Chooses the kernel with plain tensor layout.
    _kernel: ["STRING", "MklNameChangeOp"],
  };
  return tf.tidy(() => {
    // The workspace holds where each maximum was. Pooling again is cheaper than keeping it.
    const [y, workspace] = runNativeOp("_MklNativeMaxPool", attributes, [x], 2);
    return runNativeOp("_MklNativeMaxPoolGrad", attributes, [x, y, dy, workspace])[0];
  });
}

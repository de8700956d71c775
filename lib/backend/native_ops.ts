/**
 * TensorFlow ops that tfjs does not call by itself. Each works on the backend `tensorflow` alone:
 * ask {@linkcode hasNativeOps} first.
 * @module
 */
import * as tf from "@tensorflow/tfjs";

type AttributeKind = "INT" | "FLOAT" | "BOOL" | "TYPE" | "STRING";

/** The part of tfjs-node's backend that runs an op by its TensorFlow name. */
interface NativeBackend {
  readonly binding: Readonly<Record<"TF_FLOAT" | "TF_INT32" | `TF_ATTR_${AttributeKind}`, number>>;
  executeMultipleOutputs(
    op: string,
    attributes: readonly { name: string; type: number; value: unknown }[],
    inputs: readonly tf.Tensor[],
    nOutputs: number,
  ): tf.Tensor[];
}

/** Kind and value of each attribute by its name. */
type Attributes = Readonly<Record<string, readonly [AttributeKind, unknown]>>;

/** Whether the selected backend runs TensorFlow's ops. */
export function hasNativeOps(): boolean {
  return tf.getBackend() === "tensorflow";
}

function nativeBackend(): NativeBackend {
  return tf.backend() as unknown as NativeBackend;
}

function runNativeOp(
  op: string,
  attributes: Attributes,
  inputs: readonly tf.Tensor[],
  nOutputs = 1,
): tf.Tensor[] {
  const backend = nativeBackend();
  const list = Object.entries(attributes).map(([name, [kind, value]]) => ({
    name,
    type: backend.binding[`TF_ATTR_${kind}`],
    value,
  }));
  return backend.executeMultipleOutputs(op, list, inputs, nOutputs);
}

function floatType(): readonly ["TYPE", number] {
  return ["TYPE", nativeBackend().binding.TF_FLOAT];
}

/**
 * Uniform random numbers in [0, 1) from a counter-based generator (TensorFlow's
 * `StatelessRandomUniform`): the same seed gives the same numbers. tfjs draws them one by one in
 * JavaScript, which takes 40 % of a training step.
 * @param shape Shape of the result, float32.
 * @param seed Two 32-bit integers.
 */
export function nativeRandomUniform(shape: number[], seed: readonly [number, number]): tf.Tensor {
  const int32 = ["TYPE", nativeBackend().binding.TF_INT32] as const;
  return tf.tidy(() =>
    runNativeOp("StatelessRandomUniform", { dtype: floatType(), T: int32, Tseed: int32 }, [
      tf.tensor1d(shape, "int32"),
      tf.tensor1d([...seed], "int32"),
    ])[0]
  );
}

/**
 * Gradient of ReLU: `dy` where the output is above 0, else 0. tfjs builds it from five ops.
 * @param dy Gradient of the output, any shape.
 * @param y The output (or the input), of the same shape.
 */
export function nativeReluGrad(dy: tf.Tensor, y: tf.Tensor): tf.Tensor {
  return runNativeOp("ReluGrad", { T: floatType() }, [dy, y])[0];
}

/**
 * Sum over all axes but the last: the gradient of a bias.
 * @param dy Shape [..., channels].
 * @returns Shape [channels].
 */
export function nativeBiasGrad(dy: tf.Tensor): tf.Tensor {
  const attributes: Attributes = { T: floatType(), data_format: ["STRING", "NHWC"] };
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
    T: floatType(),
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

/**
 * TensorFlow ops that tfjs does not call by itself. Each works on the backend `tensorflow` alone:
 * ask {@linkcode hasNativeOps} first.
 * @module
 */
import * as tf from "@tensorflow/tfjs";

/** The part of tfjs-node's backend that runs an op by its TensorFlow name. */
interface NativeBackend {
  readonly binding: Readonly<Record<"TF_FLOAT" | "TF_INT32" | "TF_ATTR_TYPE", number>>;
  executeSingleOutput(
    op: string,
    attributes: readonly { name: string; type: number; value: number }[],
    inputs: readonly tf.Tensor[],
  ): tf.Tensor;
}

/** Whether the selected backend runs TensorFlow's ops. */
export function hasNativeOps(): boolean {
  return tf.getBackend() === "tensorflow";
}

/**
 * Uniform random numbers in [0, 1) from a counter-based generator (TensorFlow's
 * `StatelessRandomUniform`): the same seed gives the same numbers. tfjs draws them one by one in
 * JavaScript, which takes 40 % of a training step.
 * @param shape Shape of the result, float32.
 * @param seed Two 32-bit integers.
 */
export function nativeRandomUniform(shape: number[], seed: readonly [number, number]): tf.Tensor {
  const backend = tf.backend() as unknown as NativeBackend;
  const { TF_FLOAT, TF_INT32, TF_ATTR_TYPE } = backend.binding;
  return tf.tidy(() =>
    backend.executeSingleOutput("StatelessRandomUniform", [
      { name: "dtype", type: TF_ATTR_TYPE, value: TF_FLOAT },
      { name: "T", type: TF_ATTR_TYPE, value: TF_INT32 },
      { name: "Tseed", type: TF_ATTR_TYPE, value: TF_INT32 },
    ], [tf.tensor1d(shape, "int32"), tf.tensor1d([...seed], "int32")])
  );
}

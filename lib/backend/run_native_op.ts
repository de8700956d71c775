/**
 * Runs TensorFlow ops that tfjs does not call by itself, on the backend `tensorflow` alone.
 * @module
 */
import * as tf from "@tensorflow/tfjs";

/** Kinds of attributes that an op can have. */
export type AttributeKind = "INT" | "FLOAT" | "BOOL" | "TYPE" | "STRING" | "SHAPE";

/** The part of tfjs-node's backend that runs an op by its TensorFlow name. */
interface NativeBackend {
  readonly binding: Readonly<
    Record<"TF_FLOAT" | "TF_INT32" | "TF_UINT8" | "TF_BOOL" | `TF_ATTR_${AttributeKind}`, number>
  >;
  executeMultipleOutputs(
    op: string,
    attributes: readonly { name: string; type: number; value: unknown }[],
    inputs: readonly tf.Tensor[],
    nOutputs: number,
  ): tf.Tensor[];
}

/** Kind and value of each attribute by its name. */
export type Attributes = Readonly<Record<string, readonly [AttributeKind, unknown]>>;

/** Whether the selected backend runs TensorFlow's ops. */
export function hasNativeOps(): boolean {
  return tf.getBackend() === "tensorflow";
}

function nativeBackend(): NativeBackend {
  return tf.backend() as unknown as NativeBackend;
}

/**
 * Runs a TensorFlow op by its name.
 * @param nOutputs How many outputs the op has.
 * @throws {Error} If TensorFlow does not know the op, or has no kernel for these inputs.
 */
export function runNativeOp(
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

/** Names of element types. */
export type TypeName = "FLOAT" | "INT32" | "UINT8" | "BOOL";

/** An attribute that holds an element type. */
export function type(name: TypeName): readonly ["TYPE", number] {
  return ["TYPE", nativeBackend().binding[`TF_${name}`]];
}

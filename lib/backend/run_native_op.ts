/**
 * Runs TensorFlow ops that tfjs does not call by itself, on the backend `tensorflow` alone.
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import { type AttributeKind, nativeBackend } from "./native_backend.ts";

/** TensorFlow's number of bfloat16, a type that neither tfjs nor its binding knows. */
const bfloat16Type = 14;

/** Kind and value of each attribute by its name. */
export type Attributes = Readonly<Record<string, readonly [AttributeKind, unknown]>>;

/**
 * Runs a TensorFlow op by its name. An output of bfloat16 numbers says `float32` of itself
 * (bfloat16.ts).
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
  const { binding } = backend;
  const list = Object.entries(attributes).map(([name, [kind, value]]) => ({
    name,
    type: binding[`TF_ATTR_${kind}`],
    value,
  }));
  return binding.executeOp(op, list, backend.getInputTensorIds(inputs), nOutputs)
    .map((output) =>
      backend.createOutputTensor(
        output.dtype === bfloat16Type ? { ...output, dtype: binding.TF_FLOAT } : output,
      )
    );
}

/** Types that networks compute with. */
export type FloatType = "FLOAT" | "BFLOAT16";

/** Names of element types. */
export type TypeName = FloatType | "INT32" | "UINT8" | "BOOL";

/** An attribute that holds an element type. */
export function type(name: TypeName): readonly ["TYPE", number] {
  return ["TYPE", name === "BFLOAT16" ? bfloat16Type : nativeBackend().binding[`TF_${name}`]];
}

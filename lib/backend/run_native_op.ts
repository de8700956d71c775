/**
 * Runs TensorFlow ops that tfjs does not call by itself, on the backend `tensorflow` alone.
 * @module
 */
import * as tf from "@tensorflow/tfjs";

/** Kinds of attributes that an op can have. */
export type AttributeKind = "INT" | "FLOAT" | "BOOL" | "TYPE" | "STRING" | "SHAPE";

/** An attribute as the binding takes it. */
interface BindingAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

/** An output as the binding describes it; `dtype` is TensorFlow's number of the type. */
interface OutputInfo {
  readonly id: number;
  readonly shape: number[];
  readonly dtype: number;
}

/** The part of tfjs-node's backend that runs an op by its TensorFlow name. */
interface NativeBackend {
  readonly binding:
    & Readonly<
      Record<"TF_FLOAT" | "TF_INT32" | "TF_UINT8" | "TF_BOOL" | `TF_ATTR_${AttributeKind}`, number>
    >
    & {
      executeOp(
        op: string,
        attributes: readonly BindingAttribute[],
        inputIds: readonly number[],
        nOutputs: number,
      ): OutputInfo[];
    };
  getInputTensorIds(inputs: readonly tf.Tensor[]): number[];
  createOutputTensor(info: OutputInfo): tf.Tensor;
}

/** TensorFlow's number of bfloat16, a type that neither tfjs nor its binding knows. */
const bfloat16Type = 14;

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

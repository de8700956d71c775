/**
 * The parts of tfjs-node's backend that its types leave out.
 * @module
 */
import * as tf from "@tensorflow/tfjs";

/** Kinds of attributes that an op can have. */
export type AttributeKind = "INT" | "FLOAT" | "BOOL" | "TYPE" | "STRING" | "SHAPE";

/** An attribute as the binding takes it. */
export interface BindingAttribute {
  /** Name, as TensorFlow knows it. */
  readonly name: string;
  /** The binding's number of its kind. */
  readonly type: number;
  /** A value of that kind, or an array of them. */
  readonly value: unknown;
}

/** An output as the binding describes it. */
export interface OutputInfo {
  /** The binding's number of the tensor. */
  readonly id: number;
  /** Its shape. */
  readonly shape: number[];
  /** TensorFlow's number of its type. */
  readonly dtype: number;
}

/** The binding to TensorFlow's C library. */
export type NativeBinding =
  & Readonly<
    Record<"TF_FLOAT" | "TF_INT32" | "TF_UINT8" | "TF_BOOL" | `TF_ATTR_${AttributeKind}`, number>
  >
  & {
    /** Runs an op at once. */
    executeOp(
      op: string,
      attributes: readonly BindingAttribute[],
      inputIds: readonly number[],
      nOutputs: number,
    ): OutputInfo[];
    /** Hands values over; returns the tensor's number. */
    createTensor(shape: readonly number[], dtype: number, values: ArrayBufferView): number;
  };

/** The backend `tensorflow`, as far as ops are run by their TensorFlow names. */
export interface NativeBackend {
  /** All calls into TensorFlow go through it. */
  binding: NativeBinding;
  /** What is known of each tensor's data; `dtype` is TensorFlow's number of the type. */
  readonly tensorMap: { get(dataId: object): { readonly dtype: number } };
  /** The binding's numbers of tensors, whose values are handed over if they were not yet. */
  getInputTensorIds(inputs: readonly tf.Tensor[]): number[];
  /** The tensor of an output. */
  createOutputTensor(info: OutputInfo): tf.Tensor;
  /** Loads a saved graph; returns its number. @throws {Error} If TensorFlow refuses it. */
  loadSavedModelMetaGraph(path: string, tags: string): number;
  /** Runs a loaded graph. */
  runSavedModel(
    id: number,
    inputs: readonly tf.Tensor[],
    inputInfos: readonly { readonly name: string }[],
    outputNames: readonly string[],
  ): tf.Tensor[];
  /** Frees a loaded graph. */
  deleteSavedModel(id: number): void;
}

/** Whether the selected backend runs TensorFlow's ops. */
export function hasNativeOps(): boolean {
  return tf.getBackend() === "tensorflow";
}

/** The selected backend; ask {@linkcode hasNativeOps} first. */
export function nativeBackend(): NativeBackend {
  return tf.backend() as unknown as NativeBackend;
}

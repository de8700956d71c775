/**
 * Writes down which TensorFlow ops a computation consists of.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { type BindingAttribute, nativeBackend, type NativeBinding } from "./native_backend.ts";

/** A value that is the same whenever the computation runs, such as a shape. */
export interface ConstantValue {
  /** TensorFlow's number of its type. */
  readonly dtype: number;
  /** Its shape. */
  readonly shape: readonly number[];
  /** Its values as they lie in memory. */
  readonly bytes: Uint8Array;
}

/** An op, a constant or a place for a tensor that differs from run to run. */
export interface GraphNode {
  /** Name of the node; output i of it is `<name>:<i>`. */
  readonly name: string;
  /** The op's name in TensorFlow. */
  readonly op: string;
  /** Outputs of other nodes. */
  readonly inputs: readonly string[];
  /** Attributes of the op. */
  readonly attributes: readonly BindingAttribute[];
  /** What a `Const` holds. */
  readonly constant?: ConstantValue;
}

/** A recorded computation. */
export interface RecordedGraph {
  /** All nodes, each after those that it takes its inputs from. */
  readonly nodes: readonly GraphNode[];
  /** Which of the leaves are used, and the output that stands for each. */
  readonly feeds: readonly { readonly leaf: number; readonly name: string }[];
  /** The outputs that hold the results. */
  readonly outputs: readonly string[];
}

/** A computation read a tensor that was neither made in it nor handed to it. */
export class UnknownTensorError extends Error {
  /** Names the op that read it. */
  constructor(op: string) {
    super(`${op} reads a tensor that is neither an input nor a variable`);
    this.name = "UnknownTensorError";
  }
}

let isRecordingNow = false;

/** Whether ops are being written down: results kept from earlier would be unknown tensors. */
export function isRecording(): boolean {
  return isRecordingNow;
}

/**
 * Runs a computation and writes down its ops. Values that it makes in JavaScript become constants:
 * what differs from run to run must be a leaf. On the backend `tensorflow` alone.
 * @param leaves Tensors that the computation may read.
 * @param compute Runs the ops; returns the results.
 * @throws {UnknownTensorError} If it reads another tensor from before.
 */
export function recordGraph(
  leaves: readonly tf.Tensor[],
  compute: () => readonly tf.Tensor[],
): RecordedGraph {
  const backend = nativeBackend();
  const { binding } = backend;
  // A variable whose values TensorFlow has not seen yet would become a constant.
  backend.getInputTensorIds(Object.values(tf.engine().registeredVariables));
  const leafIds = backend.getInputTensorIds(leaves);
  const dtypes = leaves.map(({ dataId }) => backend.tensorMap.get(dataId).dtype);
  const recorder = new Recorder(binding, leafIds, dtypes);
  // The binding's own functions cannot be replaced: what inherits from it can have others.
  backend.binding = Object.create(binding, {
    executeOp: { value: recorder.executeOp },
    createTensor: { value: recorder.createTensor },
  });
  isRecordingNow = true;
  try {
    const results = compute();
    // Asking for the numbers hands values over that no op has read: they are constants.
    const outputs = backend.getInputTensorIds(results).map((id) => recorder.outputOf(id));
    return { nodes: recorder.nodes, feeds: recorder.feeds, outputs };
  } finally {
    isRecordingNow = false;
    backend.binding = binding;
  }
}

class Recorder {
  readonly nodes: GraphNode[] = [];
  readonly feeds: { readonly leaf: number; readonly name: string }[] = [];
  readonly #binding: NativeBinding;
  readonly #leafIds: readonly number[];
  readonly #leafTypes: readonly number[];
  /** Output that holds the tensor of a number. */
  readonly #names = new Map<number, string>();

  constructor(
    binding: NativeBinding,
    leafIds: readonly number[],
    leafTypes: readonly number[],
  ) {
    this.#binding = binding;
    this.#leafIds = leafIds;
    this.#leafTypes = leafTypes;
  }

  readonly executeOp: NativeBinding["executeOp"] = (op, attributes, inputIds, nOutputs) => {
    const inputs = inputIds.map((id) => this.nameOf(id, op));
    const outputs = this.#binding.executeOp(op, attributes, inputIds, nOutputs);
    const name = this.#add({ op, inputs, attributes });
    outputs.forEach(({ id }, i) => this.#names.set(id, `${name}:${i}`));
    return outputs;
  };

  readonly createTensor: NativeBinding["createTensor"] = (shape, dtype, values) => {
    const id = this.#binding.createTensor(shape, dtype, values);
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength).slice();
    const constant = { dtype, shape: [...shape], bytes };
    const name = this.#add({ op: "Const", inputs: [], attributes: [this.#type(dtype)], constant });
    this.#names.set(id, `${name}:0`);
    return id;
  };

  /** The output that holds a tensor. @param op What reads it. */
  nameOf(id: number, op: string): string {
    const known = this.#names.get(id);
    if (known) return known;
    const leaf = this.#leafIds.indexOf(id);
    if (leaf < 0) throw new UnknownTensorError(op);
    const attributes = [this.#type(this.#leafTypes[leaf])];
    const name = `${this.#add({ op: "Placeholder", inputs: [], attributes })}:0`;
    this.#names.set(id, name);
    this.feeds.push({ leaf, name });
    return name;
  }

  /** The output that holds a result; TensorFlow does not give back what it was fed. */
  outputOf(id: number): string {
    const name = this.nameOf(id, "output");
    const leaf = this.feeds.find((feed) => feed.name === name)?.leaf;
    if (leaf === undefined) return name;
    const attributes = [this.#type(this.#leafTypes[leaf], "T")];
    return `${this.#add({ op: "Identity", inputs: [name], attributes })}:0`;
  }

  #type(value: number, name = "dtype"): BindingAttribute {
    return { name, type: this.#binding.TF_ATTR_TYPE, value };
  }

  #add(node: Omit<GraphNode, "name">): string {
    const name = `node_${this.nodes.length}`;
    this.nodes.push({ name, ...node });
    return name;
  }
}

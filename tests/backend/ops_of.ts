/** Which TensorFlow ops run. */
import * as tf from "@tensorflow/tfjs";

/** An op with its padding, if it has one. */
export interface RunOp {
  readonly op: string;
  readonly padding: unknown;
}

/** The ops that a function runs through TensorFlow's binding. */
export function opsOf(run: () => void): RunOp[] {
  type ExecuteOp = (
    op: string,
    attributes: readonly { name: string; value: unknown }[],
    ...rest: unknown[]
  ) => unknown;
  const ops: RunOp[] = [];
  const backend = tf.backend() as unknown as { binding: { executeOp: ExecuteOp } };
  const { binding } = backend;
  const executeOp: ExecuteOp = (op, attributes, ...rest) => {
    const padding = attributes.find(({ name }) => name === "padding")?.value;
    ops.push({ op, padding });
    return binding.executeOp(op, attributes, ...rest);
  };
  // The binding's own properties cannot be changed.
  backend.binding = Object.create(binding, { executeOp: { value: executeOp } });
  try {
    tf.tidy(run);
  } finally {
    backend.binding = binding;
  }
  return ops;
}

/**
 * Adam's update as one pass over memory: TensorFlow's fused kernel. Composed of tfjs's ops it takes
 * a dozen passes over weights, moments and gradient.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { opProbe } from "./op_probe.ts";
import { runNativeOp, type } from "./run_native_op.ts";

/** Values of an update that are the same for all variables. */
export interface AdamStep {
  /** Step size. */
  readonly learningRate: number;
  /** Number of the update, from 1. */
  readonly iteration: number;
  /** Decay of the first moment. */
  readonly beta1: number;
  /** Decay of the second moment. */
  readonly beta2: number;
  /** Added to the square root of the second moment. */
  readonly epsilon: number;
}

/** The scalars that the kernel takes for an update, in its order; the caller disposes of them. */
export function nativeAdamStep(
  { learningRate, iteration, beta1, beta2, epsilon }: AdamStep,
): tf.Scalar[] {
  // The kernel would correct the bias in single precision, which cancels at the first steps:
  // powers of 0 switch that off, and the step size is corrected here, for the rounded decays.
  const stepSize = learningRate * Math.sqrt(1 - Math.fround(beta2) ** iteration) /
    (1 - Math.fround(beta1) ** iteration);
  return [0, 0, stepSize, beta1, beta2, epsilon].map((value) => tf.scalar(value, "float32"));
}

/** Whether the selected backend has the kernels of {@linkcode NativeAdam}. */
export const hasNativeAdam: () => boolean = opProbe(() => {
  const variables = [0, 1, 2].map(() => tf.variable(tf.zeros([1]), false));
  const step = { learningRate: 1, iteration: 1, beta1: 0.5, beta2: 0.5, epsilon: 1e-7 };
  try {
    const [weights, mean, square] = variables;
    const adam = new NativeAdam(weights, mean, square);
    adam.update(tf.ones([1]), nativeAdamStep(step));
    adam.dispose();
    return Math.abs(weights.dataSync()[0] + 1) < 1e-5;
  } finally {
    // tf.tidy() keeps variables.
    tf.dispose(variables);
  }
});

/**
 * Weights and two moments that TensorFlow's `ResourceApplyAdam` updates in place.
 *
 * The kernel works on resource variables of its own. They share their memory with the tfjs
 * variables, which hold the values before and after each update, so everything else (layers,
 * checkpoints, averages) sees ordinary variables.
 */
export class NativeAdam {
  readonly #cells: readonly ResourceCell[];

  /** Takes the variables as they are, all of one shape; the backend must be `tensorflow`. */
  constructor(weights: tf.Variable, mean: tf.Variable, square: tf.Variable) {
    this.#cells = [weights, mean, square].map((variable) => new ResourceCell(variable));
  }

  /**
   * Updates weights and moments in place.
   * @param gradient Gradient of the weights, of their shape.
   * @param step What {@linkcode nativeAdamStep} gave for this update.
   */
  update(gradient: tf.Tensor, step: readonly tf.Scalar[]): void {
    tf.tidy(() => {
      // The kernel copies what somebody else holds: until it is through only its cells do.
      for (const cell of this.#cells) cell.take(gradient);
      runNativeOp(
        "ResourceApplyAdam",
        { T: type("FLOAT"), use_locking: ["BOOL", false], use_nesterov: ["BOOL", false] },
        [...this.#cells.map(({ handle }) => handle), ...step, gradient],
        0,
      );
      for (const cell of this.#cells) cell.giveBack();
    });
  }

  /** Frees the cells; the variables keep their values. */
  dispose(): void {
    for (const cell of this.#cells) cell.dispose();
  }
}

/** A resource variable that takes over a tfjs variable's memory and gives it back. */
class ResourceCell {
  readonly handle: tf.Tensor;
  readonly #variable: tf.Variable;
  /** Whose memory the cell has; another one means that somebody has assigned a value since. */
  #dataId: unknown;

  constructor(variable: tf.Variable) {
    this.#variable = variable;
    this.handle = tf.keep(
      runNativeOp("VarHandleOp", {
        dtype: type("FLOAT"),
        shape: ["SHAPE", variable.shape],
        shared_name: ["STRING", crypto.randomUUID()],
        container: ["STRING", ""],
      }, [])[0],
    );
  }

  /** @param placeholder Any tensor of the variable's shape, which the variable shows meanwhile. */
  take(placeholder: tf.Tensor): void {
    if (this.#variable.dataId !== this.#dataId) {
      runNativeOp(
        "AssignVariableOp",
        { dtype: type("FLOAT"), validate_shape: ["BOOL", false] },
        [this.handle, this.#variable],
        0,
      );
    }
    this.#variable.assign(placeholder);
  }

  giveBack(): void {
    const [value] = runNativeOp("ReadVariableOp", { dtype: type("FLOAT") }, [this.handle]);
    this.#variable.assign(value);
    this.#dataId = value.dataId;
  }

  dispose(): void {
    // A cell that never took anything over has nothing to look up.
    runNativeOp("DestroyResourceOp", { ignore_lookup_error: ["BOOL", true] }, [this.handle], 0);
    this.handle.dispose();
  }
}

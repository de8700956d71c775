/**
 * A model's weights in half the space, in the form that any tfjs reads.
 * @module
 */
import * as tf from "@tensorflow/tfjs";

/** The tensors of a model, one after another, and what they are. */
export interface WeightBytes {
  /** Their bytes. */
  readonly data: ArrayBuffer;
  /** Name, shape and type of each, as in a tfjs weights manifest. */
  readonly specs: tf.io.WeightsManifestEntry[];
}

/**
 * Rounds each tensor of two or more dimensions to half precision (11 significant bits, values up
 * to 65,504; next to 0, steps of 2^-24). Tensors of one dimension stay in single precision: biases
 * and the statistics of batch normalization are few, and the variances among them are divided by.
 * @throws {TypeError} If a tensor does not hold float32 values.
 * @throws {RangeError} If a value to be rounded is not finite or too large for half precision.
 */
export function toHalfPrecision({ data, specs }: WeightBytes): WeightBytes {
  const pieces: ArrayBuffer[] = [];
  let offset = 0;
  const written = specs.map((spec): tf.io.WeightsManifestEntry => {
    const { name, shape, dtype } = spec;
    if (dtype !== "float32" || spec.quantization) {
      throw new TypeError(
        `Cannot write ${name} in half precision as it must hold float32 values: current value is ` +
          (spec.quantization?.dtype ?? dtype),
      );
    }
    const size = shape.reduce((product, side) => product * side, 1);
    const values = new Float32Array(data.slice(offset, offset += 4 * size));
    if (shape.length < 2) {
      pieces.push(values.buffer);
      return spec;
    }
    const halves = Float16Array.from(values);
    const lost = halves.findIndex((half) => !Number.isFinite(half));
    if (lost >= 0) {
      throw new RangeError(
        `Cannot write ${name} in half precision as its values must be from -65504 to 65504: ` +
          `current value is ${values[lost]}`,
      );
    }
    pieces.push(halves.buffer);
    return { ...spec, quantization: { dtype: "float16" } };
  });
  return { data: tf.io.concatenateArrayBuffers(pieces), specs: written };
}

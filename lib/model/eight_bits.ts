/**
 * A model's weights in a quarter of the space, in the form that any tfjs reads.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { toHalfPrecision, type WeightBytes } from "./half_precision.ts";

/** A tensor with fewer values is not worth rounding so far. */
const MIN_VALUES = 4096;
const nSteps = 255;

/**
 * Rounds large kernels to 256 values, of which 0 is one, evenly spread between the smallest and the
 * largest of each. All other tensors are as in {@linkcode toHalfPrecision}, those of depthwise
 * convolutions among them: their channels differ so much in size that one spacing for all would be
 * too wide for most (Krishnamoorthi 2018).
 * @param maxBytes Largest number of bytes; the largest kernels are rounded first, and no more of them
 * than it takes. All of them by default, or if that is still more bytes.
 * @throws {TypeError} If a tensor does not hold float32 values.
 * @throws {RangeError} If a value to be rounded is not finite or too large for half precision.
 */
export function toEightBits(full: WeightBytes, { maxBytes = 0 } = {}): WeightBytes {
  const half = toHalfPrecision(full);
  const rounded = largestKernels(half, maxBytes);
  const pieces: ArrayBuffer[] = [];
  let [fullOffset, halfOffset] = [0, 0];
  const specs = half.specs.map((spec): tf.io.WeightsManifestEntry => {
    const size = tf.util.sizeFromShape(spec.shape);
    const values = new Float32Array(full.data.slice(fullOffset, fullOffset += 4 * size));
    const nHalfBytes = spec.quantization ? 2 * size : 4 * size;
    const bytes = half.data.slice(halfOffset, halfOffset += nHalfBytes);
    if (!rounded.has(spec.name)) {
      pieces.push(bytes);
      return spec;
    }
    const { quantization, codes } = quantized(values);
    pieces.push(codes.buffer);
    return { ...spec, quantization };
  });
  return { data: tf.io.concatenateArrayBuffers(pieces), specs };
}

/** Names of the kernels to round, each of which then takes a byte a value less. */
function largestKernels({ data, specs }: WeightBytes, maxBytes: number): Set<string> {
  const kernels = specs
    .map(({ name, shape }) => ({ name, shape, size: tf.util.sizeFromShape(shape) }))
    .filter(({ shape, size }) => shape.length >= 2 && size >= MIN_VALUES && !isDepthwise(shape))
    .sort((a, b) => b.size - a.size);
  const names = new Set<string>();
  let nBytes = data.byteLength;
  for (const { name, size } of kernels) {
    if (nBytes <= maxBytes) break;
    names.add(name);
    nBytes -= size;
  }
  return names;
}

/** Whether a kernel makes one map of each, shape [height, width, channels, 1]. */
function isDepthwise(shape: readonly number[]): boolean {
  return shape.length === 4 && shape[3] === 1;
}

/** Codes from 0 to 255, of which one stands for 0: value = code * scale + min. */
function quantized(values: Float32Array): {
  readonly quantization: { readonly dtype: "uint8"; readonly scale: number; readonly min: number };
  readonly codes: Uint8Array<ArrayBuffer>;
} {
  const low = values.reduce((least, value) => Math.min(least, value), 0);
  const high = values.reduce((most, value) => Math.max(most, value), 0);
  const scale = (high - low) / nSteps || 1;
  const zero = Math.round(-low / scale);
  const codes = Uint8Array.from(
    values,
    (value) => Math.min(nSteps, Math.max(0, Math.round(value / scale) + zero)),
  );
  return { quantization: { dtype: "uint8", scale, min: -zero * scale }, codes };
}

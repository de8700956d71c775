/**
 * Bytes to the numbers that a network takes.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { bytesOf, firstValues, nativeCast } from "./byte_tensors.ts";
import { hasNativeOps } from "./native_backend.ts";
import { opProbe } from "./op_probe.ts";
import { runNativeOp } from "./run_native_op.ts";

/** Each byte divided by 255. */
const quotients = Float32Array.from({ length: 256 }, (_, byte) => byte / 255);

/**
 * Bytes divided by 255, as float32 in [0, 1]. TensorFlow computes them by itself: a fraction of the
 * time that a loop over the bytes takes, the same numbers to the bit.
 * @param bytes As many as the shape has values.
 * @throws {RangeError} If there are more or fewer.
 */
export function unitIntervalTensor(bytes: Uint8Array, shape: number[]): tf.Tensor {
  const size = tf.util.sizeFromShape(shape);
  if (bytes.length !== size) {
    throw new RangeError(
      `Cannot make a tensor of the shape [${shape}] as there must be ${size} bytes: ` +
        `current value is ${bytes.length}`,
    );
  }
  if (!hasNativeOps()) return tf.tensor(Float32Array.from(bytes, (byte) => quotients[byte]), shape);
  return tf.tidy(() => {
    // tfjs knows no bytes: four go in as one integer.
    const words = tf.tensor1d(wordsOf(bytes), "int32");
    if (hasUnitInterval()) return unitInterval(words, size).reshape(shape);
    return firstValues(nativeCast(bytesOf(words), "UINT8", "FLOAT"), shape).div(255);
  });
}

/** An op of the project's own (cpp/): one pass and no tensor between. */
function unitInterval(words: tf.Tensor, size: number): tf.Tensor {
  return runNativeOp("UnitInterval", { count: ["INT", size] }, [words])[0];
}

const hasUnitInterval = opProbe(() => {
  unitInterval(tf.tensor1d([0], "int32"), 1).dataSync();
});

/** The bytes as integers, without a copy where they lie so; 0 to 3 bytes are added at the end. */
function wordsOf(bytes: Uint8Array): Int32Array {
  if (bytes.byteOffset % 4 === 0 && bytes.length % 4 === 0) {
    return new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  }
  const words = new Int32Array(Math.ceil(bytes.length / 4));
  new Uint8Array(words.buffer).set(bytes);
  return words;
}

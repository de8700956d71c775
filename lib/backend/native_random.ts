/**
 * Random numbers drawn by TensorFlow, on the backend `tensorflow` alone: ask `hasNativeOps()` first.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { bytesOf, firstValues, nativeCast } from "./byte_tensors.ts";
import { runNativeOp, type, type TypeName } from "./run_native_op.ts";

/**
 * Two 32-bit integers that decide what is drawn; as a tensor, int32, where a graph is to draw anew
 * at each run.
 */
export type DrawSeed = readonly [number, number] | tf.Tensor1D;

/**
 * Uniform random numbers in [0, 1) from a counter-based generator (TensorFlow's
 * `StatelessRandomUniform`): the same seed gives the same numbers. tfjs draws them one by one in
 * JavaScript, which takes 40 % of a training step.
 * @param shape Shape of the result, float32.
 * @param seed Two 32-bit integers.
 */
export function nativeRandomUniform(shape: number[], seed: DrawSeed): tf.Tensor {
  return tf.tidy(() => runStatelessRandom("StatelessRandomUniform", "FLOAT", shape, seed));
}

/**
 * Which activations dropout keeps: 1 with probability 1 - `rate`, else 0, float32. Where the rate
 * is a multiple of 1/256, as 0.25 and 0.5 are, few random bits decide exactly, and one draw of 32
 * bits serves several activations: sixteen at a rate of 0.25.
 * @param shape Shape of the result.
 * @param rate Probability of a 0, in [0, 1).
 * @param seed Two 32-bit integers.
 */
export function nativeKeepMask(
  shape: number[],
  rate: number,
  seed: DrawSeed,
): tf.Tensor {
  return tf.tidy(() => {
    const nBits = [1, 2, 4, 8].find((bits) => Number.isInteger(rate * 2 ** bits));
    if (!nBits) return tf.greaterEqual(nativeRandomUniform(shape, seed), rate).cast("float32");
    const size = tf.util.sizeFromShape(shape);
    const nWords = Math.ceil(size * nBits / 32);
    const words = runStatelessRandom("StatelessRandomUniformFullInt", "INT32", [nWords], seed);
    const bytes = bytesOf(words);
    // Each group of bits in a byte gives a part of the mask; which part makes no difference.
    const parts = [];
    for (let shift = 0; shift < 8; shift += nBits) {
      const bits = byte((2 ** nBits - 1) << shift);
      const [number] = runNativeOp("BitwiseAnd", { T: type("UINT8") }, [bytes, bits]);
      const limit = byte(rate * 2 ** nBits << shift);
      parts.push(runNativeOp("GreaterEqual", { T: type("UINT8") }, [number, limit])[0]);
    }
    return firstValues(nativeCast(tf.concat(parts), "BOOL", "FLOAT"), shape);
  });
}

function runStatelessRandom(
  op: string,
  outputType: TypeName,
  shape: number[],
  seed: DrawSeed,
): tf.Tensor {
  const attributes = { dtype: type(outputType), T: type("INT32"), Tseed: type("INT32") };
  const seedTensor = seed instanceof tf.Tensor ? seed : tf.tensor1d([...seed], "int32");
  const inputs = [tf.tensor1d(shape, "int32"), seedTensor];
  return runNativeOp(op, attributes, inputs)[0];
}

function byte(value: number): tf.Tensor {
  return nativeCast(tf.scalar(value, "int32"), "INT32", "UINT8");
}

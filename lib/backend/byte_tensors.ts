/**
 * Tensors of bytes, which tfjs does not know: its type for them is `int32`. On the backend
 * `tensorflow` alone: ask `hasNativeOps()` first.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { type Attributes, runNativeOp, type, type TypeName } from "./run_native_op.ts";

/** Casts to and from types that tfjs does not know. */
export function nativeCast(tensor: tf.Tensor, from: TypeName, to: TypeName): tf.Tensor {
  const attributes: Attributes = { SrcT: type(from), DstT: type(to), Truncate: ["BOOL", false] };
  return runNativeOp("Cast", attributes, [tensor])[0];
}

/**
 * The four bytes of each integer.
 * @param words 32-bit integers, shape [n].
 * @returns Bytes, shape [n, 4].
 */
export function bytesOf(words: tf.Tensor): tf.Tensor {
  return runNativeOp("Bitcast", { T: type("INT32"), type: type("UINT8") }, [words])[0];
}

/** The first values of a tensor, as many as the shape has, in that shape. */
export function firstValues(tensor: tf.Tensor, shape: number[]): tf.Tensor {
  const size = tf.util.sizeFromShape(shape);
  const flat = tensor.flatten();
  return (flat.size === size ? flat : flat.slice([0], [size])).reshape(shape);
}

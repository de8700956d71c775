/**
 * Numbers of 16 bits with float32's range and 8 significant bits (bfloat16), which some processors
 * multiply at twice the rate. tfjs does not know the type: such a tensor says `float32` of itself,
 * and an op that takes it for one is refused by TensorFlow. On the backend `tensorflow` alone.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { hasBiasedConvolution } from "./biased_convolution.ts";
import { nativeCast } from "./byte_tensors.ts";
import { multipliesBfloat16 } from "./processor.ts";

/**
 * Whether computing with it is faster here: the processor has it, and the backend oneDNN's kernels
 * (`TF_ENABLE_ONEDNN_OPTS=0` takes them away).
 */
export function hasBfloat16(): boolean {
  return multipliesBfloat16() && hasBiasedConvolution();
}

/** The nearest bfloat16 numbers. The gradient, in bfloat16, becomes float32 again. */
export function toBfloat16<T extends tf.Tensor>(x: T): T {
  return tf.customGrad((x) => ({
    value: bfloat16Of(x as T),
    gradFunc: (dy: tf.Tensor) => float32Of(dy),
  }))(x) as T;
}

/** The same numbers as float32. The gradient is rounded to bfloat16. */
export function toFloat32<T extends tf.Tensor>(x: T): T {
  return tf.customGrad((x) => ({
    value: float32Of(x as T),
    gradFunc: (dy: tf.Tensor) => bfloat16Of(dy),
  }))(x) as T;
}

/** {@linkcode toBfloat16} without a gradient. */
export function bfloat16Of<T extends tf.Tensor>(x: T): T {
  return nativeCast(x, "FLOAT", "BFLOAT16") as T;
}

/** {@linkcode toFloat32} without a gradient. */
export function float32Of<T extends tf.Tensor>(x: T): T {
  return nativeCast(x, "BFLOAT16", "FLOAT") as T;
}

import type * as tf from "@tensorflow/tfjs";

/** Values of each of some tensors; awaited, as WebGPU reads no other way. */
export function valuesOfEach(tensors: readonly tf.Tensor[]): Promise<number[][]> {
  return Promise.all(tensors.map(async (tensor) => [...await tensor.data()]));
}

/**
 * Whether ops are there that not every TensorFlow has.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { hasNativeOps } from "./native_backend.ts";

/**
 * Says whether an op works on the selected backend, which is tried once.
 * @param tryIt Runs the op on its smallest input and reads the result; false if that is wrong.
 */
export function opProbe(tryIt: () => boolean | void): () => boolean {
  let isKnownToWork: boolean | undefined;
  const works = () => {
    try {
      return tf.tidy(tryIt) ?? true;
    } catch {
      // The reason is always that the op or its kernel is unknown; chooseBackend() tells of it.
      return false;
    }
  };
  return () => hasNativeOps() && (isKnownToWork ??= works());
}

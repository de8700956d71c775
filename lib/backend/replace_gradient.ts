/**
 * Exchange of a registered gradient.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { hasNativeOps } from "./native_backend.ts";

/** Gradient of one kernel as tfjs registers it. */
export type GradientConfig = Parameters<typeof tf.registerGradient>[0];
/** Computes the gradients of a kernel's inputs. */
export type GradientFunction = GradientConfig["gradFunc"];

/**
 * Registers a native gradient; tfjs's own stays for other backends and for what the native one does
 * not cover.
 * @param kernelName Kernel as tfjs names it.
 * @param saves Which inputs and outputs the gradient needs, where that differs.
 * @param native Makes the gradient, given tfjs's own to fall back to.
 */
export function replaceGradient(
  kernelName: string,
  saves: Partial<GradientConfig>,
  native: (stock: GradientFunction) => GradientFunction,
): void {
  const stock = tf.getGradient(kernelName);
  tf.unregisterGradient(kernelName);
  const replaced = native(stock.gradFunc);
  tf.registerGradient({
    ...stock,
    ...saves,
    gradFunc: (dy, saved, attributes) =>
      (hasNativeOps() ? replaced : stock.gradFunc)(dy, saved, attributes),
  });
}

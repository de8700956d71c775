/**
 * Puts TensorFlow's own gradient kernels in place of those that tfjs composes or chooses badly.
 * Models do not notice: they are built from ordinary layers, and on other backends, or where a
 * kernel is missing, tfjs's own gradient runs.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { depthwiseGradient } from "./depthwise_gradient.ts";
import { convolutionGradient } from "./filter_gradient.ts";
import { meanGradient } from "./mean_gradient.ts";
import { nativeBiasGrad, nativeReluGrad } from "./native_ops.ts";
import { hasOneDnnMaxPool, oneDnnMaxPoolGrad } from "./one_dnn_max_pool.ts";
import { type GradientFunction, replaceGradient } from "./replace_gradient.ts";

let isInstalled = false;

/**
 * Registers the native gradients; a second call changes nothing.
 * @returns Names of the kernels that this TensorFlow lacks, whose gradients stay tfjs's own.
 */
export function installNativeGradients(): string[] {
  if (isInstalled) return [];
  isInstalled = true;
  const missing: string[] = [];
  replaceGradient("Relu", { inputsToSave: [], outputsToSave: [true] }, reluGradient);
  replaceGradient("Add", {}, addGradient);
  replaceGradient("Conv2D", {}, convolutionGradient);
  replaceGradient("Mean", {}, meanGradient);
  replaceGradient("DepthwiseConv2dNative", {}, depthwiseGradient);
  if (hasOneDnnMaxPool()) replaceGradient("MaxPool", {}, maxPoolGradient);
  else missing.push("_MklNativeMaxPoolGrad");
  return missing;
}

/** Gets the output instead of the input; the sign of both is the same wherever it matters. */
const reluGradient = (stock: GradientFunction): GradientFunction => (dy, saved, attributes) =>
  dy instanceof tf.Tensor && dy.dtype === "float32"
    ? { x: () => nativeReluGrad(dy, saved[0]) }
    : stock(dy, saved, attributes);

/** A bias is added to the last axis; its gradient is a sum over all the others. */
const addGradient = (stock: GradientFunction): GradientFunction => (dy, saved, attributes) => {
  const [a, b] = saved;
  // A residual connection: both get the gradient itself.
  if (dy instanceof tf.Tensor && dy.dtype === "float32" && a.shape.join() === b.shape.join()) {
    return { a: () => dy.clone(), b: () => dy.clone() };
  }
  const isBias = dy instanceof tf.Tensor && dy.dtype === "float32" && b.rank === 1 &&
    a.rank > 1 && a.shape.at(-1) === b.shape[0] && a.shape.join() === dy.shape.join();
  if (!isBias) return stock(dy, saved, attributes);
  return { a: () => dy.clone(), b: () => nativeBiasGrad(dy) };
};

const maxPoolGradient = (stock: GradientFunction): GradientFunction => (dy, saved, attributes) => {
  const { filterSize, strides, pad } = attributes as unknown as {
    filterSize: number | [number, number];
    strides: number | [number, number];
    pad: unknown;
  };
  const x = saved[0];
  if ((pad !== "valid" && pad !== "same") || x.rank !== 4 || x.dtype !== "float32") {
    return stock(dy, saved, attributes);
  }
  const pair = (value: number | [number, number]): [number, number] =>
    typeof value === "number" ? [value, value] : value;
  const window = { filterSize: pair(filterSize), strides: pair(strides), padding: pad } as const;
  return { x: () => oneDnnMaxPoolGrad(dy as tf.Tensor4D, x as tf.Tensor4D, window) };
};

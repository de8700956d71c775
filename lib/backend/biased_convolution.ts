/**
 * Convolution with a bias as one op.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { convolutionAttributes, type ConvolutionWindow, nativeBiasGrad } from "./native_ops.ts";
import { hasNativeOps } from "./native_backend.ts";
import { type Attributes, runNativeOp } from "./run_native_op.ts";

/** Under this name tfjs's tape knows the op, so that only the wanted gradients are computed. */
const kernelName = "BiasedConv2D";

let isRegistered: boolean | null = null;

/** Whether the selected backend has convolution and bias as one op. */
export function hasBiasedConvolution(): boolean {
  return hasNativeOps() && (isRegistered ??= register());
}

/**
 * Convolution plus bias. oneDNN adds the bias on the way out, so it costs nothing; where TensorFlow
 * has no such kernel, and on other backends, a second pass adds it.
 * @param x Maps, shape [batch, height, width, inChannels].
 * @param filter Shape [filterHeight, filterWidth, inChannels, outChannels].
 * @param bias Shape [outChannels].
 * @returns Shape [batch, outHeight, outWidth, outChannels].
 */
export function biasedConvolution(
  x: tf.Tensor4D,
  filter: tf.Tensor4D,
  bias: tf.Tensor1D,
  { strides, padding }: ConvolutionWindow,
): tf.Tensor4D {
  if (hasBiasedConvolution()) {
    // The attributes of tfjs's Conv2D, whose gradients serve here too.
    const attributes = { strides: [...strides], pad: padding, dataFormat: "NHWC", dilations: 1 };
    return tf.engine().runKernel(kernelName, { x, filter, bias }, attributes) as tf.Tensor4D;
  }
  return tf.add(tf.conv2d(x, filter, [...strides], padding), bias);
}

/** Registers kernel and gradient, if this TensorFlow has the op. */
function register(): boolean {
  try {
    const window = { strides: [1, 1], padding: "valid" } as const;
    tf.tidy(() =>
      runBiased(tf.ones([1, 1, 1, 1]), tf.ones([1, 1, 1, 1]), tf.ones([1]), window).dataSync()
    );
  } catch {
    // The reason is always that the op or its kernel is unknown: the plain way is as right.
    return false;
  }
  tf.registerKernel({
    kernelName,
    backendName: "tensorflow",
    kernelFunc: ({ inputs: { x, filter, bias }, attrs }) => {
      const { strides, pad } = attrs as unknown as {
        strides: [number, number];
        pad: "same" | "valid";
      };
      return runBiased(x as tf.Tensor, filter as tf.Tensor, bias as tf.Tensor, {
        strides,
        padding: pad,
      });
    },
  });
  tf.registerGradient({
    kernelName,
    inputsToSave: ["x", "filter"],
    gradFunc: (dy, saved, attributes) => ({
      ...tf.getGradient("Conv2D").gradFunc(dy, saved, attributes),
      bias: () => nativeBiasGrad(dy as tf.Tensor),
    }),
  });
  return true;
}

function runBiased(
  x: tf.Tensor,
  filter: tf.Tensor,
  bias: tf.Tensor,
  window: ConvolutionWindow,
): tf.Tensor {
  // The last one chooses the kernel with plain tensor layout.
  const attributes: Attributes = {
    ...convolutionAttributes(window),
    _kernel: ["STRING", "MklNameChangeOp"],
  };
  return runNativeOp("_MklNativeConv2DWithBias", attributes, [x, filter, bias])[0];
}

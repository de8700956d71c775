/**
 * What a convolution and its gradients compute, whatever the numbers. On the backend `tensorflow`
 * alone: ask `hasNativeOps()` first.
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import { biasedConvolution } from "./biased_convolution.ts";
import { filterGradient } from "./filter_gradient.ts";
import { type ConvolutionWindow, nativeFilterGrad, nativeInputGrad } from "./native_ops.ts";

/** What a convolution's gradients need of its forward pass. */
export interface ConvolutionOperands {
  /** Maps, shape [batch, height, width, inChannels]. */
  readonly x: tf.Tensor4D;
  /** Shape [height, width, inChannels, outChannels or multiplier]; of the maps' numbers. */
  readonly kernel: tf.Tensor4D;
}

/** The steps of a convolution. Maps and their gradients are of the operands' numbers. */
export interface ConvolutionSteps {
  /**
   * The filtered maps.
   * @param offset What each channel gets added, float32, shape [outChannels].
   */
  readonly forward: (operands: ConvolutionOperands, offset?: tf.Tensor1D) => tf.Tensor4D;
  /** Gradient of the kernel, float32. */
  readonly kernelGradient: (operands: ConvolutionOperands, dy: tf.Tensor4D) => tf.Tensor4D;
  /** Gradient of the maps. */
  readonly inputGradient: (operands: ConvolutionOperands, dy: tf.Tensor4D) => tf.Tensor4D;
}

/** Steps of a convolution with a bias, in float32. */
export function float32ConvolutionSteps(window: ConvolutionWindow): ConvolutionSteps {
  const attributes = { strides: window.strides, pad: window.padding, dataFormat: "NHWC" };
  return {
    forward: ({ x, kernel }, offset) => biasedConvolution(x, kernel, offset!, window),
    kernelGradient: ({ x, kernel }, dy) =>
      filterGradient(
        x,
        kernel.shape,
        dy,
        attributes,
        () => nativeFilterGrad(x, kernel.shape, dy, window),
      ) as tf.Tensor4D,
    inputGradient: ({ x, kernel }, dy) =>
      nativeInputGrad(x.shape, kernel, dy, window) as tf.Tensor4D,
  };
}

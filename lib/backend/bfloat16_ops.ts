/**
 * Convolution and ReLU on bfloat16 maps. Kernels stay float32: they are rounded on the way in, so
 * that small updates are not lost. On the backend `tensorflow` alone: ask `hasBfloat16()` first.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { bfloat16Of, float32Of } from "./bfloat16.ts";
import { type KernelCandidate, runFastest } from "./kernel_choice.ts";
import {
  convolutionAttributes,
  type ConvolutionWindow,
  nativeFilterGrad,
  nativeInputGrad,
} from "./native_ops.ts";
import { type Attributes, runNativeOp, type } from "./run_native_op.ts";

/** Below so many multiplications any choice takes next to no time, and timing it would tell little. */
const fewMultiplications = 1e7;

/** What a convolution does besides filtering. */
export interface Bfloat16Convolution {
  /** Constant added to each channel, float32, shape [outChannels]; it gets no gradient. */
  readonly offset?: tf.Tensor1D;
  /** How the window moves. */
  readonly window: ConvolutionWindow;
  /** Whether the gradient of the input is wanted; that of pictures and of frozen maps is not. */
  readonly hasInputGradient: boolean;
}

/**
 * Convolution of bfloat16 maps.
 * @param x bfloat16, shape [batch, height, width, inChannels].
 * @param kernel float32, shape [height, width, inChannels, outChannels].
 * @returns bfloat16, shape [batch, outHeight, outWidth, outChannels].
 */
export function bfloat16Convolution(
  x: tf.Tensor4D,
  kernel: tf.Tensor4D,
  { offset, window, hasInputGradient }: Bfloat16Convolution,
): tf.Tensor4D {
  const attributes = () => ({ ...convolutionAttributes(window), T: type("BFLOAT16") });
  return differentiable("convolution", x, kernel, { window, hasInputGradient }, {
    forward: (x, rounded) => {
      if (!offset) return runNativeOp("Conv2D", attributes(), [x, rounded])[0];
      // The last one chooses the kernel with plain tensor layout.
      const chosen: Attributes = { ...attributes(), _kernel: ["STRING", "MklNameChangeOp"] };
      return runNativeOp("_MklNativeConv2DWithBias", chosen, [x, rounded, bfloat16Of(offset)])[0];
    },
    kernelGradient: (x, dy) =>
      runNativeOp("Conv2DBackpropFilter", attributes(), [x, sizes(kernel), dy])[0],
    inputGradient: (rounded, dy) =>
      runNativeOp("Conv2DBackpropInput", attributes(), [sizes(x), rounded, dy])[0],
    float32KernelGradient: (x, dy) => nativeFilterGrad(x, kernel.shape, dy, window),
    float32InputGradient: (kernel, dy) =>
      nativeInputGrad(x.shape, kernel, dy as tf.Tensor4D, window),
  });
}

/**
 * Depthwise convolution of bfloat16 maps.
 * @param x bfloat16, shape [batch, height, width, channels].
 * @param kernel float32, shape [height, width, channels, multiplier].
 * @returns bfloat16, shape [batch, outHeight, outWidth, channels * multiplier].
 */
export function bfloat16DepthwiseConvolution(
  x: tf.Tensor4D,
  kernel: tf.Tensor4D,
  { offset, window, hasInputGradient }: Bfloat16Convolution,
): tf.Tensor4D {
  const attributes = (): Attributes => {
    const { use_cudnn_on_gpu: _, ...rest } = convolutionAttributes(window);
    return { ...rest, T: type("BFLOAT16") };
  };
  const op = "DepthwiseConv2dNative";
  const float32Gradient = (dy: tf.Tensor, x: tf.Tensor, kernel: tf.Tensor) =>
    tf.getGradient(op).gradFunc(dy, [x, kernel], {
      strides: [...window.strides],
      pad: window.padding,
      dilations: [1, 1],
    } as unknown as tf.NamedAttrMap);
  return differentiable("depthwise convolution", x, kernel, { window, hasInputGradient }, {
    forward: (x, rounded) => {
      const maps = runNativeOp(op, attributes(), [x, rounded])[0];
      if (!offset) return maps;
      const bias: Attributes = { T: type("BFLOAT16"), data_format: ["STRING", "NHWC"] };
      return runNativeOp("BiasAdd", bias, [maps, bfloat16Of(offset)])[0];
    },
    kernelGradient: (x, dy) =>
      runNativeOp(`${op}BackpropFilter`, attributes(), [x, sizes(kernel), dy])[0],
    inputGradient: (rounded, dy) =>
      runNativeOp(`${op}BackpropInput`, attributes(), [sizes(x), rounded, dy])[0],
    // Of the captured tensors these look at the shapes alone.
    float32KernelGradient: (x, dy) => float32Gradient(dy, x, kernel).filter(),
    float32InputGradient: (kernel, dy) => float32Gradient(dy, x, kernel).x(),
  });
}

/**
 * min(max(x, 0), limit), on bfloat16 activations of any shape.
 * @param limit 6, or none.
 */
export function bfloat16Relu<T extends tf.Tensor>(x: T, limit: 6 | undefined): T {
  const clip = tf.customGrad((...args) => {
    const [x, save] = args as [tf.Tensor, tf.GradSaveFunc];
    const attributes = { T: type("BFLOAT16") };
    const bounds = () => [0, 6].map((bound) => bfloat16Of(tf.scalar(bound)));
    // TensorFlow's Relu6 takes half as long again.
    const [y] = limit === 6
      ? runNativeOp("ClipByValue", attributes, [x, ...bounds()])
      : runNativeOp("Relu", attributes, [x]);
    save([y]);
    const gradFunc = (dy: tf.Tensor, [y]: tf.Tensor[]) =>
      runNativeOp(limit === 6 ? "Relu6Grad" : "ReluGrad", attributes, [dy, y])[0];
    return { value: y, gradFunc };
  });
  return clip(x) as T;
}

/** The computations of a convolution; kernels and gradients of one precision go together. */
interface ConvolutionParts {
  readonly forward: (x: tf.Tensor4D, rounded: tf.Tensor4D) => tf.Tensor;
  readonly kernelGradient: (x: tf.Tensor4D, dy: tf.Tensor4D) => tf.Tensor;
  readonly inputGradient: (rounded: tf.Tensor4D, dy: tf.Tensor4D) => tf.Tensor;
  readonly float32KernelGradient: (x: tf.Tensor4D, dy: tf.Tensor4D) => tf.Tensor;
  readonly float32InputGradient: (kernel: tf.Tensor4D, dy: tf.Tensor4D) => tf.Tensor;
}

/** For some shapes TensorFlow's bfloat16 gradients take many times float32's time: both are tried. */
function differentiable(
  kind: string,
  x: tf.Tensor4D,
  kernel: tf.Tensor4D,
  { window: { strides, padding }, hasInputGradient }: Omit<Bfloat16Convolution, "offset">,
  parts: ConvolutionParts,
): tf.Tensor4D {
  const [rows, columns] = kernel.shape;
  const shapes = `${kind} of bfloat16 [${x.shape}], kernel [${kernel.shape}], ` +
    `strides [${strides}], ${padding}`;
  const choose = (gradient: string, candidates: [KernelCandidate, KernelCandidate]) =>
    x.size * rows * columns < fewMultiplications
      ? candidates[0].run()
      : runFastest(`${gradient} gradient, ${shapes}`, candidates);
  const kernelGradient = (x: tf.Tensor4D, dy: tf.Tensor4D) =>
    choose("kernel", [
      { name: "bfloat16", run: () => tf.tidy(() => float32Of(parts.kernelGradient(x, dy))) },
      {
        name: "float32",
        run: () => tf.tidy(() => parts.float32KernelGradient(float32Of(x), float32Of(dy))),
      },
    ]);
  const inputGradient = (rounded: tf.Tensor4D, dy: tf.Tensor4D) =>
    choose("input", [
      { name: "bfloat16", run: () => tf.tidy(() => parts.inputGradient(rounded, dy)) },
      {
        name: "float32",
        run: () =>
          tf.tidy(() => bfloat16Of(parts.float32InputGradient(float32Of(rounded), float32Of(dy)))),
      },
    ]);
  const compute = (x: tf.Tensor4D, kernel: tf.Tensor4D, save: tf.GradSaveFunc) => {
    const rounded = bfloat16Of(kernel);
    const value = parts.forward(x, rounded);
    save([x, rounded]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [x, rounded] = saved as tf.Tensor4D[];
      const dKernel = kernelGradient(x, dy as tf.Tensor4D);
      return hasInputGradient ? [inputGradient(rounded, dy as tf.Tensor4D), dKernel] : dKernel;
    };
    return { value, gradFunc };
  };
  // What is no argument gets no gradient.
  const convolve = hasInputGradient
    ? tf.customGrad((...args) => {
      const [x, kernel, save] = args as [tf.Tensor4D, tf.Tensor4D, tf.GradSaveFunc];
      return compute(x, kernel, save);
    })(x, kernel)
    : tf.customGrad((...args) => {
      const [kernel, save] = args as [tf.Tensor4D, tf.GradSaveFunc];
      return compute(x, kernel, save);
    })(kernel);
  return convolve as tf.Tensor4D;
}

/** A tensor's shape, as the gradient ops take it. */
function sizes({ shape }: tf.Tensor): tf.Tensor1D {
  return tf.tensor1d(shape, "int32");
}

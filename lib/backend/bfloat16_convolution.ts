/**
 * What a convolution of bfloat16 maps and its gradients compute, each by the faster of two ways. On
 * the backend `tensorflow` alone: ask `hasBfloat16()` first.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { bfloat16Of, float32Of } from "./bfloat16.ts";
import type { ConvolutionOperands, ConvolutionSteps } from "./convolution_steps.ts";
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

/** Steps of a convolution over all channels. */
export function fullConvolutionSteps(window: ConvolutionWindow): ConvolutionSteps {
  const attributes = () => ({ ...convolutionAttributes(window), T: type("BFLOAT16") });
  return {
    forward: ({ x, kernel }, offset) => {
      if (!offset) return run("Conv2D", attributes(), [x, kernel]);
      // The last one chooses the kernel with plain tensor layout.
      const chosen: Attributes = { ...attributes(), _kernel: ["STRING", "MklNameChangeOp"] };
      return run("_MklNativeConv2DWithBias", chosen, [x, kernel, bfloat16Of(offset)]);
    },
    ...fasterGradients("convolution", window, {
      kernel: {
        bfloat16: ({ x, kernel }, dy) =>
          run("Conv2DBackpropFilter", attributes(), [x, sizes(kernel), dy]),
        float32: ({ x, kernel }, dy) =>
          nativeFilterGrad(float32Of(x), kernel.shape, float32Of(dy), window),
      },
      input: {
        bfloat16: ({ x, kernel }, dy) =>
          run("Conv2DBackpropInput", attributes(), [sizes(x), kernel, dy]),
        float32: ({ x, kernel }, dy) =>
          nativeInputGrad(x.shape, float32Of(kernel), float32Of(dy), window),
      },
    }),
  };
}

/** Steps of a convolution that filters each channel by itself. */
export function depthwiseConvolutionSteps(window: ConvolutionWindow): ConvolutionSteps {
  const attributes = (): Attributes => {
    const { use_cudnn_on_gpu: _, ...rest } = convolutionAttributes(window);
    return { ...rest, T: type("BFLOAT16") };
  };
  const op = "DepthwiseConv2dNative";
  const float32Gradients = (dy: tf.Tensor, x: tf.Tensor, kernel: tf.Tensor) =>
    tf.getGradient(op).gradFunc(dy, [x, kernel], {
      strides: [...window.strides],
      pad: window.padding,
      dilations: [1, 1],
    } as unknown as tf.NamedAttrMap);
  return {
    forward: ({ x, kernel }, offset) => {
      const maps = run(op, attributes(), [x, kernel]);
      if (!offset) return maps;
      const bias: Attributes = { T: type("BFLOAT16"), data_format: ["STRING", "NHWC"] };
      return run("BiasAdd", bias, [maps, bfloat16Of(offset)]);
    },
    ...fasterGradients("depthwise convolution", window, {
      // tfjs's gradients look at the shape alone of the tensor whose gradient they are.
      kernel: {
        bfloat16: ({ x, kernel }, dy) =>
          run(`${op}BackpropFilter`, attributes(), [x, sizes(kernel), dy]),
        float32: ({ x, kernel }, dy) =>
          float32Gradients(float32Of(dy), float32Of(x), kernel).filter(),
      },
      input: {
        bfloat16: ({ x, kernel }, dy) =>
          run(`${op}BackpropInput`, attributes(), [sizes(x), kernel, dy]),
        float32: ({ x, kernel }, dy) => float32Gradients(float32Of(dy), x, float32Of(kernel)).x(),
      },
    }),
  };
}

/** A gradient by kernels of either precision; the result is of the same. */
type EitherGradient = Readonly<
  Record<
    "bfloat16" | "float32",
    (operands: ConvolutionOperands, dy: tf.Tensor4D) => tf.Tensor
  >
>;

/** For some shapes TensorFlow's bfloat16 gradients take many times float32's time: both are tried. */
function fasterGradients(
  kind: string,
  { strides, padding }: ConvolutionWindow,
  gradients: Readonly<Record<"kernel" | "input", EitherGradient>>,
): Pick<ConvolutionSteps, "kernelGradient" | "inputGradient"> {
  const choose = (
    name: "kernel" | "input",
    { x, kernel }: ConvolutionOperands,
    dy: tf.Tensor4D,
    candidates: readonly [KernelCandidate, KernelCandidate],
  ) => {
    const [batch, outHeight, outWidth] = dy.shape;
    const nMultiplications = batch * outHeight * outWidth * kernel.size;
    if (nMultiplications < fewMultiplications) return candidates[0].run() as tf.Tensor4D;
    const shapes = `${kind} of bfloat16 [${x.shape}], kernel [${kernel.shape}], ` +
      `strides [${strides}], ${padding}`;
    return runFastest(`${name} gradient, ${shapes}`, candidates) as tf.Tensor4D;
  };
  const candidate = (name: string, run: () => tf.Tensor): KernelCandidate => ({
    name,
    run: () => tf.tidy(run),
  });
  const { kernel, input } = gradients;
  return {
    kernelGradient: (operands, dy) =>
      choose("kernel", operands, dy, [
        candidate("bfloat16", () => float32Of(kernel.bfloat16(operands, dy))),
        candidate("float32", () => kernel.float32(operands, dy)),
      ]),
    inputGradient: (operands, dy) =>
      choose("input", operands, dy, [
        candidate("bfloat16", () => input.bfloat16(operands, dy)),
        candidate("float32", () => bfloat16Of(input.float32(operands, dy))),
      ]),
  };
}

/** Runs an op whose result is one tensor of maps. */
function run(op: string, attributes: Attributes, inputs: readonly tf.Tensor[]): tf.Tensor4D {
  return runNativeOp(op, attributes, inputs)[0] as tf.Tensor4D;
}

/** A tensor's shape, as the gradient ops take it. */
function sizes({ shape }: tf.Tensor): tf.Tensor1D {
  return tf.tensor1d(shape, "int32");
}

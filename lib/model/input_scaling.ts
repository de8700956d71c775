/**
 * What range of pixel values a network was trained on.
 * @module
 */
import * as tf from "@tensorflow/tfjs";

/**
 * Range of the pixels that a network takes: `unit` [0, 1]; `symmetric` [-1, 1]; `imagenet` [0, 1]
 * less each channel's mean over ImageNet, divided by its standard deviation; `bytes` [0, 255].
 */
export type InputScaling = "unit" | "symmetric" | "imagenet" | "bytes";

/** All of {@linkcode InputScaling}. */
export const INPUT_SCALINGS: readonly InputScaling[] = ["unit", "symmetric", "imagenet", "bytes"];

/** ImageNet's channels red, green and blue, as torchvision gives them. */
const imagenetMean = [0.485, 0.456, 0.406];
const imagenetSd = [0.229, 0.224, 0.225];

/** pixel * scale + offset, for all channels or for each. */
const transforms: Readonly<
  Record<InputScaling, { readonly scale: number | number[]; readonly offset: number | number[] }>
> = {
  unit: { scale: 1, offset: 0 },
  symmetric: { scale: 2, offset: -1 },
  imagenet: {
    scale: imagenetSd.map((sd) => 1 / sd),
    offset: imagenetMean.map((mean, i) => -mean / imagenetSd[i]),
  },
  bytes: { scale: 255, offset: 0 },
};

/** Pixels in [0, 1], shape [batch, height, width, 3], in the range of the scaling. */
export function scalePixels(images: tf.Tensor4D, scaling: InputScaling): tf.Tensor4D {
  const { scale, offset } = transforms[scaling];
  return tf.tidy(() => scaling === "unit" ? images.clone() : images.mul(scale).add(offset));
}

/** The same as a layer. */
export function scalingLayer(scaling: InputScaling, name: string): tf.layers.Layer {
  // tfjs's types know one number for all channels; its layer and Keras' take one for each too.
  const transform = transforms[scaling] as { scale: number; offset: number };
  return tf.layers.rescaling({ name, ...transform });
}

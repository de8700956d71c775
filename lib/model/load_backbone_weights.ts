/**
 * Published weights for EfficientNet-Lite.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { TorchTensor } from "./torch_tensor.ts";

/** What {@linkcode loadBackboneWeights} did not use. */
export interface BackboneLeftOut {
  /** Tensors of the checkpoint: the classifier of ImageNet's 1,000 classes, and step counters. */
  readonly tensors: readonly string[];
  /** Layers behind the features, which keep the weights that they have. */
  readonly layers: readonly string[];
}

/** The checkpoint's module for a layer's name, without `block_<i>_`. */
const modules: Readonly<Record<string, string>> = {
  stem_conv: "_conv_stem",
  stem_bn: "_bn0",
  expand_conv: "_expand_conv",
  expand_bn: "_bn0",
  depthwise_conv: "_depthwise_conv",
  depthwise_bn: "_bn1",
  project_conv: "_project_conv",
  project_bn: "_bn2",
  head_conv: "_conv_head",
  head_bn: "_bn1",
};

/** In the order of a layer's gamma, beta, moving mean and moving variance. */
const batchNormTensors = ["weight", "bias", "running_mean", "running_var"];

/** A tensor of the checkpoint, and how its axes are ordered anew. */
interface Source {
  readonly name: string;
  readonly axes: readonly number[];
}

/**
 * Gives a network of `efficientnetLite()` the weights of a checkpoint of efficientnet-lite-pytorch.
 * All layers up to the features (`avg_pool`) are set; dropout and output layer stay as they are.
 * Nothing is set if anything does not fit.
 * @param model Network of the same variant, for pictures of any size.
 * @param checkpoint What `readTorchCheckpoint()` read.
 * @throws {TypeError} If the network or the checkpoint has a layer, tensor or shape that the other
 * lacks.
 */
export function loadBackboneWeights(
  model: tf.LayersModel,
  checkpoint: ReadonlyMap<string, TorchTensor>,
): BackboneLeftOut {
  const end = model.layers.findIndex(({ name }) => name === "avg_pool");
  if (end < 0) {
    throw new TypeError("Cannot load a backbone's weights as the model must have a layer avg_pool");
  }
  const backbone = model.layers.slice(0, end).filter(({ weights }) => weights.length > 0);
  const sources = backbone.map((layer) => {
    const tensors = sourcesOf(layer);
    checkShapes(layer, tensors, checkpoint);
    return tensors;
  });
  const used = new Set(sources.flat().map(({ name }) => name));
  const tensors = [...checkpoint.keys()].filter((name) => !used.has(name));
  const unknown = tensors.filter((name) => !/^_fc\.|\.num_batches_tracked$/.test(name));
  if (unknown.length) {
    throw new TypeError(
      `Cannot load a backbone's weights as the model must use all of them: it has no layer for ` +
        `${unknown.length}, the first is ${unknown[0]}`,
    );
  }
  tf.tidy(() =>
    backbone.forEach((layer, i) =>
      layer.setWeights(sources[i].map(({ name, axes }) => {
        const { data, shape } = checkpoint.get(name)!;
        return tf.tensor(data as Float32Array, [...shape]).transpose([...axes]);
      }))
    )
  );
  const layers = model.layers.slice(end).filter(({ weights }) => weights.length > 0);
  return { tensors, layers: layers.map(({ name }) => name) };
}

/** The tensors for a layer's weights, in their order. */
function sourcesOf(layer: tf.layers.Layer): Source[] {
  const [, block, kind] = layer.name.match(/^(?:block_(\d+)_)?(\w+)$/) ?? [];
  const module = modules[kind];
  if (!module) {
    throw new TypeError(
      `Cannot load a backbone's weights as each layer must be one of EfficientNet-Lite: current ` +
        `value is ${layer.name}`,
    );
  }
  const path = block === undefined ? module : `_blocks.${block}.${module}`;
  if (kind.endsWith("_bn")) {
    return batchNormTensors.map((tensor) => ({ name: `${path}.${tensor}`, axes: [0] }));
  }
  // [channels, 1, height, width] or [out, in, height, width] to height and width first.
  const axes = kind === "depthwise_conv" ? [2, 3, 0, 1] : [2, 3, 1, 0];
  return [{ name: `${path}.weight`, axes }];
}

function checkShapes(
  layer: tf.layers.Layer,
  sources: readonly Source[],
  checkpoint: ReadonlyMap<string, TorchTensor>,
): void {
  layer.weights.forEach(({ shape }, i) => {
    const { name, axes } = sources[i];
    const tensor = checkpoint.get(name);
    const wanted: number[] = [];
    axes.forEach((axis, to) => wanted[axis] = shape[to]!);
    if (tensor?.data instanceof Float32Array && tensor.shape.join() === wanted.join()) return;
    const value = tensor ? `${tensor.data.constructor.name} of ${tensor.shape.join("x")}` : "none";
    throw new TypeError(
      `Cannot load a backbone's weights as ${name} must be a Float32Array of ` +
        `${wanted.join("x")} for ${layer.name}: current value is ${value}`,
    );
  });
}

/**
 * A small residual network.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { ClippedRelu } from "../backend/clipped_relu.ts";
import type { RunConfig } from "../config.ts";
import { batchNormalized } from "./batch_normalized.ts";
import { pooledHead } from "./pooled_head.ts";
import { stochasticDepth } from "./stochastic_depth.ts";

/** The part of {@linkcode RunConfig} that shapes the network. */
export type ResidualCnnConfig = Pick<
  RunConfig,
  | "seed"
  | "imageHeightPx"
  | "imageWidthPx"
  | "residualFilters"
  | "residualStemFilters"
  | "residualPooledSkips"
  | "denseDropoutRate"
  | "stochasticDepthRate"
>;

/**
 * A residual network (He et al. 2016, basic blocks with batch normalization): a 3x3 convolution, or
 * two, of which the first takes the step (He et al. 2019), and 3x3 max-pooling, each with step 2;
 * one block of two 3x3 convolutions for each number of filters, from the second on with step 2;
 * global average pooling, dropout, one sigmoid per genre. With the default filters
 * (64, 128, 256, 384) and 27 genres it has 3,552,859 parameters, moving averages included, for any
 * size of pictures.
 *
 * Layers: of the further convolution `stem_first_conv`, `stem_first_bn`, `stem_first_relu`;
 * `stem_conv`, `stem_bn`, `stem_relu`, `stem_pool`; of block i, from 1: `block_<i>_a_conv`,
 * `block_<i>_a_bn`, `block_<i>_a_relu`, `block_<i>_b_conv`, `block_<i>_b_bn`, where sizes change
 * `block_<i>_skip_conv` and `block_<i>_skip_bn` (before them, with pooled skips, where maps are
 * halved, `block_<i>_skip_pool`), with stochastic depth `block_<i>_drop`, then
 * `block_<i>_add` and `block_<i>_relu`; `avg_pool`, `dropout`, `predictions`.
 * @param config Shape of the network, and the seed of its initial weights.
 * @param nLabels Number of genres.
 * @param outputBias Bias of the outputs at the start, shape [nLabels]; 0 by default.
 * @returns An uncompiled model: images [batch, height, width, 3] in [0, 1] to probabilities
 * [batch, nLabels].
 */
export function residualCnn(
  config: ResidualCnnConfig,
  nLabels: number,
  outputBias?: readonly number[],
): tf.LayersModel {
  const { seed, imageHeightPx, imageWidthPx, residualFilters, denseDropoutRate } = config;
  const { residualStemFilters } = config;
  const input = tf.input({ name: "images", shape: [imageHeightPx, imageWidthPx, 3] });
  const stemConvolution = (
    x: tf.SymbolicTensor,
    part: { readonly name: string; readonly filters: number; readonly strides: number },
  ) => batchNormalized(x, { ...part, kernelSize: 3, activation: "relu" }, seed);
  const first = { name: "stem_first", filters: residualStemFilters, strides: 2 };
  const stem = stemConvolution(residualStemFilters ? stemConvolution(input, first) : input, {
    name: "stem",
    filters: residualFilters[0],
    strides: residualStemFilters ? 1 : 2,
  });
  let maps = tf.layers.maxPooling2d({
    name: "stem_pool",
    poolSize: 3,
    strides: 2,
    padding: "same",
  }).apply(stem) as tf.SymbolicTensor;
  residualFilters.forEach((filters, i) => {
    maps = residualBlock(
      maps,
      { name: `block_${i + 1}`, filters, strides: i === 0 ? 1 : 2 },
      {
        seed,
        poolsSkip: config.residualPooledSkips,
        drop: (branch) =>
          stochasticDepth(branch, config.stochasticDepthRate, {
            name: `block_${i + 1}`,
            index: i,
            nBlocks: residualFilters.length,
          }),
      },
    );
  });
  return pooledHead(input, maps, { seed, dropoutRate: denseDropoutRate, nLabels, outputBias });
}

function residualBlock(
  x: tf.SymbolicTensor,
  { name, filters, strides }: {
    readonly name: string;
    readonly filters: number;
    readonly strides: number;
  },
  { seed, poolsSkip, drop }: {
    readonly seed: number;
    readonly poolsSkip: boolean;
    readonly drop: (branch: tf.SymbolicTensor) => tf.SymbolicTensor;
  },
): tf.SymbolicTensor {
  const layer = (part: string, kernelSize: number, strides: number, from: tf.SymbolicTensor) =>
    batchNormalized(from, {
      name: `${name}_${part}`,
      filters,
      kernelSize,
      strides,
      activation: part === "a" ? "relu" : "none",
    }, seed);
  const residual = layer("b", 3, 1, layer("a", 3, strides, x));
  const isSameShape = strides === 1 && x.shape.at(-1) === filters;
  const skipped = isSameShape
    ? x
    : poolsSkip && strides > 1
    ? layer("skip", 1, 1, meanPooled(x, `${name}_skip_pool`, strides))
    : layer("skip", 1, strides, x);
  const sum = tf.layers.add({ name: `${name}_add` }).apply([drop(residual), skipped]);
  return new ClippedRelu({ name: `${name}_relu` }).apply(
    sum as tf.SymbolicTensor,
  ) as tf.SymbolicTensor;
}

function meanPooled(x: tf.SymbolicTensor, name: string, size: number): tf.SymbolicTensor {
  // As many rows and columns as a convolution with this step leaves.
  return tf.layers.averagePooling2d({ name, poolSize: size, strides: size, padding: "same" })
    .apply(x) as tf.SymbolicTensor;
}

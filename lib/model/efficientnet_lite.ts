/**
 * EfficientNet-Lite.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { RunConfig } from "../config.ts";
import { batchNormalized, type Convolution } from "./batch_normalized.ts";
import { pooledHead } from "./pooled_head.ts";
import { stochasticDepth } from "./stochastic_depth.ts";

/** The part of {@linkcode RunConfig} that shapes the network. */
export type EfficientnetLiteConfig = Pick<
  RunConfig,
  "seed" | "imageHeightPx" | "imageWidthPx" | "denseDropoutRate" | "stochasticDepthRate"
>;

/** Which of the family. */
export type EfficientnetLiteVariant = keyof typeof coefficients;

/** By how much Lite0's channels and repetitions are multiplied. */
const coefficients = {
  lite0: { width: 1, depth: 1 },
  lite1: { width: 1, depth: 1.1 },
  lite2: { width: 1.1, depth: 1.2 },
} as const;

/** The blocks of Lite0; the first of each repetition takes the step. */
const stages = [
  { repeats: 1, kernelSize: 3, strides: 1, expansion: 1, filters: 16 },
  { repeats: 2, kernelSize: 3, strides: 2, expansion: 6, filters: 24 },
  { repeats: 2, kernelSize: 5, strides: 2, expansion: 6, filters: 40 },
  { repeats: 3, kernelSize: 3, strides: 2, expansion: 6, filters: 80 },
  { repeats: 3, kernelSize: 5, strides: 1, expansion: 6, filters: 112 },
  { repeats: 4, kernelSize: 5, strides: 2, expansion: 6, filters: 192 },
  { repeats: 1, kernelSize: 3, strides: 1, expansion: 6, filters: 320 },
] as const;

/** One inverted residual block. */
interface Block {
  readonly name: string;
  readonly kernelSize: number;
  readonly strides: number;
  readonly expansion: number;
  readonly filters: number;
}

/**
 * EfficientNet-Lite (Tan and Le 2019, in the version without squeeze-and-excitation and with ReLU6
 * that Google published in 2020): a 3x3 convolution with step 2, inverted residual blocks, 1,280
 * filters of 1x1, global average pooling, dropout, one sigmoid per genre. Stem and head, and how
 * often the first and the last stage repeat, are the same for the whole family. Lite0 has 4,652,008
 * parameters with 1,000 outputs, and 42,016 more numbers in its moving averages.
 *
 * The first layer, `rescaling`, takes pixels from [0, 1] to what the published weights were trained
 * on, (255 x - 127) / 128. Then come `stem_conv`, `stem_bn`, `stem_relu`; of block i, counted from
 * 0 through all stages: `block_<i>_expand_conv`, `_expand_bn`, `_expand_relu` (not in block 0),
 * `block_<i>_depthwise_conv`, `_depthwise_bn`, `_depthwise_relu`, `block_<i>_project_conv`,
 * `_project_bn` and, where shapes allow, `block_<i>_add`; `head_conv`, `head_bn`, `head_relu`;
 * `avg_pool`, `dropout`, `predictions`. Convolutions have no bias; the batch normalization's epsilon
 * is 1e-3. With drop-connect, which the publication trained with ({@linkcode stochasticDepth}),
 * `block_<i>_drop` stands before `block_<i>_add`.
 * @param variant Lite0, Lite1 or Lite2.
 * @param config Size of the pictures, dropout, and the seed of the initial weights.
 * @param nLabels Number of genres.
 * @param outputBias Bias of the outputs at the start, shape [nLabels]; 0 by default.
 * @returns An uncompiled model: images [batch, height, width, 3] in [0, 1] to probabilities
 * [batch, nLabels].
 */
export function efficientnetLite(
  variant: EfficientnetLiteVariant,
  config: EfficientnetLiteConfig,
  nLabels: number,
  outputBias?: readonly number[],
): tf.LayersModel {
  const { seed, imageHeightPx, imageWidthPx, denseDropoutRate, stochasticDepthRate } = config;
  const input = tf.input({ name: "images", shape: [imageHeightPx, imageWidthPx, 3] });
  const scaled = tf.layers.rescaling({ name: "rescaling", scale: 255 / 128, offset: -127 / 128 })
    .apply(input) as tf.SymbolicTensor;
  const layer = (x: tf.SymbolicTensor, convolution: Convolution) =>
    batchNormalized(x, convolution, seed);
  const relu6 = { activation: "relu6" } as const;
  let maps = layer(scaled, { name: "stem", filters: 32, kernelSize: 3, strides: 2, ...relu6 });
  const blocks = blocksOf(variant);
  blocks.forEach((block, index) => {
    const drop = (branch: tf.SymbolicTensor) =>
      stochasticDepth(branch, stochasticDepthRate, {
        name: block.name,
        index,
        nBlocks: blocks.length,
      });
    maps = invertedResidual(maps, block, { layer, drop });
  });
  maps = layer(maps, { name: "head", filters: 1280, kernelSize: 1, ...relu6 });
  return pooledHead(input, maps, { seed, dropoutRate: denseDropoutRate, nLabels, outputBias });
}

/** All blocks of a variant in their order. */
function blocksOf(variant: EfficientnetLiteVariant): Block[] {
  const { width, depth } = coefficients[variant];
  const blocks: Block[] = [];
  stages.forEach(({ repeats, strides, filters, ...shape }, stage) => {
    const isEnd = stage === 0 || stage === stages.length - 1;
    const nBlocks = isEnd ? repeats : Math.ceil(depth * repeats);
    for (let i = 0; i < nBlocks; i++) {
      blocks.push({
        ...shape,
        name: `block_${blocks.length}`,
        strides: i === 0 ? strides : 1,
        filters: roundFilters(filters * width),
      });
    }
  });
  return blocks;
}

/** The nearest multiple of 8, but no less than 90 % of the wanted number. */
function roundFilters(wanted: number): number {
  const rounded = Math.max(8, Math.floor((wanted + 4) / 8) * 8);
  return rounded < 0.9 * wanted ? rounded + 8 : rounded;
}

function invertedResidual(
  x: tf.SymbolicTensor,
  { name, kernelSize, strides, expansion, filters }: Block,
  { layer, drop }: {
    readonly layer: (x: tf.SymbolicTensor, convolution: Convolution) => tf.SymbolicTensor;
    readonly drop: (branch: tf.SymbolicTensor) => tf.SymbolicTensor;
  },
): tf.SymbolicTensor {
  const channels = x.shape.at(-1)!;
  const relu6 = { activation: "relu6" } as const;
  const expanded = expansion === 1 ? x : layer(x, {
    name: `${name}_expand`,
    filters: channels * expansion,
    kernelSize: 1,
    ...relu6,
  });
  const filtered = layer(expanded, {
    name: `${name}_depthwise`,
    kind: "depthwise",
    kernelSize,
    strides,
    ...relu6,
  });
  const projected = layer(filtered, {
    name: `${name}_project`,
    filters,
    kernelSize: 1,
    activation: "none",
  });
  if (strides !== 1 || channels !== filters) return projected;
  const sum = tf.layers.add({ name: `${name}_add` });
  return sum.apply([drop(projected), x]) as tf.SymbolicTensor;
}

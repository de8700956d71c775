/**
 * Stochastic depth.
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import { SeededDropout } from "../backend/seeded_dropout.ts";

/** Where a block stands in its network. */
export interface BlockPlace {
  /** Start of the block's layer names; the layer is `<name>_drop`. */
  readonly name: string;
  /** Number of the block, from 0. */
  readonly index: number;
  /** Number of blocks. */
  readonly nBlocks: number;
}

/**
 * Drops a block's residual branch for some pictures of each training batch, so that they go by the
 * skip connection alone (Huang et al. 2016; EfficientNet calls it drop-connect). The probability
 * grows with depth: 0 at the first block, `rate` after the last.
 * @param branch Maps, shape [batch, height, width, channels].
 * @param rate In [0, 1); with 0 there is no such layer.
 * @returns Maps of the same shape.
 */
export function stochasticDepth(
  branch: tf.SymbolicTensor,
  rate: number,
  { name, index, nBlocks }: BlockPlace,
): tf.SymbolicTensor {
  const blockRate = rate * index / nBlocks;
  if (blockRate === 0) return branch;
  return new SeededDropout({
    name: `${name}_drop`,
    rate: blockRate,
    noiseShape: [null, 1, 1, 1],
  }).apply(branch) as tf.SymbolicTensor;
}

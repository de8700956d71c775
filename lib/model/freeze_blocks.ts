/**
 * Fixing the first blocks of a network.
 * @module
 */
import type * as tf from "@tensorflow/tfjs";

/**
 * Makes the first blocks, and all layers before them, not trainable. Layers of one block share a
 * name's start, `block_<i>`.
 * @param nBlocks How many; 0 changes nothing.
 * @throws {RangeError} If the network has no blocks, or none after them: something must be left to
 * learn.
 */
export function freezeBlocks(model: tf.LayersModel, nBlocks: number): void {
  if (nBlocks === 0) return;
  const blockOf = ({ name }: tf.layers.Layer) => /^block_\d+/.exec(name)?.[0];
  const blocks = [...new Set(model.layers.map(blockOf).filter((block) => block !== undefined))];
  if (nBlocks >= blocks.length) {
    const rule = blocks.length
      ? `below the network's number of blocks, ${blocks.length}`
      : "0 for a network without blocks";
    throw new RangeError(`frozenBlocks must be ${rule}: current value is ${nBlocks}`);
  }
  const firstTrained = model.layers.findIndex((layer) => blockOf(layer) === blocks[nBlocks]);
  for (const layer of model.layers.slice(0, firstTrained)) layer.trainable = false;
}

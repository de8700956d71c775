/**
 * Which layers of a network do not learn.
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import { batchNormalizationLayers } from "../backend/fused_batch_normalization.ts";
import type { RunConfig } from "../run_config.ts";
import { freezeBlocks } from "./freeze_blocks.ts";

/** The part of {@linkcode RunConfig} that freezes layers. */
export type FreezeConfig = Pick<RunConfig, "frozenBatchNorm" | "frozenBlocks" | "frozenBefore">;

/**
 * Makes those layers not trainable that the configuration keeps as they are.
 * @throws {RangeError} If the network has not that many blocks or no such layer, or nothing is left
 * to learn.
 */
export function freezeLayers(model: tf.LayersModel, config: FreezeConfig): void {
  if (config.frozenBatchNorm) {
    for (const layer of batchNormalizationLayers(model)) layer.trainable = false;
  }
  freezeBlocks(model, config.frozenBlocks);
  freezeBefore(model, config.frozenBefore);
}

function freezeBefore({ layers }: tf.LayersModel, name: string): void {
  if (!name) return;
  const first = layers.findIndex((layer) => layer.name === name);
  if (first < 0 || !layers.slice(first).some((layer) => layer.trainableWeights.length)) {
    const names = layers.filter((layer) => layer.trainableWeights.length).map(({ name }) => name);
    throw new RangeError(
      "frozenBefore must be the name of a layer from which on something can learn: current value " +
        `is "${name}"; the last with weights are ${names.slice(-12).join(", ")}`,
    );
  }
  for (const layer of layers.slice(0, first)) layer.trainable = false;
}

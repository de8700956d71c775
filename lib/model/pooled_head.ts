/**
 * From maps to probabilities.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { SeededDropout } from "../backend/seeded_dropout.ts";
import { deriveSeed } from "../random.ts";

/** What shapes the head of a network. */
export interface PooledHead {
  /** The run's seed. */
  readonly seed: number;
  /** Share of features that dropout drops. */
  readonly dropoutRate: number;
  /** Number of genres. */
  readonly nLabels: number;
  /** Bias of the outputs at the start, shape [nLabels]; 0 by default. */
  readonly outputBias?: readonly number[];
}

/**
 * Ends a network with global average pooling (`avg_pool`), dropout (`dropout`) and one sigmoid per
 * genre (`predictions`).
 * @param input Input of the network.
 * @param maps Its last maps, shape [batch, height, width, channels].
 * @returns The uncompiled model: input to probabilities, shape [batch, nLabels].
 */
export function pooledHead(
  input: tf.SymbolicTensor,
  maps: tf.SymbolicTensor,
  { seed, dropoutRate, nLabels, outputBias }: PooledHead,
): tf.LayersModel {
  const features = tf.layers.globalAveragePooling2d({ name: "avg_pool" })
    .apply(maps) as tf.SymbolicTensor;
  const kept = new SeededDropout({ name: "dropout", rate: dropoutRate })
    .apply(features) as tf.SymbolicTensor;
  const name = "predictions";
  const output = tf.layers.dense({
    name,
    units: nLabels,
    activation: "sigmoid",
    kernelInitializer: tf.initializers.glorotUniform({
      seed: deriveSeed(seed, "initial weights", name),
    }),
  });
  const probabilities = output.apply(kept) as tf.SymbolicTensor;
  if (outputBias) {
    tf.tidy(() => output.setWeights([output.getWeights()[0], tf.tensor1d([...outputBias])]));
  }
  return tf.model({ inputs: input, outputs: probabilities });
}

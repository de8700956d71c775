/**
 * The original network.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { SeededDropout } from "../backend/seeded_dropout.ts";
import type { RunConfig } from "../config.ts";
import { deriveSeed } from "../random.ts";

/** The part of {@linkcode RunConfig} that shapes the network. */
export type PosterCnnConfig = Pick<
  RunConfig,
  | "seed"
  | "imageHeightPx"
  | "imageWidthPx"
  | "convFilters"
  | "convDropoutRate"
  | "denseUnits"
  | "denseDropoutRate"
>;

/**
 * The network of jas97/MovieGenresClassification: 3x3 convolutions (valid, ReLU), each followed by
 * 2x2 max-pooling and dropout; one hidden dense layer with dropout; one sigmoid per genre. With the
 * default configuration and 27 genres it has 11,172,443 parameters, 99 % of them in the hidden
 * dense layer.
 * @param config Shape of the network, and the seed of its initial weights.
 * @param nLabels Number of genres.
 * @param outputBias Bias of the outputs at the start, shape [nLabels]; 0 by default.
 * @returns An uncompiled model: images [batch, height, width, 3] in [0, 1] to probabilities
 * [batch, nLabels].
 */
export function posterCnn(
  config: PosterCnnConfig,
  nLabels: number,
  outputBias: readonly number[] = new Array(nLabels).fill(0),
): tf.LayersModel {
  // Keras' default, with a seed of its own for each layer.
  const glorot = (layer: string) =>
    tf.initializers.glorotUniform({ seed: deriveSeed(config.seed, "initial weights", layer) });
  const model = tf.sequential();
  config.convFilters.forEach((filters, i) => {
    const name = `conv2d_${i + 1}`;
    model.add(tf.layers.conv2d({
      name,
      filters,
      kernelSize: 3,
      activation: "relu",
      kernelInitializer: glorot(name),
      ...(i === 0 && { inputShape: [config.imageHeightPx, config.imageWidthPx, 3] }),
    }));
    model.add(tf.layers.maxPooling2d({ name: `max_pooling2d_${i + 1}`, poolSize: 2 }));
    model.add(new SeededDropout({ name: `dropout_${i + 1}`, rate: config.convDropoutRate }));
  });
  model.add(tf.layers.flatten({ name: "flatten" }));
  model.add(tf.layers.dense({
    name: "dense_1",
    units: config.denseUnits,
    activation: "relu",
    kernelInitializer: glorot("dense_1"),
  }));
  model.add(
    new SeededDropout({
      name: `dropout_${config.convFilters.length + 1}`,
      rate: config.denseDropoutRate,
    }),
  );
  model.add(tf.layers.dense({
    name: "dense_2",
    units: nLabels,
    activation: "sigmoid",
    kernelInitializer: glorot("dense_2"),
  }));
  const output = model.getLayer("dense_2");
  tf.tidy(() => output.setWeights([output.getWeights()[0], tf.tensor1d([...outputBias])]));
  return model;
}

/**
 * The labels' log-odds in the training part, log(p / (1 - p)), as a start for the output bias. One
 * positive and one negative are added, so that a label that never occurs stays finite.
 * @param yTrain Indicators, shape [nSamples][nLabels].
 */
export function labelLogOdds(yTrain: readonly ArrayLike<number>[]): number[] {
  return Array.from(yTrain[0], (_, label) => {
    const nPositive = yTrain.reduce((sum, row) => sum + row[label], 0);
    return Math.log((nPositive + 1) / (yTrain.length - nPositive + 1));
  });
}

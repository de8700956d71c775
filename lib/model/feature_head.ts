/**
 * The part of a network that is trained on features.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { SeededDropout } from "../backend/seeded_dropout.ts";
import { deriveSeed } from "../random.ts";

/** What shapes a head. */
export interface FeatureHeadOptions {
  /** The run's seed. */
  readonly seed: number;
  /** Numbers in a row of features. */
  readonly nFeatures: number;
  /** Units of a hidden layer with ReLU; 0 for none. */
  readonly hiddenUnits: number;
  /** Share of features, and of hidden units, that dropout drops. */
  readonly dropoutRate: number;
  /** Number of genres. */
  readonly nLabels: number;
  /** Bias of the outputs at the start, shape [nLabels]; 0 by default. */
  readonly outputBias?: readonly number[];
}

/**
 * Dropout (`head_dropout`), a hidden layer with dropout where it is wanted (`head_hidden`,
 * `head_hidden_dropout`), and one sigmoid per genre (`head_predictions`).
 * @returns An uncompiled model: features [batch, nFeatures] to probabilities [batch, nLabels].
 */
export function featureHead(
  { seed, nFeatures, hiddenUnits, dropoutRate, nLabels, outputBias }: FeatureHeadOptions,
): tf.LayersModel {
  const initializer = (name: string) => ({ seed: deriveSeed(seed, "initial weights", name) });
  const input = tf.input({ name: "features", shape: [nFeatures] });
  const dropout = (name: string) => new SeededDropout({ name, rate: dropoutRate });
  const layers: tf.layers.Layer[] = [dropout("head_dropout")];
  if (hiddenUnits > 0) {
    const name = "head_hidden";
    const kernelInitializer = tf.initializers.heUniform(initializer(name));
    layers.push(
      tf.layers.dense({ name, units: hiddenUnits, activation: "relu", kernelInitializer }),
      dropout("head_hidden_dropout"),
    );
  }
  const name = "head_predictions";
  const kernelInitializer = tf.initializers.glorotUniform(initializer(name));
  const output = tf.layers.dense({
    name,
    units: nLabels,
    activation: "sigmoid",
    kernelInitializer,
  });
  const probabilities = throughLayers(input, [...layers, output]);
  if (outputBias) {
    tf.tidy(() => output.setWeights([output.getWeights()[0], tf.tensor1d([...outputBias])]));
  }
  return tf.model({ inputs: input, outputs: probabilities });
}

/**
 * A feature extractor and the head that was trained on its features as one network. It shares their
 * layers and owns none, so there is nothing to dispose of.
 * @param extractor Images [batch, height, width, 3] to features.
 * @returns Images to probabilities [batch, nLabels].
 */
export function joinHead(extractor: tf.LayersModel, head: tf.LayersModel): tf.LayersModel {
  const features = extractor.outputs[0];
  return tf.model({
    inputs: extractor.inputs,
    outputs: throughLayers(features, head.layers.slice(1)),
  });
}

function throughLayers(
  x: tf.SymbolicTensor,
  layers: readonly tf.layers.Layer[],
): tf.SymbolicTensor {
  return layers.reduce((y, layer) => layer.apply(y) as tf.SymbolicTensor, x);
}

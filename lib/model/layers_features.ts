/**
 * Features of a LayersModel.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { applyModel } from "../backend/apply_model.ts";
import { copyNetwork } from "./copy_network.ts";
import { extractorInput } from "./extractor_input.ts";
import { scalingLayer } from "./input_scaling.ts";
import type { FeatureExtractorOptions, ModelFeatures } from "./model_features.ts";

/**
 * Builds a LayersModel from its artifacts and finds its features.
 * @param location Where it came from, for messages.
 * @throws {Error} If it does not take pictures, or has no such layer.
 */
export async function layersFeatures(
  location: string,
  artifacts: tf.io.ModelArtifacts,
  { scaling, imageSize, layer: wantedLayer }: FeatureExtractorOptions,
): Promise<ModelFeatures> {
  const network = await tf.loadLayersModel(tf.io.fromMemory(artifacts));
  try {
    const size = extractorInput(
      location,
      network.inputs.map(({ shape, dtype }) => ({ shape, dtype })),
      imageSize,
    );
    const layer = featureLayer(location, network, wantedLayer);
    const part = tf.model({ inputs: network.inputs, outputs: layer.output as tf.SymbolicTensor });
    const input = tf.input({
      name: freeName(network, "images"),
      shape: [size.heightPx, size.widthPx, 3],
    });
    const scaled = scalingLayer(scaling, freeName(network, "rescaling")).apply(input);
    const output = copyNetwork(part, scaled as tf.SymbolicTensor);
    const features = output.shape.length === 4
      ? tf.layers.globalAveragePooling2d({ name: freeName(network, "feature_means") })
        .apply(output) as tf.SymbolicTensor
      : output;
    const model = tf.model({ inputs: input, outputs: features });
    model.trainable = false;
    return {
      ...size,
      layer: layer.name,
      nFeatures: features.shape[1]!,
      apply: (images) => applyModel(model, images, { training: false }) as tf.Tensor2D,
      model,
      dispose: () => {
        model.dispose();
      },
    };
  } finally {
    network.dispose();
  }
}

/** The layer by its name, or the one that is best for features. */
function featureLayer(
  location: string,
  { layers, outputs }: tf.LayersModel,
  wanted: string | undefined,
): tf.layers.Layer {
  const shown = (layer: tf.layers.Layer) => `${layer.name} [${layer.outputShape}]`;
  const isUsable = ({ outputShape }: tf.layers.Layer) => {
    // A layer with several outputs has several shapes.
    const [nFeatures] = (outputShape as tf.Shape).slice(-1);
    return typeof nFeatures === "number" && [2, 4].includes(outputShape.length);
  };
  const layer = wanted === undefined ? chosenLayer(layers) : layers.find((l) => l.name === wanted);
  if (!layer || !isUsable(layer) || (wanted === undefined && outputs.length !== 1)) {
    const last = layers.filter(isUsable).slice(-8).map(shown).join(", ");
    throw new Error(
      `Cannot take features from ${location} as ${
        wanted === undefined ? "the layer to take (--layer)" : `layer "${wanted}"`
      } must be one with an output of 2 or 4 axes: ` +
        `${
          layer ? `current value is ${shown(layer)}` : "there is none"
        }; the last such are ${last}`,
    );
  }
  return layer;
}

/** Below a classifier the last maps of more than one position, else the last layer. */
function chosenLayer(layers: readonly tf.layers.Layer[]): tf.layers.Layer | undefined {
  const last = layers.at(-1)!;
  if (!isClassifier(layers)) return last;
  return layers.findLast(({ outputShape }) => {
    const [, height, width] = outputShape as tf.Shape;
    return outputShape.length === 4 && !(height === 1 && width === 1);
  });
}

/** Whether the model ends in softmax or sigmoid; its shape may be changed after that. */
function isClassifier(layers: readonly tf.layers.Layer[]): boolean {
  const last = layers.findLast((layer) => !["Reshape", "Flatten"].includes(layer.getClassName()))!;
  const { activation } = last.getConfig();
  return last.getClassName() === "Softmax" || activation === "softmax" || activation === "sigmoid";
}

/** The name, with lines after it where it is taken. */
function freeName({ layers }: tf.LayersModel, name: string): string {
  const taken = new Set(layers.map((layer) => layer.name));
  while (taken.has(name)) name += "_";
  return name;
}

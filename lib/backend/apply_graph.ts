/**
 * Forward pass of a model whose layers form a graph, with fixed batch normalization folded into the
 * convolution before it, and in bfloat16 where that is wanted.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { hasBfloat16, toBfloat16, toFloat32 } from "./bfloat16.ts";
import { type Bfloat16Layer, bfloat16Layer } from "./bfloat16_layers.ts";
import { foldedConvolution, isPlainConvolution } from "./folded_convolution.ts";
import { FusedBatchNormalization } from "./fused_batch_normalization.ts";

/** How a model is applied. */
export interface ApplyOptions {
  /** Turns dropout on, and batch normalization to the batch's statistics. */
  readonly training: boolean;
  /**
   * `bfloat16` computes convolutions, batch normalization and ReLU on numbers of 16 bits while
   * training, where the processor is faster with them; `float32` by default.
   */
  readonly precision?: "float32" | "bfloat16";
}

/**
 * Applies a model. Batch normalization by fixed statistics is a factor and an offset for each
 * channel: the factor goes into the convolution's kernel, the offset becomes its bias, and neither
 * takes a pass over the maps, forward or back. Statistics are fixed in predictions, and in training
 * where the layer is not trainable. The result is the same to within rounding.
 *
 * A value is kept in bfloat16 only where a single layer reads it and computes on bfloat16: what two
 * layers read, such as the sum of a residual block, stays float32, and so does the sum of its
 * gradients.
 * @param x Input, shape [batch, ...]; of another size than the model's where all layers take it.
 * @returns The model's output, shape [batch, ...].
 */
export function applyGraph(model: tf.LayersModel, x: tf.Tensor, options: ApplyOptions): tf.Tensor {
  const { training, precision = "float32" } = options;
  const isRounded = precision === "bfloat16" && training && hasBfloat16();
  const isSimple = isSimpleGraph(model);
  const readers = isSimple ? readersOf(model) : new Map<string, tf.layers.Layer[]>();
  const folded = isSimple ? foldedPairs(model, readers, training) : new Map();
  // The model itself takes pictures of its own size alone; its layers one by one take any.
  const isOwnSize = x.shape.every((side, i) => side === (model.inputs[0].shape[i] ?? side));
  if (!isSimple || isOwnSize && !folded.size && !isRounded) {
    return model.apply(x, { training }) as tf.Tensor;
  }
  const rounded = isRounded ? bfloat16Layers(model, folded) : new Map<string, Bfloat16Layer>();
  return tf.tidy(() => {
    const values = new Map([[model.inputs[0].name, x]]);
    const inBfloat16 = new Set<string>();
    const isFolded = new Set(folded.values());
    // A model keeps its layers in an order in which inputs come first.
    for (const layer of model.layers) {
      if (layer.getClassName() === "InputLayer") continue;
      const [input, ...otherInputs] = layer.inboundNodes[0].inputTensors.map(({ name }) => name);
      const [{ name: output }] = layer.inboundNodes[0].outputTensors;
      const normalization = folded.get(layer);
      const compute = rounded.get(layer.name);
      if (isFolded.has(layer as FusedBatchNormalization)) {
        // The convolution has done it.
        values.set(output, values.get(input)!);
        if (inBfloat16.has(input)) inBfloat16.add(output);
      } else if (compute) {
        const maps = values.get(input) as tf.Tensor4D;
        const value = compute(inBfloat16.has(input) ? maps : toBfloat16(maps));
        const [reader, ...others] = readers.get(lastOutput(layer, normalization)) ?? [];
        const isKept = reader !== undefined && !others.length && rounded.has(reader.name);
        values.set(output, isKept ? value : toFloat32(value));
        if (isKept) inBfloat16.add(output);
      } else if (normalization) {
        values.set(
          output,
          foldedConvolution(values.get(input) as tf.Tensor4D, layer, normalization),
        );
      } else {
        const inputs = [input, ...otherInputs].map((name) => values.get(name)!);
        values.set(output, layer.apply(inputs, { training }) as tf.Tensor);
      }
    }
    return values.get(model.outputs[0].name)!;
  });
}

/** Name of what a convolution and the normalization that is folded into it give together. */
function lastOutput(layer: tf.layers.Layer, normalization?: FusedBatchNormalization): string {
  return (normalization ?? layer).inboundNodes[0].outputTensors[0].name;
}

/** One input, one output, each layer used once. */
function isSimpleGraph({ inputs, outputs, layers }: tf.LayersModel): boolean {
  return inputs.length === 1 && outputs.length === 1 &&
    layers.every(({ inboundNodes }) =>
      inboundNodes.length === 1 && inboundNodes[0].outputTensors.length === 1
    );
}

/** The layers that read each value, by its name. */
function readersOf(model: tf.LayersModel): Map<string, tf.layers.Layer[]> {
  const readers = new Map<string, tf.layers.Layer[]>();
  for (const layer of model.layers) {
    for (const { name } of layer.inboundNodes[0].inputTensors) {
      readers.set(name, [...readers.get(name) ?? [], layer]);
    }
  }
  return readers;
}

/** Convolutions whose only reader is batch normalization by fixed statistics, with that layer. */
function foldedPairs(
  model: tf.LayersModel,
  readers: ReadonlyMap<string, readonly tf.layers.Layer[]>,
  training: boolean,
): Map<tf.layers.Layer, FusedBatchNormalization> {
  const pairs = new Map<tf.layers.Layer, FusedBatchNormalization>();
  for (const layer of model.layers) {
    if (!isPlainConvolution(layer)) continue;
    const { name } = layer.inboundNodes[0].outputTensors[0];
    const [reader, ...others] = readers.get(name) ?? [];
    const isFixed = reader instanceof FusedBatchNormalization && reader.isPlain &&
      !(training && reader.trainable);
    if (isFixed && !others.length && name !== model.outputs[0].name) pairs.set(layer, reader);
  }
  return pairs;
}

/** What computes on bfloat16 maps, by the layer's name. */
function bfloat16Layers(
  model: tf.LayersModel,
  folded: ReadonlyMap<tf.layers.Layer, FusedBatchNormalization>,
): Map<string, Bfloat16Layer> {
  const learning = new Set<string>();
  const layers = new Map<string, Bfloat16Layer>();
  for (const layer of model.layers) {
    const { inputTensors, outputTensors } = layer.inboundNodes[0];
    const hasInputGradient = inputTensors.some(({ name }) => learning.has(name));
    if (hasInputGradient || layer.trainableWeights.length) learning.add(outputTensors[0].name);
    const compute = bfloat16Layer(layer, folded.get(layer), hasInputGradient);
    if (compute) layers.set(layer.name, compute);
  }
  return layers;
}

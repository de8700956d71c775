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
import { GraphValues } from "./graph_values.ts";

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

/** Which part of a model is applied; by default all of it. */
export interface GraphPart {
  /** The input is this layer's output, and what comes before it is not computed. */
  readonly after?: tf.layers.Layer;
  /** The output is this layer's. No convolution, as normalization may be folded into it. */
  readonly until?: tf.layers.Layer;
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
 *
 * In predictions a value is disposed of after its last reading: memory holds a few layers' maps, not
 * all, and is used again while it is in the processor's cache.
 * @param x Input, shape [batch, ...]; of another size than the model's where all layers take it.
 * @returns The model's output, shape [batch, ...].
 * @throws {TypeError} If part of a model is asked for whose layers do not form a simple graph.
 */
export function applyGraph(
  model: tf.LayersModel,
  x: tf.Tensor,
  options: ApplyOptions & GraphPart,
): tf.Tensor {
  const { training, precision = "float32", after, until } = options;
  const isRounded = precision === "bfloat16" && training && hasBfloat16();
  const isSimple = isSimpleGraph(model);
  const readers = isSimple ? readersOf(model) : new Map<string, tf.layers.Layer[]>();
  const folded = isSimple ? foldedPairs(model, readers, training) : new Map();
  const isPart = after !== undefined || until !== undefined;
  // The model itself takes pictures of its own size alone; its layers one by one take any.
  const isOwnSize = x.shape.every((side, i) => side === (model.inputs[0].shape[i] ?? side));
  if (!isSimple && isPart) throw new TypeError(`The layers of ${model.name} form no simple graph`);
  if (!isSimple || isOwnSize && !folded.size && !isRounded && !isPart) {
    return model.apply(x, { training }) as tf.Tensor;
  }
  const rounded = isRounded ? bfloat16Layers(model, folded) : new Map<string, Bfloat16Layer>();
  // A model keeps its layers in an order in which inputs come first.
  const [first, last] = [model.layers.indexOf(after!) + 1, model.layers.indexOf(until!)];
  const layers = model.layers.slice(first, last < 0 ? undefined : last + 1);
  const inputName = after ? outputName(after) : model.inputs[0].name;
  const resultName = until ? outputName(until) : model.outputs[0].name;
  return tf.tidy(() => {
    const values = new GraphValues(
      isRecorded() ? null : (name) => readers.get(name)?.length ?? 0,
    );
    const give = (name: string, value: tf.Tensor) =>
      values.set(name, value, { isKept: name === inputName || name === resultName });
    give(inputName, x);
    const inBfloat16 = new Set<string>();
    const isFolded = new Set(folded.values());
    for (const layer of layers) {
      if (layer.getClassName() === "InputLayer") continue;
      const inputs = layer.inboundNodes[0].inputTensors.map(({ name }) => name);
      const [input] = inputs;
      const output = outputName(layer);
      const normalization = folded.get(layer);
      const compute = rounded.get(layer.name);
      if (isFolded.has(layer as FusedBatchNormalization)) {
        // The convolution has done it.
        give(output, values.get(input));
        if (inBfloat16.has(input)) inBfloat16.add(output);
      } else if (compute) {
        const maps = values.get(input) as tf.Tensor4D;
        const value = compute(inBfloat16.has(input) ? maps : toBfloat16(maps));
        const [reader, ...others] = readers.get(outputName(normalization ?? layer)) ?? [];
        const isKept = reader !== undefined && !others.length && rounded.has(reader.name);
        give(output, isKept ? value : toFloat32(value));
        if (isKept) inBfloat16.add(output);
      } else if (normalization) {
        const maps = values.get(input) as tf.Tensor4D;
        give(output, tf.tidy(() => foldedConvolution(maps, layer, normalization)));
      } else {
        const tensors = inputs.map((name) => values.get(name));
        give(output, layer.apply(tensors, { training }) as tf.Tensor);
      }
      values.release(inputs);
    }
    return values.get(resultName);
  });
}

/** Whether a gradient will be asked for of what is computed now. */
function isRecorded(): boolean {
  return tf.engine().state.gradientDepth > 0;
}

/** Name of a layer's output. */
function outputName(layer: tf.layers.Layer): string {
  return layer.inboundNodes[0].outputTensors[0].name;
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

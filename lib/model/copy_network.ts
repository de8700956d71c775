/**
 * A network's layers over again, on another input.
 * @module
 */
import * as tf from "@tensorflow/tfjs";

/** A layer's constructor, which makes a layer from what `getConfig()` says of another. */
type LayerClass = tf.serialization.SerializableConstructor<tf.layers.Layer> & {
  fromConfig: tf.serialization.FromConfigMethod<tf.layers.Layer>;
};

/**
 * Builds a network's layers once more, with the same names and weights, on another tensor in place
 * of its input, so that they stand beside the layers before them instead of inside one that is a
 * network itself: they can be frozen, folded and tuned one by one.
 * @param network Network with one input and one output; it keeps its own layers.
 * @param input What the copy computes from, of a shape that the network takes.
 * @returns The copy's output.
 */
export function copyNetwork(
  network: tf.LayersModel,
  input: tf.SymbolicTensor,
): tf.SymbolicTensor {
  const copies = new Map<tf.layers.Layer, tf.layers.Layer>();
  const values = new Map([[network.inputs[0].id, input]]);
  const copyOf = (layer: tf.layers.Layer) => {
    const known = copies.get(layer);
    if (known) return known;
    const layerClass = layer.constructor as LayerClass;
    const copy = layerClass.fromConfig(layerClass, layer.getConfig());
    copies.set(layer, copy);
    return copy;
  };
  // Inputs come first in a network's order, but a layer may be used again further down.
  let nodes = network.layers.filter((layer) => layer.getClassName() !== "InputLayer")
    .flatMap(({ inboundNodes }) => inboundNodes);
  for (let nBefore = Infinity; nodes.length < nBefore;) {
    nBefore = nodes.length;
    nodes = nodes.filter(({ outboundLayer, inputTensors, outputTensors }) => {
      const inputs = inputTensors.map(({ id }) => values.get(id));
      if (!inputs.length || inputs.includes(undefined)) return true;
      const given = inputs as tf.SymbolicTensor[];
      const outputs = [copyOf(outboundLayer).apply(given.length === 1 ? given[0] : given)].flat();
      outputTensors.forEach(({ id }, i) => values.set(id, outputs[i] as tf.SymbolicTensor));
      return false;
    });
  }
  for (const [layer, copy] of copies) copy.setWeights(layer.getWeights());
  return values.get(network.outputs[0].id)!;
}

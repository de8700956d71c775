/**
 * What several networks compute alike.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { isPlainConvolution } from "./folded_convolution.ts";

/** What was found for several networks, and the values that it holds for. */
interface Found {
  readonly dataIds: readonly object[];
  readonly ends: readonly tf.layers.Layer[] | null;
}

const foundFor = new WeakMap<tf.LayersModel, Found>();

/**
 * The last layer of the longest beginning that all networks have in common, in each of them: up to
 * there their layers and weights are the same, and what comes after reads of it that layer's output
 * alone. So the beginning may be computed once for all. Null if there is none.
 *
 * Networks that were tuned from the same weights with their first blocks frozen have one. Weights are
 * compared the first time and again when they are others.
 * @param members Networks with one input and one output each, whose layers are used once.
 */
export function commonBeginning(
  members: readonly tf.LayersModel[],
): readonly tf.layers.Layer[] | null {
  const dataIds = members.flatMap((member) => member.getWeights().map(({ dataId }) => dataId));
  const known = foundFor.get(members[0]);
  const isKnown = known?.dataIds.length === dataIds.length &&
    known.dataIds.every((dataId, i) => dataId === dataIds[i]);
  if (isKnown) return known.ends;
  const ends = findEnds(members);
  foundFor.set(members[0], { dataIds, ends });
  return ends;
}

function findEnds(members: readonly tf.LayersModel[]): tf.layers.Layer[] | null {
  const [first, ...others] = members.map(({ layers }) => layers);
  const differs = first.findIndex((_, i) =>
    others.some((layers) => !layers[i] || !isSameLayer([first, i], [layers, i]))
  );
  const nCommon = differs === -1 ? first.length : differs;
  for (let end = nCommon - 1; end > 0; end--) {
    if (end < first.length - 1 && isCut(first, end)) {
      return members.map(({ layers }) => layers[end]);
    }
  }
  return null;
}

type Place = readonly [layers: readonly tf.layers.Layer[], index: number];

/** Whether both are of one kind, read layers at the same places and have the same weights. */
function isSameLayer([layers, i]: Place, [otherLayers, j]: Place): boolean {
  const layer = layers[i];
  const other = otherLayers[j];
  const describe = (layer: tf.layers.Layer, layers: readonly tf.layers.Layer[]) => {
    const inputs = layer.inboundNodes[0].inboundLayers.map((input) => layers.indexOf(input));
    return JSON.stringify([layer.getClassName(), layer.getConfig(), inputs], ignoreOrigin);
  };
  if (describe(layer, layers) !== describe(other, otherLayers)) return false;
  const weights = other.getWeights();
  return layer.getWeights().every((weight, k) => isSameTensor(weight, weights[k]));
}

/** What a layer is called and what its weights once were makes no difference. */
function ignoreOrigin(key: string, value: unknown): unknown {
  return key === "name" || key.endsWith("Initializer") ? undefined : value;
}

function isSameTensor(a: tf.Tensor, b: tf.Tensor): boolean {
  if (!tf.util.arraysEqual(a.shape, b.shape)) return false;
  const values = b.dataSync();
  return a.dataSync().every((value, i) => value === values[i]);
}

/**
 * Whether layers after one read nothing before it. Not after a convolution: the batch normalization
 * that follows may be folded into it.
 */
function isCut(layers: readonly tf.layers.Layer[], end: number): boolean {
  if (isPlainConvolution(layers[end])) return false;
  const before = new Set(layers.slice(0, end));
  return layers.slice(end + 1).every((layer) =>
    layer.inboundNodes[0].inboundLayers.every((input) => !before.has(input))
  );
}

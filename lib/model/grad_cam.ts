/**
 * Where on a picture a network finds what speaks for a genre.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { applyModel } from "../backend/apply_model.ts";
import { ensembleMembers } from "../backend/ensemble_members.ts";
import type { ImageSize } from "../posters/poster_image.ts";
import { type CellPlaces, cellPlaces } from "./cell_places.ts";
import { outputLogits } from "./output_logits.ts";

/** How much each place of a picture speaks for a genre. */
export interface HeatMap extends ImageSize {
  /**
   * Values in [0, 1], row by row, shape [height, width]: 1 is the strongest place of this picture.
   * All are 0 where no place speaks for the genre.
   */
  readonly values: Float32Array;
}

/** A network cut at its last maps. */
interface CutModel {
  /** Images to maps. */
  readonly below: tf.LayersModel;
  /** Maps, shape [batch, height, width, channels], to logits, shape [batch, nLabels]. */
  readonly above: (maps: tf.Tensor4D) => tf.Tensor2D;
}

/**
 * Grad-CAM (Selvaraju et al. 2017): each channel of the last maps is weighted with the mean
 * gradient of the genre's logit with respect to it, and what is positive of their sum is the heat
 * map, relu(sum over k of w_k * A_k) with w_k = mean over places of d logit / d A_k. Its cells are
 * laid where the network looks ({@linkcode cellPlaces}), with bilinear values between them, and
 * divided by the maximum.
 *
 * The map is as coarse as the last maps, and says nothing of how likely the genre is. Where the
 * network weighs each place by itself, as {@linkcode posterCnn} does after flattening, the mean
 * gradient is a rougher account than after global pooling.
 *
 * Of a mean of networks, their maps are added before the division.
 * @param model A network whose layers after the last maps form a chain, or several of the same size
 * as one.
 * @param images Shape [batch, height, width, 3] in [0, 1].
 * @param label Number of the genre among the model's outputs.
 * @param size Size of the heat maps; by default the images'.
 * @returns One heat map an image.
 * @throws {RangeError} If the model has no such output.
 * @throws {TypeError} If the model has no maps, no chain above them, or no sigmoid at its end.
 */
export async function gradCam(
  model: tf.LayersModel,
  images: tf.Tensor4D,
  label: number,
  size?: ImageSize,
): Promise<HeatMap[]> {
  const nLabels = model.outputs[0].shape.at(-1)!;
  if (!Number.isInteger(label) || label < 0 || label >= nLabels) {
    throw new RangeError(
      `Cannot compute a heat map as the label must be an integer from 0 to ${nLabels - 1}: ` +
        `current value is ${label}`,
    );
  }
  const { heightPx, widthPx } = size ?? { heightPx: images.shape[1], widthPx: images.shape[2] };
  const members = ensembleMembers(model);
  const cuts = (members.length ? members : [model]).map(cutAtMaps);
  const heat = tf.tidy(() => tf.addN(cuts.map((cut) => coarseHeat(cut, images, label))));
  const [nImages, nRows, nColumns] = heat.shape;
  const values = await heat.data<"float32">();
  heat.dispose();
  const [down, across] = cellPlaces(cuts[0].below);
  const [, height, width] = images.shape;
  const rows = neighbours({ nCells: nRows, places: down, nPixels: heightPx, length: height });
  const columns = neighbours({ nCells: nColumns, places: across, nPixels: widthPx, length: width });
  return Array.from({ length: nImages }, (_, i) => {
    const coarse = values.subarray(i * nRows * nColumns, (i + 1) * nRows * nColumns);
    return { heightPx, widthPx, values: interpolate(coarse, rows, columns, nColumns) };
  });
}

/** What speaks for a label in each cell of the maps, shape [batch, rows, columns]. */
function coarseHeat({ below, above }: CutModel, images: tf.Tensor4D, label: number): tf.Tensor3D {
  return tf.tidy(() => {
    const maps = applyModel(below, images, { training: false }) as tf.Tensor4D;
    const logitsOf = (maps: tf.Tensor) => above(maps as tf.Tensor4D).slice([0, label], [-1, 1]);
    // Pictures do not mix, so that the sum's gradient is each picture's own.
    const gradients = tf.grad((maps) => logitsOf(maps).sum())(maps);
    const weights = gradients.mean([1, 2], true); // [batch, 1, 1, channels]
    return maps.mul(weights).sum(3).relu();
  });
}

/** The two cells around a pixel, and the share of the second. */
type Neighbours = readonly [first: number, second: number, share: number];

/** For each pixel of an axis the cells around it; beyond the outermost ones nothing changes. */
function neighbours(
  { nCells, places: { start, step }, nPixels, length }: {
    readonly nCells: number;
    readonly places: CellPlaces;
    /** Of the heat map. */
    readonly nPixels: number;
    /** The picture's. */
    readonly length: number;
  },
): Neighbours[] {
  return Array.from({ length: nPixels }, (_, pixel) => {
    const place = ((pixel + 0.5) * length / nPixels - 0.5 - start) / step;
    const cell = Math.min(Math.max(place, 0), nCells - 1);
    const first = Math.floor(cell);
    return [first, Math.min(first + 1, nCells - 1), cell - first];
  });
}

/** Bilinear between the cells, divided by the maximum. */
function interpolate(
  coarse: Float32Array,
  rows: readonly Neighbours[],
  columns: readonly Neighbours[],
  nColumns: number,
): Float32Array {
  const fine = new Float32Array(rows.length * columns.length);
  rows.forEach(([top, bottom, down], i) =>
    columns.forEach(([left, right, across], j) => {
      const at = (row: number) =>
        (1 - across) * coarse[row * nColumns + left] + across * coarse[row * nColumns + right];
      fine[i * columns.length + j] = (1 - down) * at(top) + down * at(bottom);
    })
  );
  const max = fine.reduce((largest, value) => Math.max(largest, value), 0);
  return max > 0 ? fine.map((value) => value / max) : fine;
}

/**
 * The last layer that gives maps, shape [batch, height, width, channels].
 * @throws {TypeError} If there is none.
 */
export function lastMapsLayer({ layers }: tf.LayersModel): tf.layers.Layer {
  const layer = layers.findLast((layer) =>
    layer.getClassName() !== "InputLayer" && layer.outputShape.length === 4
  );
  if (!layer) {
    throw new TypeError(
      "Cannot compute a heat map as a layer of the model must give maps of rank 4: " +
        `current value is ${JSON.stringify(layers.map(({ outputShape }) => outputShape))}`,
    );
  }
  return layer;
}

function cutAtMaps(model: tf.LayersModel): CutModel {
  const mapsLayer = lastMapsLayer(model);
  const chain = model.layers.slice(model.layers.indexOf(mapsLayer));
  for (const [i, layer] of chain.slice(1).entries()) {
    const inputs = layer.inboundNodes[0].inboundLayers;
    if (inputs.length !== 1 || inputs[0] !== chain[i]) {
      throw new TypeError(
        `Cannot compute a heat map as the layers after ${mapsLayer.name} must form a chain: ` +
          `current value is ${layer.name} after ${inputs.map(({ name }) => name)}`,
      );
    }
  }
  const logits = outputLogits(model);
  // Applied to tensors, a layer keeps no trace of it, as it would of a new symbolic input.
  const above = (maps: tf.Tensor4D) =>
    logits(
      chain.slice(1, -1).reduce<tf.Tensor>(
        (x, layer) => layer.apply(x, { training: false }) as tf.Tensor,
        maps,
      ) as tf.Tensor2D,
    );
  const below = tf.model({
    inputs: model.inputs,
    outputs: mapsLayer.output as tf.SymbolicTensor,
  });
  return { below, above };
}

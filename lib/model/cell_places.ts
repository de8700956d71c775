/**
 * Where the cells of a network's maps lie on its picture.
 * @module
 */
import type * as tf from "@tensorflow/tfjs";

/** Along one axis, the centre of cell i lies at pixel `start + i * step`, counted from 0. */
export interface CellPlaces {
  /** Centre of the first cell in pixels. */
  readonly start: number;
  /** Distance of two cells in pixels. */
  readonly step: number;
}

/** What a layer says of its window, if it has one. */
interface WindowConfig {
  readonly kernelSize?: number | readonly number[];
  readonly poolSize?: number | readonly number[];
  readonly strides?: number | readonly number[];
  readonly padding?: string;
}

/**
 * Centres of what the cells of a model's maps look at, layer by layer. Cells of maps with padding
 * `same` are not spread evenly: of an even size, a window that moves two pixels at a time is padded
 * on the right and at the bottom alone, so that each such layer moves its cells to the right and
 * down. Where paths meet again, the first one counts.
 * @param model From images [batch, height, width, 3] to maps [batch, rows, columns, channels].
 * @returns Down and across. A layer that has no window and changes the size is taken to spread its
 * cells evenly.
 */
export function cellPlaces(model: tf.LayersModel): readonly [CellPlaces, CellPlaces] {
  const path = firstPath(model.outputs[0].sourceLayer);
  return [along(path, 0), along(path, 1)];
}

/** From the input to a layer, always by the first of several inputs. */
function firstPath(last: tf.layers.Layer): tf.layers.Layer[] {
  const path = [last];
  for (let before; (before = path[0].inboundNodes[0].inboundLayers[0]);) path.unshift(before);
  return path;
}

function along(path: readonly tf.layers.Layer[], axis: 0 | 1): CellPlaces {
  let [start, step] = [0, 1];
  let size = sizeOf(path[0], axis);
  for (const layer of path.slice(1)) {
    const config = layer.getConfig() as WindowConfig;
    const window = config.kernelSize ?? config.poolSize;
    const after = sizeOf(layer, axis);
    if (window !== undefined) {
      const [length, stride] = [sideOf(window, axis), sideOf(config.strides ?? 1, axis)];
      const missing = (after - 1) * stride + length - size;
      const before = config.padding === "same" ? Math.floor(Math.max(0, missing) / 2) : 0;
      start += ((length - 1) / 2 - before) * step;
      step *= stride;
    } else if (after !== size) {
      const factor = size / after;
      start += (factor - 1) / 2 * step;
      step *= factor;
    }
    size = after;
  }
  return { start, step };
}

function sizeOf(layer: tf.layers.Layer, axis: 0 | 1): number {
  return (layer.outputShape as number[])[1 + axis];
}

function sideOf(sides: number | readonly number[], axis: 0 | 1): number {
  return typeof sides === "number" ? sides : sides[axis];
}

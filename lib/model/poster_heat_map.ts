/**
 * Heat maps of poster files.
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import { imagesTensor } from "../dataset/batches.ts";
import { decodePoster, type RgbImage } from "../posters/poster_image.ts";
import { gradCam, type HeatMap } from "./grad_cam.ts";
import type { ModelMetadata } from "./model_files.ts";

/** A network and what it says of itself. */
export interface PosterModel {
  /** Network. */
  readonly model: tf.LayersModel;
  /** Its genres, and the size of its pictures. */
  readonly metadata: ModelMetadata;
}

/**
 * A poster in its own size, which is sharper than what the network sees, and the {@linkcode gradCam}
 * heat map of one genre in the same size.
 * @param label Number of the genre among the model's outputs.
 * @throws {UnreadablePosterError} If the poster cannot be read.
 */
export async function posterHeatMap(
  { model, metadata }: PosterModel,
  posterFile: string,
  label: number,
): Promise<{ readonly image: RgbImage; readonly heatMap: HeatMap }> {
  const image = await decodePoster(posterFile);
  const seen = imagesTensor([await decodePoster(posterFile, metadata)], metadata);
  try {
    const [heatMap] = await gradCam(model, seen, label, image);
    return { image, heatMap };
  } finally {
    seen.dispose();
  }
}

/**
 * Any network in the tfjs format as a source of features.
 * @module
 */
// These register the layers that saved models name.
import "../backend/bias_free_convolution.ts";
import "../backend/clipped_relu.ts";
import "../backend/fused_batch_normalization.ts";
import "../backend/seeded_dropout.ts";
import { basename, resolve } from "node:path";
import { sha256 } from "../dataset/poster_files.ts";
import type { FeatureSource } from "./backbone_features.ts";
import { graphFeatures } from "./graph_features.ts";
import type { InputScaling } from "./input_scaling.ts";
import { layersFeatures } from "./layers_features.ts";
import type { FeatureExtractorOptions, ModelFeatures } from "./model_features.ts";
import { isAddress, readModelArtifacts, type TfjsFormat } from "./read_model_artifacts.ts";

/** A network that turns posters into features. */
export interface FeatureExtractor extends ModelFeatures, FeatureSource {
  /** Last part of where it came from. */
  readonly name: string;
  /**
   * What may be published of where it came from: the address without its query, which may be a
   * token, or a folder's name.
   */
  readonly origin: string;
  /** Range of the pixels that it takes. */
  readonly scaling: InputScaling;
  /** Which kind of model it is. */
  readonly format: TfjsFormat;
}

/**
 * Loads a network from a folder or an address, and finds its features. Without
 * {@linkcode FeatureExtractorOptions.layer} these are the last maps below its classifier where it
 * ends in softmax or sigmoid, else its output; maps become their means over height and width.
 * @param location Folder with `model.json` and shards, or the http(s) address of the `model.json`.
 * @throws {Error} If it cannot be read, takes something else than [batch, height, width, 3], or has
 * no such layer.
 */
export async function loadFeatureExtractor(
  location: string,
  options: FeatureExtractorOptions,
): Promise<FeatureExtractor> {
  const { format, artifacts, sha256: filesSha256 } = await readModelArtifacts(location);
  const features = format === "layers-model"
    ? await layersFeatures(location, artifacts, options)
    : await graphFeatures(location, artifacts, options);
  const { heightPx, widthPx, layer } = features;
  const { scaling } = options;
  const name = nameOf(location);
  return {
    ...features,
    name,
    origin: isAddress(location) ? location.replace(/[?#].*/, "") : name,
    scaling,
    format,
    sha256: sha256(JSON.stringify([filesSha256, heightPx, widthPx, layer, scaling])),
  };
}

/** `mobilenet` of `some/mobilenet/`, `some/mobilenet/model.json` or an address of these. */
function nameOf(location: string): string {
  const path = isAddress(location) ? new URL(location).pathname : resolve(location);
  return basename(path.replace(/[/\\]?(model\.json)?$/, "")) || "network";
}

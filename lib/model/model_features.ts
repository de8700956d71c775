/**
 * What a network must say to be used as a feature extractor, and what it then offers.
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import type { ImageSize } from "../posters/poster_image.ts";
import type { FeatureSource } from "./backbone_features.ts";
import type { InputScaling } from "./input_scaling.ts";

/** How a network is used as a feature extractor. */
export interface FeatureExtractorOptions {
  /** Range of the pixels that it was trained on. */
  readonly scaling: InputScaling;
  /** Size for a network that takes any; one that is fixed is used in its own size. */
  readonly imageSize: ImageSize;
  /** Layer (LayersModel) or node (GraphModel) whose output is taken; chosen by default. */
  readonly layer?: string;
}

/** What one kind of model says of its features. */
export interface ModelFeatures extends Omit<FeatureSource, "sha256"> {
  /** Layer or node whose output is taken; the means over height and width where it has these. */
  readonly layer: string;
  /** Images in [0, 1] to features, to be saved with a head; only a LayersModel has it. */
  readonly model?: tf.LayersModel;
  /** Frees the network. */
  dispose(): void;
}

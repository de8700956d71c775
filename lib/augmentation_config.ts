/**
 * Settings of what chance does to training batches.
 * @module
 */
import { flag, numberFrom, type SettingRule } from "./check_setting.ts";

/** How training posters are varied: each epoch sees them a little different. */
export interface AugmentationConfig {
  /** Whether every second poster, drawn by chance, is mirrored left to right. */
  readonly augmentFlip: boolean;
  /**
   * Smallest share of a poster's area that a random crop keeps; the crop is enlarged to the full
   * size. 1 is no crop.
   */
  readonly augmentMinCropShare: number;
  /**
   * By what factor a crop may be wider or taller than the poster's own shape, as far as its share
   * leaves room; 1 keeps the shape.
   */
  readonly augmentMaxAspectRatio: number;
  /**
   * Sides of training pictures, after cropping, as a share of the network's own picture size.
   * Crops enlarge what they show, so smaller training pictures make things as large as they are in
   * whole posters, and each step takes less time (FixRes, Touvron et al. 2019). For networks that
   * take any size: those with blocks. Without `frozenBatchNorm` let `testTimeScales` ask for the
   * same size, or set `preciseBatchNormPosters`: averages that batch normalization takes from
   * smaller pictures fit larger ones badly (results/ABLATION.md, "without foreign weights").
   */
  readonly augmentSizeShare: number;
  /**
   * Sides of training pictures at the start of training as a share of those at its end; they grow
   * in equal steps (progressive resizing; EfficientNetV2, Tan and Le 2021). Small pictures first
   * make early epochs cheap. 1 keeps the size.
   */
  readonly augmentStartSizeShare: number;
  /** A poster's values are multiplied by a factor from 1 - this to 1 + this. */
  readonly augmentBrightness: number;
  /** Distances from a poster's mean are multiplied by a factor from 1 - this to 1 + this. */
  readonly augmentContrast: number;
  /** Distances from a pixel's grey are multiplied by a factor from 1 - this to 1 + this. */
  readonly augmentSaturation: number;
  /** Share of posters of which a rectangle is painted over with one colour (Zhong et al. 2020). */
  readonly augmentErasingRate: number;
  /**
   * Both parameters of the Beta distribution of the share with which two posters and their genres
   * are mixed (mixup, Zhang et al. 2018); 0 is no mixing.
   */
  readonly mixupAlpha: number;
  /**
   * The same where a rectangle of one poster is pasted into another (CutMix, Yun et al. 2019).
   * With both, each batch is mixed one way or the other.
   */
  readonly cutmixAlpha: number;
}

/** Posters as they are. */
export const NO_AUGMENTATION: AugmentationConfig = Object.freeze({
  augmentFlip: false,
  augmentMinCropShare: 1,
  // The usual value; nothing is cropped at a share of 1.
  augmentMaxAspectRatio: 4 / 3,
  augmentSizeShare: 1,
  augmentStartSizeShare: 1,
  augmentBrightness: 0,
  augmentContrast: 0,
  augmentSaturation: 0,
  augmentErasingRate: 0,
  mixupAlpha: 0,
  cutmixAlpha: 0,
});

/** What the settings may be. */
export const augmentationRules: Readonly<Record<keyof AugmentationConfig, SettingRule>> = {
  augmentFlip: flag(),
  augmentMinCropShare: numberFrom(0.01, 1),
  augmentMaxAspectRatio: numberFrom(1, 10),
  augmentSizeShare: numberFrom(0.25, 1),
  augmentStartSizeShare: numberFrom(0.25, 1),
  augmentBrightness: numberFrom(0, 1),
  augmentContrast: numberFrom(0, 1),
  augmentSaturation: numberFrom(0, 1),
  augmentErasingRate: numberFrom(0, 1),
  mixupAlpha: numberFrom(0, 10),
  cutmixAlpha: numberFrom(0, 10),
};

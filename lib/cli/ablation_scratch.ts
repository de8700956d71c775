/**
 * What was tried for the network without foreign weights.
 * @module
 */
import type { AblationEntry } from "./ablation_entry.ts";

const step = "without foreign weights";
const inShort = "without foreign weights, in short";
const inEight = "without foreign weights, in eight epochs";
const inSmall = "without foreign weights, from half of the posters";
/** Enough to see what learns faster: the whole schedule in four epochs. */
const SHORT = { epochs: 4 };
/** Epochs of those that show whether more noise is needed. */
const MEDIUM = { epochs: 8 };
/** Learns by heart as longer runs do, in a tenth of the time. */
const SMALL = {
  epochs: 24,
  trainShare: 0.5,
  imageHeightPx: 80,
  imageWidthPx: 56,
  augmentSizeShare: 1,
  augmentStartSizeShare: 1,
};
const PLAIN_COLOURS = { augmentBrightness: 0, augmentContrast: 0, augmentSaturation: 0 };
/** More noise and more epochs, from which the preset came. */
const ONE_LONGER = {
  epochs: 28,
  augmentSizeShare: 0.75,
  augmentStartSizeShare: 0.8,
  mixupAlpha: 0.4,
  learningRate: 3e-3,
  warmupShare: 0.2,
};

/** The entries, in the order in which they were tried. */
export const WITHOUT_FOREIGN_WEIGHTS: readonly AblationEntry[] = [
  {
    name: "scratch-two-networks",
    step,
    change:
      "mean of two residual networks; all that is above up to mixup, one cycle, training pictures " +
      "with sides of 60 % that grow to 86 %; 22 epochs",
    parent: "original",
    settings: {
      preset: "scratch",
      ensembleSize: 2,
      epochs: 22,
      imageHeightPx: 160,
      imageWidthPx: 112,
      learningRate: 2e-3,
      warmupShare: 0.3,
      weightDecay: 0.05,
      augmentMinCropShare: 0.7,
      augmentSizeShare: 0.86,
      augmentStartSizeShare: 0.7,
      mixupAlpha: 0.2,
      preciseBatchNormPosters: 0,
    },
  },
  {
    name: "scratch-more-noise",
    step,
    change: "one network; mixup of 0.4, learning rate of 3e-3 with its peak after 20 % of the " +
      "updates, training pictures with sides of 60 % that grow to 75 %; 28 epochs",
    parent: "scratch-two-networks",
    settings: { ...ONE_LONGER, ensembleSize: 1 },
  },
  {
    name: "scratch-same-size",
    step,
    change: "the same weights, pictures as large as the last ones of the training",
    parent: "scratch-more-noise",
    settings: { testTimeScales: [0.75] },
  },
  {
    name: "scratch-cutmix",
    step,
    change: "half of the batches are mixed by CutMix",
    parent: "scratch-more-noise",
    settings: { cutmixAlpha: 1, epochs: ONE_LONGER.epochs },
  },
  {
    name: "scratch-cutmix-same-size",
    step,
    change: "the same weights, pictures as large as the last ones of the training",
    parent: "scratch-cutmix",
    settings: { testTimeScales: [0.75] },
  },
  {
    name: "scratch-120x84",
    step,
    change:
      "the mean of two such networks for 120x84 pixels, which see 72x50 that grow to 90x63; 40 " +
      "epochs, ended after ten without a better one",
    parent: "scratch-same-size",
    settings: { ensembleSize: 2, epochs: 40, imageHeightPx: 120, imageWidthPx: 84 },
  },
  {
    name: "scratch-whole-pictures",
    step,
    change:
      "training pictures with sides of 60 % that grow to 90 %, whole ones at test time, averages of " +
      "batch normalization taken anew from 1,024 of those; 44 epochs",
    parent: "scratch-same-size",
    settings: {
      epochs: 44,
      augmentSizeShare: 0.9,
      augmentStartSizeShare: 2 / 3,
      testTimeScales: [1],
      preciseBatchNormPosters: 1024,
    },
  },
  {
    name: "scratch-whole-pictures-two-sizes",
    step,
    change: "the same weights, mean over whole pictures and smaller ones, with sides of 80 %",
    parent: "scratch-whole-pictures",
    settings: { testTimeScales: [0.8, 1] },
  },
  {
    name: "scratch-two-of-24",
    step,
    change: "mean of two such networks of 24 epochs, weight decay of 0.2",
    parent: "scratch-whole-pictures",
    settings: { ensembleSize: 2, epochs: 24, weightDecay: 0.2 },
  },
  {
    name: "scratch-less-by-heart",
    step,
    change: "weight decay of 0.2, crops of 50 to 100 %: preset scratch",
    parent: "scratch-whole-pictures",
    settings: { epochs: 44, weightDecay: 0.2, augmentMinCropShare: 0.5 },
  },
  {
    name: "scratch-176x124",
    step,
    change: "176x124 pixels, training pictures with sides of 45 % that grow to 90 %; 44 epochs",
    parent: "scratch-less-by-heart",
    settings: {
      epochs: 44,
      imageHeightPx: 176,
      imageWidthPx: 124,
      augmentStartSizeShare: 0.5,
    },
  },
  {
    name: "scratch-192x134",
    step,
    change: "192x134 pixels, training pictures with sides of 45 % that grow to 90 %; 36 epochs",
    parent: "scratch-less-by-heart",
    settings: {
      epochs: 36,
      imageHeightPx: 192,
      imageWidthPx: 134,
      augmentStartSizeShare: 0.5,
    },
  },
  {
    name: "short",
    step: inShort,
    change: "one such network; 4 epochs",
    parent: "scratch-two-networks",
    settings: { ensembleSize: 1, ...SHORT },
  },
  {
    name: "short-unmixed",
    step: inShort,
    change: "neither mixup nor dropout",
    parent: "short",
    settings: { mixupAlpha: 0, denseDropoutRate: 0, ...SHORT },
  },
  {
    name: "short-small-batches",
    step: inShort,
    change: "batches of 32, learning rate of 1.5e-3, average of 0.999",
    parent: "short-unmixed",
    settings: { batchSize: 32, learningRate: 1.5e-3, emaDecay: 0.999, ...SHORT },
  },
  {
    name: "short-early-peak",
    step: inShort,
    change: "highest learning rate after 10 % of the updates instead of 30 %",
    parent: "short-unmixed",
    settings: { warmupShare: 0.1, ...SHORT },
  },
  {
    name: "short-high-rate",
    step: inShort,
    change: "learning rate of 4e-3",
    parent: "short-unmixed",
    settings: { learningRate: 4e-3, ...SHORT },
  },
  {
    name: "short-unclipped",
    step: inShort,
    change: "gradients not clipped",
    parent: "short-unmixed",
    settings: { clipNorm: 0, ...SHORT },
  },
  {
    name: "short-auxiliary",
    step: inShort,
    change: "year and IMDB score as further targets",
    parent: "short-unmixed",
    settings: { auxiliaryTargets: ["year", "imdbScore"], ...SHORT },
  },
  {
    name: "short-plain-colours",
    step: inShort,
    change: "colours as they are",
    parent: "short-unmixed",
    settings: { ...PLAIN_COLOURS, ...SHORT },
  },
  {
    name: "short-larger-crops",
    step: inShort,
    change: "crops of 85 to 100 % instead of 70 to 100",
    parent: "short-unmixed",
    settings: { augmentMinCropShare: 0.85, ...SHORT },
  },
  {
    name: "short-small-pictures",
    step: inShort,
    change: "128x90 pixels",
    parent: "short-unmixed",
    settings: { imageHeightPx: 128, imageWidthPx: 90, ...SHORT },
  },
  {
    name: "medium",
    step: inEight,
    change: "one such network; 8 epochs",
    parent: "scratch-two-networks",
    settings: { ensembleSize: 1, ...MEDIUM },
  },
  {
    name: "medium-less-noise",
    step: inEight,
    change:
      "neither mixup nor changed colours, dropout of 0.2, learning rate of 3e-3 with its peak after " +
      "10 % of the updates",
    parent: "medium",
    settings: {
      mixupAlpha: 0,
      denseDropoutRate: 0.2,
      ...PLAIN_COLOURS,
      learningRate: 3e-3,
      warmupShare: 0.1,
      ...MEDIUM,
    },
  },
  {
    name: "small",
    step: inSmall,
    change: "half of the training posters, 80x56 pixels, 24 epochs",
    parent: "scratch-whole-pictures",
    settings: SMALL,
  },
  {
    name: "small-decay-0.2",
    step: inSmall,
    change: "weight decay of 0.2 instead of 0.05",
    parent: "small",
    settings: { weightDecay: 0.2, epochs: SMALL.epochs },
  },
  {
    name: "small-cutmix",
    step: inSmall,
    change: "half of the batches are mixed by CutMix",
    parent: "small",
    settings: { cutmixAlpha: 1, epochs: SMALL.epochs },
  },
  {
    name: "small-smaller-crops",
    step: inSmall,
    change: "crops of 50 to 100 % instead of 70 to 100",
    parent: "small",
    settings: { augmentMinCropShare: 0.5, epochs: SMALL.epochs },
  },
];

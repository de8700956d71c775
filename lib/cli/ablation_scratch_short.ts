/**
 * What was tried in little time for the network without foreign weights.
 * @module
 */
import type { AblationEntry } from "./ablation_entry.ts";

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

/** The entries, in the order in which they were tried. */
export const WITHOUT_FOREIGN_WEIGHTS_IN_SHORT: readonly AblationEntry[] = [
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
    name: "short-muon",
    step: inShort,
    change: "kernels by Muon instead of AdamW",
    parent: "short",
    settings: { optimizer: "muon", ...SHORT },
  },
  {
    name: "short-muon-large-batches",
    step: inShort,
    change: "batches of 128, learning rate of 2.8e-3, average of 0.996",
    parent: "short-muon",
    settings: { batchSize: 128, learningRate: 2.8e-3, emaDecay: 0.996, ...SHORT },
  },
  {
    name: "short-muon-deeper-stem",
    step: inShort,
    change: "a further convolution of 32 filters in the stem",
    parent: "short-muon",
    settings: { residualStemFilters: 32, ...SHORT },
  },
  {
    name: "short-muon-pooled-skips",
    step: inShort,
    change: "means of 2x2 pixels on skips (ResNet-D)",
    parent: "short-muon",
    settings: { residualPooledSkips: true, ...SHORT },
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

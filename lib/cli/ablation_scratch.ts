/**
 * What was tried for the network without foreign weights.
 * @module
 */
import type { AblationEntry } from "./ablation_entry.ts";

const step = "without foreign weights";
/** More noise and more epochs, from which the later rows came. */
const ONE_LONGER = {
  epochs: 28,
  augmentSizeShare: 0.75,
  augmentStartSizeShare: 0.8,
  mixupAlpha: 0.4,
  learningRate: 3e-3,
  warmupShare: 0.2,
};

/** What makes an epoch teach more. */
const MUON = {
  optimizer: "muon",
  batchSize: 128,
  learningRate: 4e-3,
  emaDecay: 0.996,
  residualStemFilters: 32,
  residualPooledSkips: true,
} as const;

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
      scheduleEpochs: 0,
      optimizer: "adam",
      batchSize: 64,
      emaDecay: 0.998,
      residualStemFilters: 0,
      residualPooledSkips: false,
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
    change: "weight decay of 0.2, crops of 50 to 100 %",
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
    name: "scratch-muon",
    step,
    change:
      "kernels by Muon instead of AdamW, batches of 128, learning rate of 4e-3, average of 0.996; a " +
      "second convolution in the stem, means on skips (ResNet-D); 36 epochs",
    parent: "scratch-less-by-heart",
    settings: { epochs: 36, ...MUON },
  },
  {
    name: "scratch-muon-192x134",
    step,
    change:
      "the same for 192x134 pixels, training pictures with sides of 45 % that grow to 90 %; " +
      "30 epochs",
    parent: "scratch-muon",
    settings: {
      epochs: 30,
      imageHeightPx: 192,
      imageWidthPx: 134,
      augmentStartSizeShare: 0.5,
    },
  },
  {
    name: "scratch-muon-24-of-30",
    step,
    change: "ended after epoch 24, which was the best one: preset scratch",
    parent: "scratch-muon-192x134",
    settings: { epochs: 24, scheduleEpochs: 30 },
  },
];

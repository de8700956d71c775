/**
 * Whole recipes that were tried for the shipped network: several changes at a time, trained to the
 * end.
 * @module
 */
import type { AblationEntry } from "./ablation_entry.ts";

/** The recipes, in the order in which they were tried. */
export const RECIPES: readonly AblationEntry[] = [
  {
    name: "recipe-lite0",
    step: "whole recipes",
    change:
      "EfficientNet-Lite0 in float32, all that is above up to colours, dropout of 0.3; 4 epochs",
    parent: "original",
    settings: {
      preset: "efficientnet-lite0",
      epochs: 4,
      pretrained: true,
      frozenBatchNorm: true,
      frozenBlocks: 5,
      learningRateSchedule: "warmupCosine",
      backboneLearningRateShare: 0.3,
      weightDecay: 0.02,
      emaDecay: 0.998,
      denseDropoutRate: 0.3,
      augmentFlip: true,
      augmentMinCropShare: 0.7,
      augmentBrightness: 0.2,
      augmentContrast: 0.2,
      augmentSaturation: 0.2,
    },
  },
  {
    name: "recipe-lite0-mirrored",
    step: "whole recipes",
    change: "the same weights, mean over a poster and its mirror image",
    parent: "recipe-lite0",
    settings: { testTimeFlips: true },
  },
  {
    name: "recipe-nine-epochs",
    step: "whole recipes",
    change: "EfficientNet-Lite2 in bfloat16, batches of 64, mixup, mirrored; 9 epochs",
    parent: "recipe-lite0",
    settings: {
      preset: "best",
      ensembleSize: 1,
      epochs: 9,
      scheduleEpochs: 0,
      testTimeScales: [1],
      augmentMinCropShare: 0.7,
      augmentSizeShare: 1,
      stochasticDepthRate: 0,
    },
  },
  {
    name: "recipe-six-epochs",
    step: "whole recipes",
    change: "6 epochs, mixup of 0.3, dropout of 0.4, average of 0.996",
    parent: "recipe-nine-epochs",
    settings: { epochs: 6, mixupAlpha: 0.3, denseDropoutRate: 0.4, emaDecay: 0.996 },
  },
  {
    name: "recipe-eleven-epochs",
    step: "whole recipes",
    change: "11 epochs, crops of 50 to 100 %, smaller training pictures, stochastic depth of 0.2",
    parent: "recipe-nine-epochs",
    settings: {
      epochs: 11,
      augmentMinCropShare: 0.5,
      augmentSizeShare: 0.86,
      stochasticDepthRate: 0.2,
    },
  },
  {
    name: "recipe-nine-epochs-two-sizes",
    step: "whole recipes",
    change: "the same weights, mean over pictures of 224x160 and of 256x184 made from them",
    parent: "recipe-nine-epochs",
    settings: { testTimeScales: [1, 1.15] },
  },
  {
    name: "recipe-two-networks",
    step: "whole recipes",
    change: "the mean of two such networks, both ended at the sixth of nine epochs: preset best",
    parent: "recipe-nine-epochs",
    settings: { ensembleSize: 2, epochs: 6, scheduleEpochs: 9 },
  },
  {
    name: "recipe-two-networks-two-sizes",
    step: "whole recipes",
    change: "the same weights, mean over pictures of 224x160 and of 256x184 made from them",
    parent: "recipe-two-networks",
    settings: { testTimeScales: [1, 1.15] },
  },
];

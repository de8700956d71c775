/**
 * Named sets of a run's values.
 * @module
 */
import type { RunConfig } from "./run_config.ts";

/** What a preset says; all else is as in `DEFAULT_RUN_CONFIG`. */
type Preset = Partial<RunConfig>;

/** Values that many fine-tuned and modern networks are trained with. */
const modern = {
  outputBias: "logOdds",
  weightDecay: 0.05,
  emaDecay: 0.998,
  precision: "bfloat16",
  augmentFlip: true,
  augmentMinCropShare: 0.7,
  augmentBrightness: 0.2,
  augmentContrast: 0.2,
  augmentSaturation: 0.2,
  testTimeFlips: true,
} as const satisfies Preset;

/** Named sets of values; each lists only what differs from the default. */
export const PRESETS: Readonly<Record<string, Preset>> = {
  original: {},
  "original-batch-1": { batchSize: 1 },
  // The sample set has 900 training posters, so an epoch has few updates. Smaller pictures and
  // batches, larger steps and a better start let the network learn something in two minutes.
  sample: {
    epochs: 12,
    batchSize: 16,
    learningRate: 1e-3,
    outputBias: "logOdds",
    imageHeightPx: 112,
    imageWidthPx: 112,
  },
  residual: {
    architecture: "residualCnn",
    batchSize: 64,
    imageHeightPx: 160,
    imageWidthPx: 112,
    denseDropoutRate: 0.3,
    outputBias: "logOdds",
    learningRate: 1e-3,
  },
  // About the posters' own shape; dropout as published.
  "efficientnet-lite0": {
    architecture: "efficientnetLite0",
    imageHeightPx: 224,
    imageWidthPx: 160,
    denseDropoutRate: 0.2,
    outputBias: "logOdds",
    learningRate: 1e-3,
  },
  // For a saved network (--start-from) of which the last layers are tuned.
  tune: {
    ...modern,
    frozenBatchNorm: true,
    epochs: 4,
    learningRate: 1e-3,
    learningRateSchedule: "warmupCosine",
    backboneLearningRateShare: 0.3,
  },
  // What is shipped: two networks that start from ImageNet weights, of which the first blocks stay
  // as they are. They end at the epoch that was best on the validation part.
  best: {
    ...modern,
    architecture: "efficientnetLite2",
    pretrained: true,
    frozenBatchNorm: true,
    frozenBlocks: 6,
    ensembleSize: 2,
    epochs: 6,
    batchSize: 64,
    imageHeightPx: 224,
    imageWidthPx: 160,
    denseDropoutRate: 0.3,
    learningRate: 1.5e-3,
    learningRateSchedule: "warmupCosine",
    scheduleEpochs: 9,
    backboneLearningRateShare: 0.3,
    mixupAlpha: 0.2,
  },
  // The best without foreign weights: crops become pictures of 86x60 pixels at first and of up to
  // 173x121 at the end of the planned 30 epochs, in which things are about as large as in whole
  // posters of 192x134. Those are what batch normalization takes its averages from. The best epochs
  // are 21 to 24; after them it learns by heart.
  scratch: {
    ...modern,
    architecture: "residualCnn",
    residualStemFilters: 32,
    residualPooledSkips: true,
    epochs: 24,
    batchSize: 128,
    imageHeightPx: 192,
    imageWidthPx: 134,
    denseDropoutRate: 0.3,
    optimizer: "muon",
    learningRate: 4e-3,
    learningRateSchedule: "oneCycle",
    scheduleEpochs: 30,
    warmupShare: 0.2,
    weightDecay: 0.2,
    emaDecay: 0.996,
    augmentMinCropShare: 0.5,
    augmentSizeShare: 0.9,
    augmentStartSizeShare: 0.5,
    mixupAlpha: 0.4,
    preciseBatchNormPosters: 1024,
  },
};

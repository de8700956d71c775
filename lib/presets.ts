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
  // The best without foreign weights: crops become pictures of up to 144x101 pixels, in which things
  // are about as large as in whole posters of 160x112. Those are what batch normalization takes its
  // averages from. With less weight decay and larger crops the last ten epochs learn by heart.
  scratch: {
    ...modern,
    architecture: "residualCnn",
    epochs: 44,
    batchSize: 64,
    imageHeightPx: 160,
    imageWidthPx: 112,
    denseDropoutRate: 0.3,
    learningRate: 3e-3,
    learningRateSchedule: "oneCycle",
    warmupShare: 0.2,
    weightDecay: 0.2,
    augmentMinCropShare: 0.5,
    augmentSizeShare: 0.9,
    augmentStartSizeShare: 2 / 3,
    mixupAlpha: 0.4,
    preciseBatchNormPosters: 1024,
  },
};

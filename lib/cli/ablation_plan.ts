/**
 * How the best network was found: every change that was tried, in order.
 * @module
 */
import type { AblationEntry } from "./ablation_entry.ts";
import { RECIPES } from "./ablation_recipes.ts";
import { WITHOUT_FOREIGN_WEIGHTS } from "./ablation_scratch.ts";
import { WITHOUT_FOREIGN_WEIGHTS_IN_SHORT } from "./ablation_scratch_short.ts";

/** Networks that start untrained need more passes than the plan's usual number. */
const FROM_SCRATCH = { epochs: 10 };
/** About the posters' own shape. */
const SMALL_PICTURES = { imageHeightPx: 160, imageWidthPx: 112 };

/**
 * All changes. An entry that did not help stays; what comes after it is compared with the entry
 * that was kept.
 */
export const ABLATION: readonly AblationEntry[] = [
  {
    name: "original",
    step: "input size",
    change: "the original network, posters squeezed to 224x224",
    parent: null,
    settings: { preset: "original", ...FROM_SCRATCH },
  },
  {
    name: "original-160x112",
    step: "input size",
    change: "160x112 pixels, about the posters' own shape",
    parent: "original",
    settings: { ...SMALL_PICTURES, ...FROM_SCRATCH },
  },
  {
    name: "original-log-odds",
    step: "input size",
    change: "output bias at the genres' log-odds",
    parent: "original-160x112",
    settings: { outputBias: "logOdds", ...FROM_SCRATCH },
  },
  {
    name: "residual",
    step: "architecture",
    change: "residual network with its own batch size, learning rate and dropout",
    parent: "original-log-odds",
    settings: { preset: "residual", ...FROM_SCRATCH },
  },
  {
    name: "lite0-untrained",
    step: "architecture",
    change: "EfficientNet-Lite0 from random weights, fewer epochs",
    parent: "residual",
    // Half of the preset's pixels: each of the many runs that follow takes half of the time.
    settings: { preset: "efficientnet-lite0", ...SMALL_PICTURES },
  },
  {
    name: "pretrained",
    step: "starting weights",
    change: "ImageNet weights",
    parent: "lite0-untrained",
    settings: { pretrained: true },
  },
  {
    name: "frozen-batch-norm",
    step: "starting weights",
    change:
      "batch normalization kept as it was pretrained: from a constant rate this learns nothing, nor " +
      "do the next two",
    parent: "pretrained",
    settings: { frozenBatchNorm: true },
  },
  {
    name: "bfloat16",
    step: "starting weights",
    change: "convolutions in bfloat16, for speed",
    parent: "frozen-batch-norm",
    settings: { precision: "bfloat16" },
  },
  {
    name: "frozen-blocks",
    step: "starting weights",
    change: "stem and first five blocks kept as they were pretrained, for speed",
    parent: "bfloat16",
    settings: { frozenBlocks: 5 },
  },
  {
    name: "frozen-first-epoch",
    step: "starting weights",
    change: "only the output layer learns in the first epoch, which stays the best one",
    parent: "frozen-blocks",
    settings: { frozenEpochs: 1 },
  },
  {
    name: "cosine",
    step: "schedule and optimizer",
    change: "learning rate up from 0, then down along a cosine",
    parent: "frozen-blocks",
    settings: { learningRateSchedule: "warmupCosine" },
  },
  {
    name: "backbone-rate",
    step: "schedule and optimizer",
    change: "learning rate of 3e-4 instead of 1e-3 below the output layer",
    parent: "cosine",
    settings: { backboneLearningRateShare: 0.3 },
  },
  {
    name: "global-clipping",
    step: "schedule and optimizer",
    change: "gradients clipped as one instead of each by itself",
    parent: "backbone-rate",
    settings: { clipNorm: 0, clipGlobalNorm: 1 },
  },
  {
    name: "adamw",
    step: "schedule and optimizer",
    change: "weight decay of 0.05 (AdamW)",
    parent: "backbone-rate",
    settings: { weightDecay: 0.05 },
  },
  // At the constant rate nothing is learnt under frozen batch normalization, so that what else is
  // kept or not is asked again.
  {
    name: "trained-batch-norm",
    step: "starting weights, once more",
    change: "batch normalization learns, too",
    parent: "backbone-rate",
    settings: { frozenBatchNorm: false },
  },
  {
    name: "all-blocks",
    step: "starting weights, once more",
    change: "stem and first blocks learn, too",
    parent: "backbone-rate",
    settings: { frozenBlocks: 0 },
  },
  {
    name: "output-layer-first",
    step: "starting weights, once more",
    change: "only the output layer learns in the first epoch",
    parent: "backbone-rate",
    settings: { frozenEpochs: 1 },
  },
  {
    name: "float32",
    step: "starting weights, once more",
    change: "convolutions in float32",
    parent: "backbone-rate",
    settings: { precision: "float32" },
  },
  {
    name: "ema",
    step: "weight averaging",
    change: "moving average of the weights, 0.998 kept at each update",
    parent: "adamw",
    settings: { emaDecay: 0.998 },
  },
  {
    name: "flip",
    step: "augmentation",
    change: "every second poster mirrored",
    parent: "ema",
    settings: { augmentFlip: true },
  },
  {
    name: "crop",
    step: "augmentation",
    change: "crops of 70 to 100 % of a poster",
    parent: "flip",
    settings: { augmentMinCropShare: 0.7 },
  },
  {
    name: "colour",
    step: "augmentation",
    change: "brightness, contrast and saturation shifted by up to 20 %",
    parent: "crop",
    settings: { augmentBrightness: 0.2, augmentContrast: 0.2, augmentSaturation: 0.2 },
  },
  {
    name: "smaller-training",
    step: "augmentation",
    change: "training pictures with sides of 86 %, so that things are as large as in whole posters",
    parent: "colour",
    settings: { augmentSizeShare: 0.86 },
  },
  {
    name: "erasing",
    step: "augmentation",
    change: "a rectangle painted over in every fourth poster",
    parent: "colour",
    settings: { augmentErasingRate: 0.25 },
  },
  {
    name: "mixup",
    step: "augmentation",
    change: "mixup, alpha 0.2",
    parent: "colour",
    settings: { mixupAlpha: 0.2 },
  },
  {
    name: "cutmix",
    step: "augmentation",
    change: "CutMix, alpha 1",
    parent: "colour",
    settings: { cutmixAlpha: 1 },
  },
  {
    name: "asymmetric",
    step: "loss",
    change: "asymmetric loss; best epoch by macro AP",
    parent: "colour",
    // Its probabilities are bad on purpose, so the validation loss cannot choose the epoch.
    settings: { loss: "asymmetric", monitor: "valMacroAp" },
  },
  {
    name: "label-smoothing",
    step: "loss",
    change: "labels moved by 0.05 towards a half",
    parent: "colour",
    settings: { labelSmoothing: 0.05 },
  },
  {
    name: "positive-weights",
    step: "loss",
    change: "rare genres' positives weigh more, up to 10 times; best epoch by macro AP",
    parent: "colour",
    settings: { positiveWeights: "balanced", monitor: "valMacroAp" },
  },
  {
    name: "dropout-0.5",
    step: "regularisation",
    change: "dropout of 0.5 instead of 0.2 before the output layer",
    parent: "colour",
    settings: { denseDropoutRate: 0.5 },
  },
  {
    name: "decay-0.2",
    step: "regularisation",
    change: "weight decay of 0.2 instead of 0.05",
    parent: "colour",
    settings: { weightDecay: 0.2 },
  },
  {
    name: "stochastic-depth",
    step: "regularisation",
    change: "blocks left out at random, the last one of five posters",
    parent: "colour",
    settings: { stochasticDepthRate: 0.2 },
  },
  {
    name: "auxiliary",
    step: "auxiliary targets",
    change: "year and IMDB score as further targets",
    parent: "colour",
    settings: { auxiliaryTargets: ["year", "imdbScore"] },
  },
  {
    name: "lite2",
    step: "size, once more",
    change: "EfficientNet-Lite2, its first six blocks kept",
    parent: "colour",
    settings: { architecture: "efficientnetLite2", frozenBlocks: 6 },
  },
  {
    name: "224x160",
    step: "size, once more",
    change: "224x160 pixels",
    parent: "colour",
    settings: { imageHeightPx: 224, imageWidthPx: 160 },
  },
  {
    name: "288x208",
    step: "size, once more",
    change: "288x208 pixels",
    parent: "224x160",
    settings: { imageHeightPx: 288, imageWidthPx: 208 },
  },
  {
    name: "mirrored",
    step: "mirrored pictures at test time",
    change: "mean over a poster and its mirror image, the same weights",
    parent: "colour",
    settings: { testTimeFlips: true },
  },
  {
    name: "with-residual",
    step: "ensembles",
    change: "mean of the fine-tuned and the residual network",
    parent: "colour",
    members: ["colour-seed1", "residual-seed1"],
  },
  ...RECIPES,
  ...WITHOUT_FOREIGN_WEIGHTS,
  ...WITHOUT_FOREIGN_WEIGHTS_IN_SHORT,
];

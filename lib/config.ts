/**
 * The values of a run, in one place: plain data, checked once.
 * @module
 */
import { augmentationRules, NO_AUGMENTATION } from "./augmentation_config.ts";
import { auxiliaryRules, NO_AUXILIARY_TARGETS } from "./auxiliary_config.ts";
import {
  checkSetting,
  flag,
  integerFrom,
  integersFrom,
  numberFrom,
  oneOf,
  type SettingRule,
} from "./check_setting.ts";
import { computationRules, USUAL_COMPUTATION } from "./computation_config.ts";
import { fineTuningRules, NO_FINE_TUNING } from "./fine_tuning_config.ts";
import { CROSS_ENTROPY_LOSS, lossRules } from "./loss_config.ts";
import { PRESETS } from "./presets.ts";
import { PLAIN_PREDICTION, predictionRules } from "./prediction_config.ts";
import type { RunConfig } from "./run_config.ts";

export type { RunConfig };

/** The original network's values (batch size 32 for speed; the original had 1). */
export const DEFAULT_RUN_CONFIG: RunConfig = Object.freeze({
  preset: "original",
  seed: 1,
  ensembleSize: 1,
  trainShare: 1,
  epochs: 10,
  // The original ran all its epochs and kept the best.
  patienceEpochs: 10,
  monitor: "valLoss",
  batchSize: 32,
  accumulationSteps: 1,
  optimizer: "adam",
  learningRate: 1e-4,
  learningRateSchedule: "constant",
  scheduleEpochs: 0,
  warmupShare: 0.1,
  weightDecay: 0,
  clipNorm: 1,
  clipGlobalNorm: 0,
  emaDecay: 0,
  ...CROSS_ENTROPY_LOSS,
  ...NO_AUGMENTATION,
  ...NO_AUXILIARY_TARGETS,
  ...NO_FINE_TUNING,
  imageHeightPx: 224,
  imageWidthPx: 224,
  architecture: "posterCnn",
  frozenBatchNorm: false,
  preciseBatchNormPosters: 0,
  convFilters: [32, 64, 128],
  convDropoutRate: 0.25,
  denseUnits: 128,
  denseDropoutRate: 0.5,
  stochasticDepthRate: 0,
  residualFilters: [64, 128, 256, 384],
  residualStemFilters: 0,
  residualPooledSkips: false,
  outputBias: "zeros",
  ...USUAL_COMPUTATION,
  ...PLAIN_PREDICTION,
  threshold: 0.5,
});

const rules: Readonly<Record<Exclude<keyof RunConfig, "preset">, SettingRule>> = {
  seed: integerFrom(0, 2 ** 31 - 1),
  ensembleSize: integerFrom(1, 100),
  trainShare: numberFrom(1e-6, 1),
  epochs: integerFrom(1, 10_000),
  patienceEpochs: integerFrom(1, 10_000),
  monitor: oneOf("valLoss", "valMacroAp"),
  batchSize: integerFrom(1, 4096),
  accumulationSteps: integerFrom(1, 1024),
  optimizer: oneOf("adam", "muon"),
  learningRate: numberFrom(1e-9, 10),
  learningRateSchedule: oneOf("constant", "warmupCosine", "oneCycle"),
  scheduleEpochs: integerFrom(0, 10_000),
  warmupShare: numberFrom(0, 0.9),
  weightDecay: numberFrom(0, 10),
  clipNorm: numberFrom(0, 1e9),
  clipGlobalNorm: numberFrom(0, 1e9),
  emaDecay: numberFrom(0, 0.999999),
  ...lossRules,
  ...augmentationRules,
  ...auxiliaryRules,
  ...fineTuningRules,
  imageHeightPx: integerFrom(22, 2048),
  imageWidthPx: integerFrom(22, 2048),
  architecture: oneOf(
    "posterCnn",
    "residualCnn",
    "efficientnetLite0",
    "efficientnetLite1",
    "efficientnetLite2",
    "saved",
  ),
  frozenBatchNorm: flag(),
  preciseBatchNormPosters: integerFrom(0, 1_000_000),
  convFilters: integersFrom(1, 4096),
  convDropoutRate: numberFrom(0, 0.95),
  denseUnits: integerFrom(1, 65_536),
  denseDropoutRate: numberFrom(0, 0.95),
  stochasticDepthRate: numberFrom(0, 0.95),
  residualFilters: integersFrom(1, 4096),
  residualStemFilters: integerFrom(0, 4096),
  residualPooledSkips: flag(),
  outputBias: oneOf("zeros", "logOdds"),
  ...computationRules,
  ...predictionRules,
  threshold: numberFrom(0, 1),
};

/**
 * A complete configuration: the preset's values, then the given ones.
 * @param overrides Values that differ from the preset `overrides.preset` (`original` by default).
 * @throws {TypeError} If a key is unknown or a value is of the wrong type.
 * @throws {RangeError} If a value is out of range, the preset is unknown or two values exclude each
 * other.
 * @example
 * ```ts
 * import { makeRunConfig } from "./config.ts";
 * import { assertEquals } from "@std/assert";
 * assertEquals(makeRunConfig({ preset: "original-batch-1", epochs: 3 }).batchSize, 1);
 * ```
 */
export function makeRunConfig(overrides: Partial<RunConfig> = {}): RunConfig {
  const presetName = overrides.preset ?? DEFAULT_RUN_CONFIG.preset;
  if (!Object.hasOwn(PRESETS, presetName)) {
    throw new RangeError(
      `preset must be one of ${Object.keys(PRESETS).join(", ")}: current value is "${presetName}"`,
    );
  }
  const given = Object.fromEntries(
    Object.entries(overrides).filter(([, value]) => value !== undefined),
  );
  const config = { ...DEFAULT_RUN_CONFIG, ...PRESETS[presetName], ...given, preset: presetName };
  for (const [key, value] of Object.entries(config)) {
    if (key !== "preset") checkSetting(key, value, ruleOf(key));
  }
  if (config.clipNorm > 0 && config.clipGlobalNorm > 0) {
    throw new RangeError(
      "Only one of clipNorm and clipGlobalNorm must be above 0: current values are " +
        `${config.clipNorm} and ${config.clipGlobalNorm}; set clipNorm to 0 to clip by all gradients`,
    );
  }
  if (config.scheduleEpochs > 0 && config.scheduleEpochs < config.epochs) {
    throw new RangeError(
      `scheduleEpochs must be 0 or at least epochs, ${config.epochs}: current value is ` +
        config.scheduleEpochs,
    );
  }
  if (config.pretrained && !config.architecture.startsWith("efficientnet")) {
    throw new RangeError(
      "pretrained needs an architecture with published weights, one of efficientnetLite0 to 2: " +
        `current value is "${config.architecture}"`,
    );
  }
  if ((config.architecture === "saved") !== (config.startFrom !== "")) {
    throw new RangeError(
      'startFrom and architecture "saved" need each other: current values are ' +
        `"${config.startFrom}" and "${config.architecture}"`,
    );
  }
  if (config.preciseBatchNormPosters > 0 && config.frozenBatchNorm) {
    throw new RangeError(
      "preciseBatchNormPosters must be 0 with frozenBatchNorm, which keeps its averages: current " +
        `value is ${config.preciseBatchNormPosters}`,
    );
  }
  for (const key of ["augmentSizeShare", "augmentStartSizeShare", "testTimeScales"] as const) {
    const isOneSize = [config[key]].flat().every((share) => share === 1);
    if (isOneSize || config.architecture !== "posterCnn") continue;
    throw new RangeError(
      `${key} must be 1 for posterCnn, which takes pictures of one size: current value is ` +
        config[key],
    );
  }
  return Object.freeze(config);
}

function ruleOf(key: string): SettingRule {
  if (!Object.hasOwn(rules, key)) {
    throw new TypeError(
      `Unknown setting "${key}": known are ${Object.keys(DEFAULT_RUN_CONFIG).join(", ")}`,
    );
  }
  return rules[key as keyof typeof rules];
}

/**
 * Settings of a head that is trained on features.
 * @module
 */
import { DEFAULT_RUN_CONFIG, makeRunConfig, type RunConfig } from "../config.ts";
import { differingSettings } from "./run_record.ts";

/** What a head starts from in place of {@linkcode DEFAULT_RUN_CONFIG}. */
export const HEAD_SETTINGS: Readonly<Partial<RunConfig>> = Object.freeze({
  epochs: 60,
  patienceEpochs: 8,
  batchSize: 64,
  learningRate: 1e-3,
  outputBias: "logOdds",
});

/** Settings that mean something to a head. */
const headSettings: readonly (keyof RunConfig)[] = [
  "preset",
  "seed",
  "trainShare",
  "epochs",
  "patienceEpochs",
  "monitor",
  "batchSize",
  "learningRate",
  "learningRateSchedule",
  "scheduleEpochs",
  "warmupShare",
  "weightDecay",
  "clipNorm",
  "clipGlobalNorm",
  "emaDecay",
  "loss",
  "asymmetricGammaPositive",
  "asymmetricGammaNegative",
  "asymmetricMargin",
  "positiveWeights",
  "positiveWeightLimit",
  "labelSmoothing",
  "imageHeightPx",
  "imageWidthPx",
  "denseDropoutRate",
  "outputBias",
  "threshold",
];

/**
 * The configuration of a head: {@linkcode HEAD_SETTINGS}, then the given values.
 * @throws {RangeError} If a setting has no meaning for a head, or as `makeRunConfig` says.
 */
export function makeHeadConfig(overrides: Partial<RunConfig> = {}): RunConfig {
  const given = Object.entries(overrides).filter(([, value]) => value !== undefined);
  const config = makeRunConfig({ ...HEAD_SETTINGS, ...Object.fromEntries(given) });
  const without = differingSettings(DEFAULT_RUN_CONFIG, config)
    .filter((key) => !headSettings.includes(key));
  if (without.length) {
    throw new RangeError(
      `Cannot train a head with ${without.join(", ")} as its settings must be among ` +
        headSettings.join(", "),
    );
  }
  return config;
}

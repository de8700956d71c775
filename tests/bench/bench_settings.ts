/** What all contestants are told, and the check that they then do the same. */
import { DEFAULT_RUN_CONFIG, makeRunConfig, type RunConfig } from "../../lib/config.ts";
import type { BenchmarkName, WorkerReady, WorkerSettings } from "./messages.ts";

/** Genres of the real data set. */
const nLabels = 27;

/** Settings that cost time and that the rivals' training step does not have. */
const fixedSettings: readonly (keyof RunConfig)[] = [
  "accumulationSteps",
  "backboneLearningRateShare",
  "augmentBrightness",
  "augmentContrast",
  "augmentErasingRate",
  "augmentFlip",
  "augmentMinCropShare",
  "augmentSaturation",
  "augmentSizeShare",
  "augmentStartSizeShare",
  "clipGlobalNorm",
  "cutmixAlpha",
  "emaDecay",
  "ensembleSize",
  "auxiliaryTargets",
  "frozenBlocks",
  "stochasticDepthRate",
  "frozenEpochs",
  "labelSmoothing",
  "loss",
  "mixupAlpha",
  "positiveWeights",
  "weightDecay",
];

/**
 * The settings for a preset's network.
 * @throws {RangeError} If the preset trains in a way that the rivals do not know.
 */
export function makeSettings(
  benchmark: BenchmarkName,
  options: {
    readonly preset: string;
    readonly batchSize: number;
    readonly nSteps?: number;
    /** Whether batch normalization keeps its statistics, scales and offsets. */
    readonly frozenBatchNorm?: boolean;
    /** What convolutions compute with in training, on both sides. */
    readonly precision?: RunConfig["precision"];
  },
): WorkerSettings {
  const { preset, batchSize, nSteps = 0, frozenBatchNorm = false, precision = "float32" } = options;
  const config = makeRunConfig({ preset, batchSize, frozenBatchNorm, precision });
  const isTrained = benchmark === "training" || benchmark === "pipeline";
  for (const key of isTrained ? fixedSettings : []) {
    if (config[key] === DEFAULT_RUN_CONFIG[key]) continue;
    throw new RangeError(
      `Cannot compare the preset ${preset} as ${key} must be ${DEFAULT_RUN_CONFIG[key]}: ` +
        `current value is ${config[key]}`,
    );
  }
  return { benchmark, config, nLabels, nSteps, nBatchesInMemory: 4, posterFiles: [] };
}

/** Compares the numbers of parameters. @throws {Error} If they differ. */
export function checkSameNetwork(
  workers: readonly { readonly name: string; readonly ready: WorkerReady }[],
): void {
  const counts = workers.map(({ ready }) => ready.nParameters);
  if (new Set(counts).size === 1) return;
  const found = workers.map(({ name }, i) => `${name} ${counts[i]}`).join(", ");
  throw new Error(
    `Cannot compare networks as all must have as many parameters: current values are ${found}`,
  );
}

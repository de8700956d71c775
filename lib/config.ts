/**
 * The values of a run, in one place: plain data, checked once.
 * @module
 */

/** Everything that decides what a run's training does; written to `results/<run>/config.json`. */
export interface RunConfig {
  /** Name of the preset that the values started from. */
  readonly preset: string;
  /** Governs initial weights, shuffles and dropout masks. The split has a seed of its own. */
  readonly seed: number;
  /** Passes over the training part, at most. */
  readonly epochs: number;
  /** Stop after this many epochs without a lower validation loss. */
  readonly patienceEpochs: number;
  /** Posters in one update. */
  readonly batchSize: number;
  /** Adam's step size. */
  readonly learningRate: number;
  /** Largest Euclidean norm of each variable's gradient, as Keras' `clipnorm`. */
  readonly clipNorm: number;
  /** Height to which posters are squeezed. */
  readonly imageHeightPx: number;
  /** Width to which posters are squeezed. */
  readonly imageWidthPx: number;
  /** Filters of each 3x3 convolution; every one is followed by 2x2 max-pooling and dropout. */
  readonly convFilters: readonly number[];
  /** Share of activations dropped after each pooling. */
  readonly convDropoutRate: number;
  /** Units of the hidden dense layer. */
  readonly denseUnits: number;
  /** Share of activations dropped after the hidden dense layer. */
  readonly denseDropoutRate: number;
  /**
   * Bias of the outputs at the start: `zeros` as in the original, or `logOdds`, with which the
   * untrained network is about the constant predictor and no epoch is spent on getting there.
   */
  readonly outputBias: "zeros" | "logOdds";
  /** A genre counts as predicted where its probability is above this. */
  readonly threshold: number;
}

/** The original network's values (batch size 32 for speed; the original had 1). */
export const DEFAULT_RUN_CONFIG: RunConfig = Object.freeze({
  preset: "original",
  seed: 1,
  epochs: 10,
  // The original ran all its epochs and kept the best.
  patienceEpochs: 10,
  batchSize: 32,
  learningRate: 1e-4,
  clipNorm: 1,
  imageHeightPx: 224,
  imageWidthPx: 224,
  convFilters: [32, 64, 128],
  convDropoutRate: 0.25,
  denseUnits: 128,
  denseDropoutRate: 0.5,
  outputBias: "zeros",
  threshold: 0.5,
});

/** Named sets of values; each lists only what differs from {@linkcode DEFAULT_RUN_CONFIG}. */
export const PRESETS: Readonly<Record<string, Partial<RunConfig>>> = {
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
};

/** Allowed range of each number, both ends included. */
const ranges: Readonly<Partial<Record<keyof RunConfig, readonly [number, number, "integer"?]>>> = {
  seed: [0, 2 ** 31 - 1, "integer"],
  epochs: [1, 10_000, "integer"],
  patienceEpochs: [1, 10_000, "integer"],
  batchSize: [1, 4096, "integer"],
  learningRate: [1e-9, 10],
  clipNorm: [1e-9, 1e9],
  imageHeightPx: [22, 2048, "integer"],
  imageWidthPx: [22, 2048, "integer"],
  convDropoutRate: [0, 0.95],
  denseUnits: [1, 65_536, "integer"],
  denseDropoutRate: [0, 0.95],
  threshold: [0, 1],
};

/**
 * A complete configuration: the preset's values, then the given ones.
 * @param overrides Values that differ from the preset `overrides.preset` (`original` by default).
 * @throws {TypeError} If a key is unknown or a value is of the wrong type.
 * @throws {RangeError} If a value is out of range or the preset is unknown.
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
  for (const [key, value] of Object.entries(config)) checkValue(key, value);
  return Object.freeze(config);
}

function checkValue(key: string, value: unknown): void {
  if (!Object.hasOwn(DEFAULT_RUN_CONFIG, key)) {
    throw new TypeError(
      `Unknown setting "${key}": known are ${Object.keys(DEFAULT_RUN_CONFIG).join(", ")}`,
    );
  }
  if (key === "preset") return;
  if (key === "convFilters") {
    if (!Array.isArray(value) || !value.length) {
      throw new TypeError(`convFilters must be a list of integers: current value is ${value}`);
    }
    value.forEach((filters) => checkNumber("convFilters", filters, [1, 4096, "integer"]));
    return;
  }
  if (key === "outputBias") {
    if (value !== "zeros" && value !== "logOdds") {
      throw new RangeError(`outputBias must be "zeros" or "logOdds": current value is "${value}"`);
    }
    return;
  }
  checkNumber(key, value, ranges[key as keyof RunConfig]!);
}

function checkNumber(
  key: string,
  value: unknown,
  [min, max, kind]: readonly [number, number, "integer"?],
): void {
  if (typeof value !== "number" || Number.isNaN(value)) {
    throw new TypeError(`${key} must be a number: current value is ${JSON.stringify(value)}`);
  }
  if (value < min || value > max || (kind === "integer" && !Number.isInteger(value))) {
    throw new RangeError(
      `${key} must be ${
        kind ? "an integer" : "a number"
      } from ${min} to ${max}: current value is ${value}`,
    );
  }
}

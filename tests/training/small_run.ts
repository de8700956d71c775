/** A small run on the fixture posters, for tests of training. */
import { join } from "node:path";
import { AUXILIARY_TARGETS } from "../../lib/auxiliary_config.ts";
import { makeRunConfig } from "../../lib/config.ts";
import { withAuxiliaryTargets } from "../../lib/dataset/auxiliary_targets.ts";
import type { TrainOptions } from "../../lib/training/train_options.ts";
import { fixtureLabels, writeFixturePosters } from "./fixture_posters.ts";

/** Values of a run that takes less than a second. */
export const config = makeRunConfig({
  imageHeightPx: 24,
  imageWidthPx: 24,
  convFilters: [4, 4],
  denseUnits: 8,
  batchSize: 4,
  epochs: 2,
  learningRate: 3e-3,
});

/** The same with everything on that training can do: updates of two batches of two. */
export const everySetting = makeRunConfig({
  ...config,
  clipNorm: 0,
  clipGlobalNorm: 0.5,
  weightDecay: 0.1,
  learningRateSchedule: "warmupCosine",
  warmupShare: 0.4,
  emaDecay: 0.9,
  accumulationSteps: 2,
  batchSize: 2,
  loss: "asymmetric",
  positiveWeights: "balanced",
  labelSmoothing: 0.1,
  augmentFlip: true,
  augmentMinCropShare: 0.7,
  augmentBrightness: 0.2,
  augmentContrast: 0.2,
  augmentSaturation: 0.2,
  augmentErasingRate: 0.5,
  mixupAlpha: 0.4,
  cutmixAlpha: 1,
  monitor: "valMacroAp",
  frozenEpochs: 1,
  backboneLearningRateShare: 0.5,
  auxiliaryTargets: AUXILIARY_TARGETS,
});

/**
 * Calls a function with what `train` needs besides the values, for `n` posters: the years are 2000
 * and on, and every other score is unknown.
 */
export async function withFixture(
  n: number,
  test: (options: Omit<TrainOptions, "config">) => Promise<void>,
): Promise<void> {
  const dir = await Deno.makeTempDir();
  try {
    const samples = await writeFixturePosters(dir, n);
    const runDir = join(dir, "run");
    const movies = samples.map(({ imdbId }) => ({
      imdbId,
      year: 2000 + imdbId,
      imdbScore: imdbId % 2 ? 10 / imdbId : null,
    }));
    const train = withAuxiliaryTargets(samples, movies, AUXILIARY_TARGETS);
    await test({ runDir, labels: fixtureLabels, train, val: samples });
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

/** Bytes of a run's latest checkpoint: all of weights, moments and averages. */
export async function weightsOf(runDir: string): Promise<number[]> {
  const checkpoints = join(runDir, "checkpoints");
  const { dir } = JSON.parse(await Deno.readTextFile(join(checkpoints, "latest.json")));
  return [...await Deno.readFile(join(checkpoints, dir, "tensors.bin"))];
}

import { assert, assertEquals, assertThrows } from "@std/assert";
import { DEFAULT_RUN_CONFIG, makeRunConfig, type RunConfig } from "../lib/config.ts";

Deno.test("makeRunConfig() gives the original network's values by default", () => {
  const config = makeRunConfig();
  assertEquals(config, DEFAULT_RUN_CONFIG);
  assertEquals(
    [config.learningRate, config.clipNorm, config.batchSize, config.epochs],
    [1e-4, 1, 32, 10],
  );
  assert(Object.isFrozen(config));
});

Deno.test("makeRunConfig() puts given values above the preset's, and those above the defaults", () => {
  const config = makeRunConfig({ preset: "original-batch-1", epochs: 3, seed: undefined });
  assertEquals(
    [config.preset, config.batchSize, config.epochs, config.seed],
    ["original-batch-1", 1, 3, 1],
  );
});

Deno.test("makeRunConfig() refuses an unknown setting and names the known ones", () => {
  assertThrows(
    () => makeRunConfig({ learningRte: 1 } as Partial<RunConfig>),
    TypeError,
    'Unknown setting "learningRte": known are preset, seed',
  );
});

Deno.test("makeRunConfig() turns on nothing by default that the original had not", () => {
  const { weightDecay, clipGlobalNorm, emaDecay, accumulationSteps, labelSmoothing, ...words } =
    makeRunConfig();
  assertEquals(
    [weightDecay, clipGlobalNorm, emaDecay, accumulationSteps, labelSmoothing],
    [0, 0, 0, 1, 0],
  );
  const { learningRateSchedule, loss, positiveWeights, monitor } = words;
  assertEquals(
    [learningRateSchedule, loss, positiveWeights, monitor],
    ["constant", "binaryCrossEntropyFromLogits", "none", "valLoss"],
  );
  const { augmentFlip, augmentMinCropShare, augmentErasingRate, ...factors } = makeRunConfig();
  assertEquals([augmentFlip, augmentMinCropShare, augmentErasingRate], [false, 1, 0]);
  const { augmentBrightness, augmentContrast, augmentSaturation, mixupAlpha, cutmixAlpha } =
    factors;
  assertEquals(
    [augmentBrightness, augmentContrast, augmentSaturation, mixupAlpha, cutmixAlpha],
    [0, 0, 0, 0, 0],
  );
});

Deno.test("makeRunConfig() takes any of the auxiliary targets, by default none", () => {
  assertEquals(makeRunConfig().auxiliaryTargets, []);
  for (const auxiliaryTargets of [["year"], ["imdbScore", "year"]] as const) {
    assertEquals(makeRunConfig({ auxiliaryTargets }).auxiliaryTargets, auxiliaryTargets);
  }
});

Deno.test("makeRunConfig() takes one of the two limits to the gradients", () => {
  const { clipNorm, clipGlobalNorm } = makeRunConfig({ clipNorm: 0, clipGlobalNorm: 1 });
  assertEquals([clipNorm, clipGlobalNorm], [0, 1]);
  assertThrows(
    () => makeRunConfig({ clipGlobalNorm: 2 }),
    RangeError,
    "current values are 1 and 2; set clipNorm to 0",
  );
});

for (
  const [overrides, errorClass, message] of [
    [{ preset: "best-ever" }, RangeError, "preset must be one of original, original-batch-1"],
    [{ epochs: 0 }, RangeError, "epochs must be an integer from 1 to 10000: current value is 0"],
    [{ batchSize: 1.5 }, RangeError, "batchSize must be an integer from 1 to 4096"],
    [{ learningRate: NaN }, TypeError, "learningRate must be a number"],
    [{ convFilters: [] }, TypeError, "convFilters must be a list of integers"],
    [{ convFilters: [32, 0] }, RangeError, "convFilters must be an integer from 1 to 4096"],
    [{ trainShare: 0 }, RangeError, "trainShare must be a number from 0.000001 to 1"],
    [{ trainShare: 1.1 }, RangeError, "trainShare must be a number from 0.000001 to 1"],
    [{ augmentMinCropShare: 0 }, RangeError, "must be a number from 0.01 to 1: current value is 0"],
    [{ ensembleSize: 0 }, RangeError, "ensembleSize must be an integer from 1 to 100"],
    [
      { epochs: 6, scheduleEpochs: 5 },
      RangeError,
      "scheduleEpochs must be 0 or at least epochs, 6: current value is 5",
    ],
    [{ augmentSizeShare: 0 }, RangeError, "must be a number from 0.25 to 1"],
    [
      { augmentStartSizeShare: 0.5 },
      RangeError,
      "augmentStartSizeShare must be 1 for posterCnn, which takes pictures of one size: current value is 0.5",
    ],
    [
      { augmentSizeShare: 0.9 },
      RangeError,
      "augmentSizeShare must be 1 for posterCnn, which takes pictures of one size: current value is 0.9",
    ],
    [{ testTimeScales: [] }, TypeError, "testTimeScales must be a list of numbers"],
    [{ testTimeScales: [1, 9] }, RangeError, "testTimeScales must be a number from 0.25 to 4"],
    [
      { testTimeScales: [1, 1.15] },
      RangeError,
      "testTimeScales must be 1 for posterCnn, which takes pictures of one size: current value is 1,1.15",
    ],
    [{ augmentMaxAspectRatio: 0.75 }, RangeError, "must be a number from 1 to 10"],
    [{ testTimeFlips: 1 as unknown as boolean }, TypeError, "testTimeFlips must be true or false"],
    [{ augmentFlip: 1 as unknown as boolean }, TypeError, "augmentFlip must be true or false"],
    [{ mixupAlpha: -1 }, RangeError, "mixupAlpha must be a number from 0 to 10"],
    [
      { preset: "residual", frozenBatchNorm: true, preciseBatchNormPosters: 9 },
      RangeError,
      "preciseBatchNormPosters must be 0 with frozenBatchNorm",
    ],
    [{ emaDecay: 1 }, RangeError, "emaDecay must be a number from 0 to 0.999999"],
    [{ asymmetricGammaNegative: 0.5 }, RangeError, "must be an integer from 0 to 10"],
    [
      { pretrained: true },
      RangeError,
      'pretrained needs an architecture with published weights, one of efficientnetLite0 to 2: current value is "posterCnn"',
    ],
    [
      { loss: "hinge" },
      RangeError,
      'loss must be "binaryCrossEntropyFromLogits" or "binaryCrossEn',
    ],
    [{ monitor: 1 }, RangeError, 'must be "valLoss" or "valMacroAp": current value is 1'],
    [
      { auxiliaryTargets: ["year", "title"] },
      RangeError,
      'must be a list of different words among "year" and "imdbScore": current value is ["year","title"]',
    ],
    [{ auxiliaryTargets: ["year", "year"] }, RangeError, "must be a list of different words"],
    [{ auxiliaryTargets: "year" }, TypeError, 'current value is "year"'],
    [{ auxiliaryWeight: -1 }, RangeError, "auxiliaryWeight must be a number from 0 to 100"],
    [{ threshold: "0.5" as unknown as number }, TypeError, 'current value is "0.5"'],
  ] as const
) {
  Deno.test(`makeRunConfig() refuses ${JSON.stringify(overrides)}`, () => {
    assertThrows(() => makeRunConfig(overrides as Partial<RunConfig>), errorClass, message);
  });
}

import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { join } from "node:path";
import {
  addDataOptions,
  addRunOptions,
  addStartOption,
  type DataOptions,
  datasetSettingsOf,
  newCommand,
  runConfigOf,
  type RunOptions,
  sourceOf,
  type StartOptions,
  withStart,
} from "../../lib/cli/options.ts";
import { DEFAULT_RUN_CONFIG, makeRunConfig } from "../../lib/config.ts";
import { projectRoot } from "../../lib/setup/paths.ts";

/** Parses a command line; a mistake throws instead of ending the process. */
function parse(...args: readonly string[]): DataOptions & RunOptions & StartOptions {
  const command = addStartOption(
    addRunOptions(addDataOptions(newCommand("name", "Says what it does."))),
  )
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
  return command.parse(args, { from: "user" }).opts<DataOptions & RunOptions & StartOptions>();
}

function configOf(...args: readonly string[]) {
  const options = parse(...args);
  return runConfigOf(options, sourceOf(options));
}

Deno.test("without options a command works on the sample set with its preset", () => {
  const options = parse();
  assertEquals(sourceOf(options), {
    name: "sample",
    dataDir: join(projectRoot, "data", "sample"),
    datasetDir: join(projectRoot, "data", "sample"),
    isSample: true,
  });
  assertEquals(configOf(), makeRunConfig({ preset: "sample" }));
  assertEquals(datasetSettingsOf(options), {
    fromYear: 2000,
    unknownYear: "drop",
    splitSeed: 1,
    lenient: false,
  });
});

Deno.test("--data names the data set after its folder and takes the original's preset", () => {
  const options = parse("--data", "some/movie-posters");
  assertEquals(sourceOf(options), {
    name: "movie-posters",
    dataDir: join(Deno.cwd(), "some", "movie-posters"),
    datasetDir: join(projectRoot, "data", "movie-posters"),
    isSample: false,
  });
  assertEquals(sourceOf(parse("--data", "some/posters", "--dataset", "mine")).name, "mine");
  assertEquals(configOf("--data", "some/posters"), DEFAULT_RUN_CONFIG);
});

Deno.test("the data options become the filter's and the split's settings", () => {
  const args = "--from-year 1990 --to-year 2010 --unknown-year keep --split-seed 7 --lenient";
  assertEquals(datasetSettingsOf(parse(...args.split(" "))), {
    fromYear: 1990,
    toYear: 2010,
    unknownYear: "keep",
    splitSeed: 7,
    lenient: true,
  });
});

Deno.test("the run options stand above the preset's values, --set above both", () => {
  const args = "--preset original-batch-1 --seed 4 --epochs 3 --patience 2 --learning-rate 1e-3";
  const config = configOf(...args.split(" "), "--set", "denseUnits=256", "--set", "epochs=5");
  assertEquals(
    config,
    makeRunConfig({
      preset: "original-batch-1",
      seed: 4,
      patienceEpochs: 2,
      learningRate: 1e-3,
      denseUnits: 256,
      epochs: 5,
    }),
  );
  assertEquals(configOf("--batch-size", "8").batchSize, 8);
});

Deno.test("--set takes numbers, lists, words, true and false", () => {
  const config = configOf(
    ...["convFilters=[8,16]", "threshold=0.25", "outputBias=zeros", "augmentFlip=true"].flatMap((
      set,
    ) => ["--set", set]),
  );
  assertEquals(
    [config.convFilters, config.threshold, config.outputBias, config.augmentFlip],
    [[8, 16], 0.25, "zeros", true],
  );
  assertEquals(configOf("--set", "augmentFlip=false").augmentFlip, false);
});

Deno.test("--start-from takes its picture size from the network; other settings stand above it", async () => {
  const args = "--preset tune --set frozenBefore=block_5/output --start-from results/best";
  const options = parse(...args.split(" "));
  const config = runConfigOf(await withStart(options), sourceOf(options));
  const { architecture, startFrom, imageHeightPx, imageWidthPx, frozenBefore } = config;
  assertEquals(
    [architecture, startFrom, imageHeightPx, imageWidthPx, frozenBefore],
    ["saved", "results/best", 224, 160, "block_5/output"],
  );
  const inFull = await withStart(parse("--start-from", join(projectRoot, "results", "best")));
  assertEquals(inFull.set.startFrom, "results/best");
  assertEquals(await withStart(parse()), parse());
  await assertRejects(
    () => withStart(parse("--start-from", "no/model")),
    Error,
    "Cannot find a model in",
  );
});

for (
  const [args, message] of [
    [["--seed", "1.5"], "argument '1.5' is invalid. It must be an integer."],
    [["--epochs", "ten"], "argument 'ten' is invalid. It must be an integer."],
    [["--from-year", ""], "It must be an integer."],
    [["--batch-size", "3e1"], "It must be an integer."],
    [["--learning-rate", "fast"], "argument 'fast' is invalid. It must be a number."],
    [["--learning-rate", " "], "It must be a number."],
    [["--unknown-year", "maybe"], "It must be drop or keep."],
    [["--set", "denseUnits"], "It must look like denseUnits=256."],
    [
      ["--set", "convFilters=[8,"],
      "The value of convFilters must be a number, a word, true, false or a list",
    ],
    [["--no-such-option"], "unknown option '--no-such-option'"],
    [["stray"], "too many arguments"],
  ] as const
) {
  Deno.test(`the command line ${JSON.stringify(args.join(" "))} is refused with a reason`, () => {
    assertThrows(() => parse(...args), Error, message);
  });
}

for (
  const [set, errorClass, message] of [
    ["denseUnts=3", TypeError, 'Unknown setting "denseUnts": known are preset, seed'],
    ["denseUnits=0", RangeError, "denseUnits must be an integer from 1 to 65536"],
    ["denseUnits=many", TypeError, 'denseUnits must be a number: current value is "many"'],
    ["outputBias=ones", RangeError, 'outputBias must be "zeros" or "logOdds"'],
  ] as const
) {
  Deno.test(`--set ${set} is refused by the configuration`, () => {
    assertThrows(() => configOf("--set", set), errorClass, message);
  });
}

import { assert, assertEquals, assertThrows } from "@std/assert";
import { basename, join } from "node:path";
import { EXPERIMENTS, planExperiments } from "../../lib/cli/experiment_plan.ts";
import {
  addDataOptions,
  addRunOptions,
  type DataOptions,
  newCommand,
  runConfigOf,
  type RunOptions,
  sourceOf,
} from "../../lib/cli/options.ts";
import { makeRunConfig } from "../../lib/config.ts";
import { dataSource } from "../../lib/dataset/data_source.ts";
import { runDirOf } from "../../lib/training/train_run.ts";
import { projectRoot } from "../../lib/setup/paths.ts";

const real = { data: "some/movie-posters", dataset: "" };

Deno.test("planExperiments() names each run once, and every data set by one filter", () => {
  const jobs = planExperiments(real);
  assertEquals(jobs.length, EXPERIMENTS.length);
  assertEquals(new Set(jobs.map(({ runDir }) => runDir)).size, jobs.length);
  const filterOf = new Map<string, string>();
  for (const { source, filter, runDir, config } of jobs) {
    const known = filterOf.get(source.datasetDir) ?? JSON.stringify(filter);
    assertEquals(JSON.stringify(filter), known);
    filterOf.set(source.datasetDir, known);
    assert(basename(runDir).startsWith(source.name), `${runDir} of ${source.name}`);
    assertEquals(source.dataDir, join(Deno.cwd(), "some", "movie-posters"));
    assertEquals(makeRunConfig(config), config);
  }
});

Deno.test("planExperiments() has the seeds, batch size 1, age filters and shares", () => {
  const jobs = planExperiments(real);
  const configs = jobs.map(({ config }) => config);
  const seedsOf = (preset: string) =>
    jobs.filter(({ source, config }) =>
      source.name === "movie-posters" &&
      JSON.stringify(config) === JSON.stringify(makeRunConfig({ preset, seed: config.seed }))
    ).map(({ config }) => config.seed);
  assertEquals(seedsOf("original"), [1, 2, 3, 4, 5]);
  assertEquals([seedsOf("best"), seedsOf("scratch")], [[1, 2, 3], [1, 2, 3]]);
  const batch1 = configs.filter(({ batchSize }) => batchSize === 1);
  assertEquals(batch1.map(({ epochs, preset }) => [epochs, preset]), [[3, "original-batch-1"]]);
  const original = configs.filter(({ preset }) => preset === "original");
  assertEquals(original.filter(({ precision }) => precision === "bfloat16").length, 1);
  for (const preset of ["original", "best"]) {
    const shares = configs.filter((config) => config.preset === preset && config.trainShare < 1);
    assertEquals(shares.map(({ trainShare }) => trainShare), [0.125, 0.25, 0.5]);
  }
  assertEquals(jobs.flatMap(({ filter }) => filter.fromYear ?? []), [2005, 2010]);
  assertEquals(jobs.flatMap(({ filter }) => filter.unknownYear ?? []), ["keep"]);
});

/** The run that `deno task reproduce` and `train` mean by these arguments. */
function runOfCommand(...args: readonly string[]) {
  const options = addRunOptions(addDataOptions(newCommand("name", "Says what it does.")))
    .parse(args, { from: "user" }).opts<DataOptions & RunOptions>();
  const source = sourceOf(options);
  const config = runConfigOf(options, source);
  return { source, config, runDir: runDirOf(source, config, options.run) };
}

Deno.test("an experiment's run is the one that other commands mean by its settings", () => {
  const data = ["--data", real.data];
  for (
    const [name, args] of [
      ["original-seed1", [...data, "--preset", "original"]],
      ["original-seed3", [...data, "--seed", "3"]],
      ["original-batch-1-seed1", [...data, "--preset", "original-batch-1", "--epochs", "3"]],
      ["best-seed2", [...data, "--preset", "best", "--seed", "2"]],
      ["from2005-original-seed1", [...data, "--dataset", "movie-posters-from2005"]],
    ] as const
  ) {
    const [{ source, config, runDir }] = planExperiments({ ...real, only: [name] });
    assertEquals({ source, config, runDir }, runOfCommand(...args), name);
  }
  const sample = runOfCommand("--preset", "original");
  assertEquals(basename(sample.runDir), "sample-original-seed1");
  assertEquals(sample.config, makeRunConfig({ preset: "original" }));
  const [onSample] = planExperiments({ data: "", dataset: "", only: ["original-seed1"] });
  assertEquals([onSample.runDir, onSample.config], [sample.runDir, sample.config]);
});

Deno.test("planExperiments() puts data sets under the main one's name", () => {
  const jobs = planExperiments({ data: "", dataset: "drawn", only: ["from", "unknown"] });
  assertEquals(
    jobs.map(({ source }) => source.name),
    ["drawn-from2005", "drawn-from2010", "drawn-unknown-year-kept"],
  );
  assertEquals(jobs[0].source, dataSource("", "drawn-from2005"));
  assertEquals(
    jobs[0].runDir,
    join(projectRoot, "results", "drawn-from2005-original-seed1"),
  );
});

Deno.test("planExperiments() takes fewer epochs, never more", () => {
  const epochs = (limit: number) =>
    planExperiments({ ...real, only: ["original-seed1", "original-batch"], epochs: limit })
      .map(({ config }) => config.epochs);
  assertEquals([epochs(2), epochs(5), epochs(99)], [[2, 2], [5, 3], [10, 3]]);
  assertThrows(() => epochs(0), RangeError, "epochs must be an integer from 1");
});

Deno.test("planExperiments() refuses a name that no experiment begins with", () => {
  assertThrows(
    () => planExperiments({ ...real, only: ["original-seed1", "orignal"] }),
    RangeError,
    'current value is "orignal"',
  );
});

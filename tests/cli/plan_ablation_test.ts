import { assert, assertEquals, assertThrows } from "@std/assert";
import { basename, join } from "node:path";
import type { AblationEntry } from "../../lib/cli/ablation_entry.ts";
import { ABLATION } from "../../lib/cli/ablation_plan.ts";
import { planAblation } from "../../lib/cli/plan_ablation.ts";
import { makeRunConfig } from "../../lib/config.ts";
import { runCommand } from "../../lib/setup/command.ts";
import { projectRoot } from "../../lib/setup/paths.ts";
import { differingSettings } from "../../lib/training/run_record.ts";

const real = { data: "some/movie-posters", dataset: "" };

const first: AblationEntry = {
  name: "first",
  step: "start",
  change: "nothing",
  parent: null,
  settings: { preset: "original", seed: 7, epochs: 9, batchSize: 8, imageHeightPx: 100 },
  seeds: [1, 2],
};

function entry(name: string, fields: Partial<AblationEntry>): AblationEntry {
  return { name, step: "step", change: "a change", parent: "first", ...fields };
}

/** What identifies a run in a message. */
const nameOf = (dir?: string) => dir && basename(dir).split("-ablation-")[1];

Deno.test("planAblation() gives an entry the settings of the one before it, and its own on top", () => {
  const jobs = planAblation([
    first,
    entry("second", { settings: { batchSize: 4 }, seeds: [2, 3] }),
    entry("third", { parent: "second", settings: { preset: "residual", epochs: 2 } }),
  ], { ...real, epochs: 5 });
  assertEquals(
    jobs.map(({ name, config, comparedWith }) => [
      name,
      config.seed,
      config.batchSize,
      config.imageHeightPx,
      config.epochs,
      nameOf(comparedWith),
    ]),
    [
      ["first-seed1", 1, 8, 100, 9, undefined],
      ["first-seed2", 2, 8, 100, 9, undefined],
      // Epochs are not inherited; a run without one of its own seed is compared with the first.
      ["second-seed2", 2, 4, 100, 5, "first-seed2"],
      ["second-seed3", 3, 4, 100, 5, "first-seed1"],
      // The values of a new preset hold over what was inherited.
      ["third-seed1", 1, 64, 160, 2, "second-seed2"],
    ],
  );
  assertEquals(jobs[4].config, makeRunConfig({ preset: "residual", epochs: 2, seed: 1 }));
  assertEquals(
    jobs[2].runDir,
    join(projectRoot, "results", "movie-posters-ablation-second-seed2"),
  );
});

Deno.test("planAblation() trains nothing where only the prediction changes, or for a mean", () => {
  const jobs = planAblation([
    first,
    entry("mirrored", { settings: { testTimeFlips: true }, seeds: [1, 2] }),
    entry("plain-again", { parent: "mirrored", settings: { testTimeFlips: false } }),
    entry("both", { members: ["first-seed2", "mirrored-seed1"] }),
    entry("trained", { parent: "mirrored", settings: { batchSize: 4 } }),
  ], real);
  assertEquals(
    jobs.map(({ name, isDerived = false, trainedDir, memberDirs, config }) => [
      name,
      isDerived,
      nameOf(trainedDir),
      memberDirs?.map(nameOf),
      config.testTimeFlips,
    ]),
    [
      ["first-seed1", false, undefined, undefined, false],
      ["first-seed2", false, undefined, undefined, false],
      ["mirrored-seed1", true, "first-seed1", undefined, true],
      ["mirrored-seed2", true, "first-seed2", undefined, true],
      ["plain-again-seed1", true, "first-seed1", undefined, false],
      ["both-seed1", true, undefined, ["first-seed2", "mirrored-seed1"], false],
      ["trained-seed1", false, undefined, undefined, true],
    ],
  );
  // Weights of nine epochs are weights of nine epochs, whatever the plan's number is.
  assertEquals(jobs[2].config.epochs, 9);
});

Deno.test("planAblation() refuses entries that do not follow from those before them", () => {
  const plan = (...entries: AblationEntry[]) => planAblation([first, ...entries], real);
  const mean = entry("mean", { members: ["first-seed1", "first-seed2"] });
  for (
    const [make, words] of [
      [() => plan(first), 'each name must be there once: current value is "first" twice'],
      [() => plan(entry("a", { parent: "b" })), 'an entry before it: current value is "b"'],
      [() => plan(entry("a", { members: ["first-seed3"] })), 'current value is "first-seed3"'],
      [() => plan(entry("a", { members: [] })), "the number of members of a must be at least 1"],
      [() => plan(entry("a", { seeds: [] })), "the number of seeds of a must be at least 1"],
      [
        () => plan(mean, entry("a", { parent: "mean", settings: { testTimeFlips: true } })),
        "a must have the weights of one run: current value is the mean mean-seed1",
      ],
      [() => plan(entry("a", { settings: { batchSize: 0 } })), "batchSize must be"],
      [() => planAblation([first], { ...real, only: ["second"] }), 'current value is "second"'],
    ] as const
  ) assertThrows(make, RangeError, words);
});

Deno.test("the ablation's entries change what they say, one by one, from the original network on", () => {
  const jobs = planAblation(ABLATION, real);
  assertEquals(new Set(jobs.map(({ runDir }) => runDir)).size, jobs.length);
  assertEquals(jobs[0].config, makeRunConfig({ preset: "original" }));
  for (const { name, parent, step, change, settings = {}, members } of ABLATION) {
    assert(step && change && /^[a-z0-9.-]+$/.test(name), name);
    assertEquals(parent === null, name === ABLATION[0].name);
    const runs = jobs.filter((job) => job.name.startsWith(`${name}-seed`));
    assert(runs.length > 0);
    const other = jobs.find(({ runDir }) => runDir === runs[0].comparedWith);
    if (!other || members) continue;
    const differing = differingSettings(other.config, runs[0].config)
      .filter((key) => key !== "epochs" && key !== "seed");
    assert(differing.length > 0, `${name} changes nothing`);
    if (settings.preset) continue;
    assertEquals(
      differing.toSorted(),
      Object.keys(settings).filter((key) => key !== "epochs").sort(),
    );
  }
});

Deno.test("a row that says it is a preset has the preset's values", () => {
  const presets = ABLATION.flatMap(({ name, change }) => {
    const preset = change.match(/preset (\w+)$/)?.[1];
    if (!preset) return [];
    const [{ config }] = planAblation(ABLATION, { ...real, only: [`${name}-seed1`] });
    assertEquals(config, makeRunConfig({ preset }), name);
    return [preset];
  });
  assertEquals(presets.toSorted(), ["best", "scratch"]);
});

Deno.test("the steps of the ablation stand together, each under one title", () => {
  const titles = ABLATION.map(({ step }) => step).filter((step, i, all) => step !== all[i - 1]);
  assertEquals(new Set(titles).size, titles.length);
});

Deno.test("the repository takes an ablation's small records, and neither weights nor scores", async () => {
  const [{ runDir }] = planAblation(ABLATION, real);
  const run = `results/${basename(runDir)}`;
  const records = ["config.json", "environment.json", "history.csv", "validation.json"]
    .map((file) => `${run}/${file}`);
  const heavy = ["model/weights.bin", "checkpoints/latest.json", "scores/val.json"]
    .map((file) => `${run}/${file}`);
  const files = [...records, "results/ABLATION.md", ...heavy];
  // The pattern that decides about each file; one that begins with ! lets it in.
  const decided = await runCommand(
    "git",
    ["check-ignore", "--no-index", "--verbose", "--non-matching", ...files],
    { cwd: projectRoot },
  );
  const isIgnored = decided.trimEnd().split("\n").map((line) => !/^::|:!/.test(line));
  assertEquals(isIgnored, files.map((file) => heavy.includes(file)));
});

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { ablationPage, NO_ABLATION, stepTable } from "../../lib/report/ablation_page.ts";
import {
  type AblationChange,
  ablationRunName,
  listAblationRuns,
  makeAblation,
  UNPLANNED,
} from "../../lib/report/ablation_steps.ts";
import { listRuns } from "../../lib/report/list_runs.ts";
import { SAMPLE_NOTE } from "../../lib/report/results_page.ts";
import { withTempDir } from "../with_temp_dir.ts";
import { type MadeUpAblationRun, writeMadeUpAblationRun } from "./made_up_ablation.ts";
import { MADE_UP_RUNS, writeMadeUpRun } from "./made_up_runs.ts";

const plan: AblationChange[] = [
  { name: "original", step: "input size", change: "the network as it was" },
  { name: "small", step: "input size", change: "smaller pictures" },
  { name: "never-trained", step: "input size", change: "not there yet" },
  { name: "mixup", step: "augmentation", change: "mixup" },
  { name: "mirrored", step: "mirrored pictures", change: "mirrored | pictures" },
];

const runs: MadeUpAblationRun[] = [
  { name: "mixup", seed: 1, skill: 0.3, comparedWith: "small-seed1" },
  { name: "mixup", seed: 2, skill: 0.35, comparedWith: "small-seed1" },
  { name: "original", seed: 1, skill: 0.1 },
  { name: "small", seed: 1, skill: 0.05, comparedWith: "original-seed1" },
  { name: "mirrored", seed: 1, skill: 0.3, comparedWith: "mixup-seed1", weightsOf: "mixup-seed1" },
  { name: "forgotten", seed: 1, skill: 0.2, comparedWith: null },
];

/** Calls a function with a folder of results that holds made-up ablation runs. */
async function withRuns(
  made: readonly MadeUpAblationRun[],
  use: (resultsDir: string) => Promise<void>,
): Promise<void> {
  await withTempDir(async (dir) => {
    const resultsDir = join(dir, "results");
    await Deno.mkdir(resultsDir);
    for (const run of made) await writeMadeUpAblationRun(resultsDir, run);
    await use(resultsDir);
  });
}

Deno.test("makeAblation() puts runs under the plan's steps in its order, and forgets none", async () => {
  await withRuns(runs, async (resultsDir) => {
    const [board, ...others] = makeAblation(await listAblationRuns(resultsDir), plan);
    assertEquals(others, []);
    assertEquals(
      board.steps.map(({ title, results }) => [
        title,
        ...results.map(({ name, runs }) => `${name} ${runs.length}`),
      ]),
      [
        ["input size", "original 1", "small 1"],
        ["augmentation", "mixup 2"],
        ["mirrored pictures", "mirrored 1"],
        [UNPLANNED, "forgotten 1"],
      ],
    );
  });
});

Deno.test("stepTable() has the interval of one seed, mean and spread of several, and differences", async () => {
  await withRuns(runs, async (resultsDir) => {
    const [{ steps }] = makeAblation(await listAblationRuns(resultsDir), plan);
    const rowsOf = (title: string) => {
      const { headers, rows } = stepTable(steps.find((step) => step.title === title)!.results);
      return rows.map((row) => Object.fromEntries(headers.map((header, j) => [header, row[j]])));
    };
    const [original, small] = rowsOf("input size");
    assertEquals([original["Compared with"], small["Compared with"]], ["constant", "original"]);
    assertEquals([small.Change, small.Seeds], ["smaller pictures", "1"]);
    assertEquals([small.Epochs, small.Training], ["3, best 2", "5 min"]);
    const { measures, comparison } = (await listAblationRuns(resultsDir))
      .find(({ run }) => run === ablationRunName("films", "small-seed1"))!.metrics;
    const { value, low, high } = measures.lrap;
    assertEquals(
      small["LRAP ↑"],
      `${value!.toFixed(4)} [${low!.toFixed(4)}, ${high!.toFixed(4)}]`,
    );
    const change = comparison!.difference.macroAp.value!;
    assertStringIncludes(small["Difference in Macro AP"], Math.abs(change).toFixed(4));
    assert(small["Difference in Macro AP"].startsWith(change < 0 ? "−" : "+"));
    assertStringIncludes(small["Difference in Macro AP"], "[");

    const [mixup] = rowsOf("augmentation");
    assertEquals([mixup.Seeds, mixup.Training], ["2", "10 min"]);
    const both = (await listAblationRuns(resultsDir))
      .filter(({ run }) => run.includes("mixup-seed"))
      .map(({ metrics }) => metrics);
    const mean = (both[0].measures.coverage.value! + both[1].measures.coverage.value!) / 2;
    const spread = Math.abs(both[0].measures.coverage.value! - both[1].measures.coverage.value!) /
      Math.SQRT2;
    assertEquals(mixup["Coverage ↓"], `${mean.toFixed(2)} ± ${spread.toFixed(2)}`);
    assertStringIncludes(mixup["Difference in LRAP"], " ± ");

    const [mirrored] = rowsOf("mirrored pictures");
    assertEquals([mirrored.Epochs, mirrored.Training], ["–", "–"]);
    const [forgotten] = rowsOf(UNPLANNED);
    assertEquals(
      [forgotten.Change, forgotten["Compared with"], forgotten["Difference in LRAP"]],
      ["–", "–", "–"],
    );
  });
});

Deno.test("ablationPage() has the baseline first, and says what its figures are of", async () => {
  await withRuns(runs, async (resultsDir) => {
    const page = ablationPage(makeAblation(await listAblationRuns(resultsDir), plan));
    const headings = [...page.matchAll(/^###? (.*)$/gm)].map(([, heading]) => heading);
    assertEquals(headings, [
      "Data set `films`",
      "Baseline",
      "Input size",
      "Augmentation",
      "Mirrored pictures",
      "Not in the plan",
    ]);
    assertStringIncludes(page, "**All figures are of the validation part**");
    assertStringIncludes(page, "| mirrored \\| pictures |");
    assertStringIncludes(page, "| constant | ");
    assert(!page.includes(SAMPLE_NOTE));
    assertEquals(page.match(/NaN|undefined|null|Infinity|\[object/), null);
  });
});

Deno.test("ablationPage() keeps drawn posters apart, and says where there is no run", async () => {
  const drawn = { name: "original", seed: 1, skill: 0.2, dataset: "drawn", isSample: true };
  await withRuns([drawn, ...runs], async (resultsDir) => {
    const boards = makeAblation(await listAblationRuns(resultsDir), plan);
    assertEquals(boards.map(({ dataset }) => dataset), ["films", "drawn"]);
    const [, films, sample] = ablationPage(boards).split(/^## /m);
    assert(!films.includes(SAMPLE_NOTE) && sample.includes(SAMPLE_NOTE));
  });
  assertStringIncludes(ablationPage([]), NO_ABLATION);
});

Deno.test("runs of the ablation are in no table of the test part, and others not in the ablation", async () => {
  await withRuns(runs, async (resultsDir) => {
    await writeMadeUpRun(resultsDir, MADE_UP_RUNS[0]);
    assertEquals((await listRuns(resultsDir)).map(({ run }) => run), [MADE_UP_RUNS[0].run]);
    const listed = (await listAblationRuns(resultsDir)).map(({ run }) => run);
    assertEquals(listed.length, runs.length);
    assert(listed.every((run) => run.startsWith("films-ablation-")));
  });
});

import { assert, assertAlmostEquals, assertEquals, assertStringIncludes } from "@std/assert";
import { basename, join } from "node:path";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import type { AblationJob } from "../../lib/cli/plan_ablation.ts";
import { ablationStatus, ablationTable, runAblation } from "../../lib/cli/run_ablation.ts";
import { makeRunConfig, type RunConfig } from "../../lib/config.ts";
import { prepareDataset } from "../../lib/dataset/data_source.ts";
import { readValidationMetrics } from "../../lib/evaluation/validation_metrics.ts";
import type { OnProgress } from "../../lib/progress.ts";
import { writeMadeUpData } from "../dataset/made_up_data.ts";
import { tinyRunConfig } from "../evaluation/tiny_run.ts";

await chooseBackend();

/** Calls a function with an ablation of made-up data: two networks, mirrored pictures, a mean. */
async function withJobs(use: (jobs: readonly AblationJob[]) => Promise<void>): Promise<void> {
  const dataDir = await writeMadeUpData();
  const source = {
    name: "made-up",
    dataDir,
    datasetDir: join(dataDir, "data", "made-up"),
    isSample: false,
  };
  const dirOf = (name: string) => join(dataDir, "results", `made-up-ablation-${name}`);
  const job = (
    name: string,
    settings: Partial<RunConfig>,
    fields: Partial<AblationJob> = {},
  ): AblationJob => ({
    name,
    purpose: `tests ${name}`,
    source,
    filter: {},
    config: makeRunConfig({ ...tinyRunConfig, ...settings }),
    runDir: dirOf(name),
    ...fields,
  });
  const [first, second] = [dirOf("first-seed1"), dirOf("second-seed1")];
  const derived = { isDerived: true, comparedWith: second };
  try {
    await use([
      job("first-seed1", { epochs: 2 }),
      job("second-seed1", { denseUnits: 5 }, { comparedWith: first }),
      job("mirrored-seed1", { denseUnits: 5, testTimeFlips: true }, {
        ...derived,
        trainedDir: second,
      }),
      job("mean-seed1", { denseUnits: 5 }, {
        ...derived,
        memberDirs: [second, dirOf("first-seed1")],
      }),
    ]);
  } finally {
    await Deno.remove(dataDir, { recursive: true });
  }
}

async function isDoneOf(jobs: readonly AblationJob[]): Promise<boolean[]> {
  return (await Promise.all(jobs.map(ablationStatus))).map(({ isDone }) => isDone);
}

/** Names of all files below a folder. */
async function filesIn(dir: string): Promise<string[]> {
  const files: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(dir)) {
    if (isDirectory) files.push(...await filesIn(join(dir, name)));
    else files.push(join(dir, name));
  }
  return files;
}

for (const runsAtOnce of [1, 3]) {
  Deno.test(`runAblation() of ${runsAtOnce} at once trains and validates each, does none of it twice, never sees the test part`, async () => {
    await withJobs(async (jobs) => {
      assertEquals(await isDoneOf(jobs), [false, false, false, false]);
      const labels = new Set<string>();
      const onProgress: OnProgress = ({ label }) => void labels.add(label);
      const outcome = await runAblation(jobs, { runsAtOnce, onProgress });
      assertEquals(outcome, { isStopped: false, failed: [] });
      assertEquals(await isDoneOf(jobs), [true, true, true, true]);
      assertEquals([...labels].filter((label) => label.includes("test")), []);
      const files = await filesIn(join(jobs[0].source.dataDir, "results"));
      const bad = files.filter((file) => /\/(test|metrics|decisions)\.json$/.test(file));
      assertEquals(bad, []);

      const measured = await Promise.all(jobs.map(({ runDir }) => readValidationMetrics(runDir)));
      assertEquals(measured.map((metrics) => metrics!.comparison!.run), [
        null,
        "made-up-ablation-first-seed1",
        "made-up-ablation-second-seed1",
        "made-up-ablation-second-seed1",
      ]);
      assertEquals(measured.map((metrics) => metrics!.epochs), [2, 1, 1, 2]);
      const [, second, , mean] = measured.map((metrics) => metrics!.measures.lrap.value!);
      assertAlmostEquals(measured[3]!.comparison!.difference.lrap.value!, mean - second, 1e-12);

      const said: string[] = [];
      let nSteps = 0;
      await runAblation(jobs, { say: (line) => said.push(line), onProgress: () => nSteps++ });
      assertEquals([nSteps, said.length], [0, 4]);
      assert(said.every((line) => line.endsWith(": done before")));
      const { rows } = await ablationTable(jobs);
      assertEquals(
        rows.map(([name, state]) => [name, state]),
        jobs.map(({ name }) => [name, "done"]),
      );
    });
  });
}

Deno.test("runAblation() stopped while it trains goes on where it was, to the same figures", async () => {
  await withJobs(async ([first]) => {
    const controller = new AbortController();
    const stopped = await runAblation([first], {
      signal: controller.signal,
      onProgress: ({ label, done }) => {
        if (label === "epoch 2/2" && done > 0) controller.abort();
      },
    });
    assertEquals(stopped, { isStopped: true, failed: [] });
    assertEquals(await readValidationMetrics(first.runDir), null);
    const said: string[] = [];
    await runAblation([first], { say: (line) => said.push(line) });
    assertEquals(said[0], "[1/1] first-seed1: goes on after epoch 1");
    const whole = { ...first, runDir: `${first.runDir}-whole` };
    await runAblation([whole]);
    assertEquals(
      await readValidationMetrics(first.runDir),
      await readValidationMetrics(whole.runDir),
    );
  });
});

Deno.test("a run whose counterpart came later is compared with it, and not trained again", async () => {
  await withJobs(async ([first, second]) => {
    await runAblation([second]);
    assertEquals((await readValidationMetrics(second.runDir))!.comparison, null);
    assertEquals(await isDoneOf([second]), [true]);
    await runAblation([first]);
    assertEquals(await isDoneOf([second]), [false]);
    const labels = new Set<string>();
    await runAblation([second], { onProgress: ({ label }) => void labels.add(label) });
    assertEquals([...labels].filter((label) => label.startsWith("epoch")), []);
    const { comparison } = (await readValidationMetrics(second.runDir))!;
    assertEquals(comparison!.run, basename(first.runDir));
  });
});

Deno.test("a run of the ablation counts as done by its small records, with its settings alone", async () => {
  await withJobs(async (jobs) => {
    await runAblation(jobs);
    for (const { runDir } of jobs) {
      for (const dir of ["checkpoints", "model", "scores"]) {
        await Deno.remove(join(runDir, dir), { recursive: true }).catch((error) => {
          if (!(error instanceof Deno.errors.NotFound)) throw error;
        });
      }
    }
    assertEquals(await isDoneOf(jobs), [true, true, true, true]);
    const [first, second, mirrored, mean] = jobs;
    const changed: AblationJob[] = [
      { ...first, config: makeRunConfig({ ...first.config, epochs: 3 }) },
      { ...second, config: makeRunConfig({ ...second.config, seed: 9 }) },
      { ...mirrored, trainedDir: first.runDir },
      { ...mean, memberDirs: [second.runDir] },
      { ...mean, memberDirs: undefined },
    ];
    assertEquals(await isDoneOf(changed), changed.map(() => false));
  });
});

Deno.test("runAblation() tells of a mean whose members are missing, and goes on", async () => {
  await withJobs(async ([first, , , mean]) => {
    await prepareDataset(first.source);
    const said: string[] = [];
    const { failed } = await runAblation([mean, first], { say: (line) => said.push(line) });
    assertEquals(failed, ["mean-seed1"]);
    assertStringIncludes(said.join("\n"), "must be trained and validated first");
    assertEquals(await isDoneOf([mean, first]), [false, true]);
  });
});

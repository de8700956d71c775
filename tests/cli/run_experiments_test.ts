import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { join } from "node:path";
import { writeJsonAtomic } from "../../lib/atomic_file.ts";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import type { ExperimentJob } from "../../lib/cli/experiment_plan.ts";
import { experimentStatus } from "../../lib/cli/experiment_status.ts";
import { experimentsTable } from "../../lib/cli/experiments_table.ts";
import { runExperiments } from "../../lib/cli/run_experiments.ts";
import { makeRunConfig } from "../../lib/config.ts";
import { readManifest } from "../../lib/dataset/manifest.ts";
import { readRunMetrics } from "../../lib/evaluation/evaluate_run.ts";
import { readHistory, writeHistory } from "../../lib/training/history.ts";
import { memberDirs } from "../../lib/training/member_config.ts";
import { trainRun } from "../../lib/training/train_run.ts";
import { writeMadeUpData } from "../dataset/made_up_data.ts";
import { tinyRunConfig } from "../evaluation/tiny_run.ts";

await chooseBackend();

/** Calls a function with two experiments on made-up data; the second is of movies from 2005 on. */
async function withJobs(use: (jobs: readonly ExperimentJob[]) => Promise<void>): Promise<void> {
  const dataDir = await writeMadeUpData();
  // Without a choice of kernels, so that another number of threads comes to the same bits.
  const config = makeRunConfig({ ...tinyRunConfig, epochs: 2, deterministic: true });
  const job = (name: string, fields: Partial<ExperimentJob> = {}): ExperimentJob => ({
    name,
    purpose: `tests ${name}`,
    source: { name, dataDir, datasetDir: join(dataDir, "data", name), isSample: false },
    filter: {},
    config,
    runDir: join(dataDir, "results", name),
    ...fields,
  });
  try {
    await use([job("all"), job("recent", { filter: { fromYear: 2005 } })]);
  } finally {
    await Deno.remove(dataDir, { recursive: true });
  }
}

async function statesOf(jobs: readonly ExperimentJob[]): Promise<(readonly string[])[]> {
  return (await experimentsTable(jobs)).rows.map(([name, state]) => [name, state]);
}

Deno.test("runExperiments() prepares, trains and evaluates each, and does none of it twice", async () => {
  await withJobs(async (jobs) => {
    assertEquals(await statesOf(jobs), [["all", "to do"], ["recent", "to do"]]);
    const said: string[] = [];
    const outcome = await runExperiments(jobs, { say: (line) => said.push(line) });
    assertEquals(outcome, { isStopped: false, failed: [] });
    assertEquals(await statesOf(jobs), [["all", "done"], ["recent", "done"]]);
    const [all, recent] = await Promise.all(jobs.map((job) => readManifest(job.source.datasetDir)));
    assertEquals([all.filter.fromYear, recent.filter.fromYear], [2000, 2005]);
    assert(recent.samples.length < all.samples.length);
    assertEquals(said[0], "[1/2] all: begins");
    assertMatch(said[2], /^epoch 1: .* · left: \d+:\d\d, all runs about \d+:\d\d$/);
    for (const { runDir } of jobs) {
      const metrics = await readRunMetrics(runDir);
      assertEquals(metrics!.epochs, 2);
      await Deno.stat(join(runDir, "charts", "history.png"));
    }

    let nSteps = 0;
    said.length = 0;
    await runExperiments(jobs, { say: (line) => said.push(line), onProgress: () => nSteps++ });
    assertEquals([nSteps, ...said], [0, "[1/2] all: done before", "[2/2] recent: done before"]);
  });
});

Deno.test("runExperiments() stopped at any time goes on where it was, to the same result", async () => {
  await withJobs(async ([job]) => {
    for (const stopAt of ["check posters", "epoch 1/2", "epoch 2/2", "epoch 2/2 validation"]) {
      const controller = new AbortController();
      const stopped = await runExperiments([job], {
        signal: controller.signal,
        onProgress: ({ label, done }) => {
          if (label === stopAt && done > 0) controller.abort();
        },
      });
      assertEquals(stopped, { isStopped: true, failed: [] }, stopAt);
    }
    assertEquals(await runExperiments([job]), { isStopped: false, failed: [] });
    const whole = { ...job, runDir: `${job.runDir}-whole` };
    await runExperiments([whole]);
    const measured = async ({ runDir }: ExperimentJob) => [
      await readRunMetrics(runDir),
      (await readHistory(runDir)).map(({ valLoss, step }) => [valLoss, step]),
    ];
    assertEquals(await measured(job), await measured(whole));
  });
});

Deno.test("runExperiments() with several runs at once comes to the same results, in order", async () => {
  await withJobs(async (jobs) => {
    const said: string[] = [];
    const labels = new Set<string>();
    const outcome = await runExperiments(jobs, {
      runsAtOnce: 2,
      say: (line) => said.push(line),
      onProgress: ({ label }) => labels.add(label),
    });
    assertEquals(outcome, { isStopped: false, failed: [] });
    assertEquals(said.slice(0, 2), ["[1/2] all: begins", "[2/2] recent: begins"]);
    assert(said.some((line) => line.startsWith("recent, epoch 2: ")), said.join("\n"));
    const shared = [...labels].filter((label) => /^(all and recent|recent and all), /.test(label));
    assert(shared.length > 0, [...labels].join("\n"));
    const losses = async (runDir: string) =>
      (await readHistory(runDir)).map(({ valLoss, step }) => [valLoss, step]);
    for (const job of jobs) {
      const alone = { ...job, runDir: `${job.runDir}-alone` };
      await runExperiments([alone]);
      assertEquals(await losses(job.runDir), await losses(alone.runDir));
      assertEquals(await readRunMetrics(job.runDir), await readRunMetrics(alone.runDir));
    }
  });
});

Deno.test("a run that has ended leaves its place to the next, though one before it still trains", async () => {
  await withJobs(async ([long, short]) => {
    const jobs = [
      { ...long, config: { ...long.config, epochs: 12 } },
      short,
      { ...short, name: "third", runDir: `${short.runDir}-third` },
    ];
    const said: string[] = [];
    const outcome = await runExperiments(jobs, { runsAtOnce: 2, say: (line) => said.push(line) });
    assertEquals(outcome, { isStopped: false, failed: [] });
    assertEquals((await statesOf(jobs)).map(([, state]) => state), ["done", "done", "done"]);
    const at = (begin: string) => said.findIndex((line) => line.startsWith(begin));
    assert(at("[3/3] third: begins") > at("recent, epoch 2: "), said.join("\n"));
    assert(at("[3/3] third: begins") < at("all, epoch 12: "), said.join("\n"));
  });
});

Deno.test("runExperiments() with several runs at once stops them all, and goes on", async () => {
  await withJobs(async (jobs) => {
    const controller = new AbortController();
    const stopped = await runExperiments(jobs, {
      runsAtOnce: 2,
      signal: controller.signal,
      onProgress: ({ label, done }) => {
        if (label.includes("epoch 1/2") && done > 0) controller.abort();
      },
    });
    assertEquals(stopped, { isStopped: true, failed: [] });
    for (const state of await statesOf(jobs)) assert(!state.includes("done"), state.join());
    const outcome = await runExperiments(jobs, { runsAtOnce: 2 });
    assertEquals(outcome, { isStopped: false, failed: [] });
    assertEquals(await statesOf(jobs), [["all", "done"], ["recent", "done"]]);
  });
});

Deno.test("runExperiments() refuses to run none at once", async () => {
  await assertRejects(
    () => runExperiments([], { runsAtOnce: 0 }),
    RangeError,
    "runsAtOnce must be an integer from 1 to 100",
  );
});

Deno.test("runExperiments() goes on after an experiment that fails, and tells of it", async () => {
  await withJobs(async ([first, second]) => {
    const other = { ...first, config: makeRunConfig({ ...first.config, denseUnits: 5 }) };
    await runExperiments([other]);
    const said: string[] = [];
    const { failed } = await runExperiments([first, second], { say: (line) => said.push(line) });
    assertEquals(failed, ["all"]);
    const told = said.find((line) => line.startsWith("[1/2] all: failed. "));
    assertStringIncludes(told ?? "", "denseUnits was 5, is 4");
    assertEquals(await statesOf([first, second]), [["all", "epoch 2 of 2"], ["recent", "done"]]);
  });
});

Deno.test("an experiment counts as done by its measures and settings, without its weights", async () => {
  await withJobs(async ([job]) => {
    await runExperiments([job]);
    for (const dir of ["checkpoints", "model", "scores"]) {
      await Deno.remove(join(job.runDir, dir), { recursive: true });
    }
    await Deno.remove(job.source.datasetDir, { recursive: true });
    assertEquals((await experimentStatus(job)).isDone, true);
    const isDone = async (fields: Partial<ExperimentJob>) =>
      (await experimentStatus({ ...job, ...fields })).isDone;
    assert(!await isDone({ config: makeRunConfig({ ...job.config, epochs: 3 }) }));
    assert(!await isDone({ config: makeRunConfig({ ...job.config, seed: 9 }) }));
    assert(!await isDone({ source: { ...job.source, name: "other" } }));
    await Deno.remove(join(job.runDir, "metrics.json"));
    assert(!await isDone({}));
  });
});

Deno.test("a finished experiment is not trained again by who resumes its run", async () => {
  await withJobs(async ([job]) => {
    await runExperiments([job]);
    const { source, config, runDir } = job;
    let nSteps = 0;
    const { status } = await trainRun({
      source,
      config,
      runDir,
      resume: true,
      onStep: () => void nSteps++,
    });
    assertEquals([status, nSteps], ["finished", 0]);
  });
});

Deno.test("a run of two networks that ended at different epochs counts as done", async () => {
  await withJobs(async ([job]) => {
    const config = makeRunConfig({ ...job.config, ensembleSize: 2, patienceEpochs: 2, epochs: 5 });
    await runExperiments([{ ...job, config }]);
    // What the means of these histories say: not yet two epochs without a better one.
    const metrics = await readRunMetrics(job.runDir);
    const file = join(job.runDir, "metrics.json");
    await writeJsonAtomic(file, { ...metrics, epochs: 3, bestEpoch: 2 });
    const members = memberDirs(job.runDir, config);
    const [row] = (await readHistory(members[0])).slice(-1);
    const losses = [[0.5, 0.3, 0.4, 0.4], [0.5, 0.4, 0.1, 0.2, 0.2]];
    const endWith = (dir: string, valLosses: readonly number[]) =>
      writeHistory(dir, valLosses.map((valLoss, epoch) => ({ ...row, epoch, valLoss })));
    const isDone = async () => (await experimentStatus({ ...job, config })).isDone;
    await endWith(members[0], losses[0]);
    await endWith(members[1], losses[1].slice(0, -1));
    assert(!await isDone());
    await endWith(members[1], losses[1]);
    assert(await isDone());
  });
});

Deno.test("a run that patience ended counts as done", async () => {
  await withJobs(async ([job]) => {
    // Steps this large make every epoch worse than the untrained network.
    const config = makeRunConfig({
      ...job.config,
      epochs: 9,
      patienceEpochs: 1,
      learningRate: 10,
      clipNorm: 0,
    });
    await runExperiments([{ ...job, config }]);
    const { isDone, epoch } = await experimentStatus({ ...job, config });
    assertEquals([isDone, epoch < 9], [true, true]);
  });
});

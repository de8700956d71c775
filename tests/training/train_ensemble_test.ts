import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertNotEquals,
  assertRejects,
} from "@std/assert";
import { dirname, join } from "node:path";
import { makeRunConfig } from "../../lib/config.ts";
import { readManifest } from "../../lib/dataset/manifest.ts";
import { partSamples } from "../../lib/dataset/part_samples.ts";
import { evaluateRun } from "../../lib/evaluation/evaluate_run.ts";
import { modelScores } from "../../lib/evaluation/run_scores.ts";
import { modelSha256 } from "../../lib/model/model_files.ts";
import { memberConfig, memberDirs } from "../../lib/training/member_config.ts";
import { type HistoryRow, readHistory } from "../../lib/training/history.ts";
import { combineProgress, readRunProgress } from "../../lib/training/run_progress.ts";
import { readRunRecord } from "../../lib/training/run_record.ts";
import { bestModelDir } from "../../lib/training/train.ts";
import { trainRun } from "../../lib/training/train_run.ts";
import { tinyRunConfig, withMadeUpSource } from "../evaluation/tiny_run.ts";

const config = makeRunConfig({
  ...tinyRunConfig,
  ensembleSize: 2,
  epochs: 2,
  // So high that the third epoch is the best one.
  learningRate: 0.03,
  deterministic: true,
});

// One after another, in this process.
const networksAtOnce = 1;

Deno.test("trainRun() trains the networks of an ensemble and joins them", async () => {
  await withMadeUpSource(async (source, runDir) => {
    const labels = new Set<string>();
    const onProgress = ({ label }: { label: string }) => labels.add(label);
    const [networks, steps]: number[][] = [[], []];
    const outcome = await trainRun({
      source,
      config,
      runDir,
      networksAtOnce,
      onProgress,
      onNetwork: (number, nNetworks) => networks.push(number, nNetworks),
      onStep: (step) => {
        steps.push(step);
      },
    });
    assertEquals([outcome.status, outcome.state.epoch], ["finished", 2]);
    assertEquals(networks, [1, 2, 2, 2]);
    assertEquals(steps, Array.from({ length: outcome.state.step }, (_, i) => i + 1));
    assert(
      labels.has("network 1 of 2, epoch 1/2") && labels.has("network 2 of 2, epoch 2/2 validation"),
    );
    assertEquals(await readHistory(runDir), outcome.history);
    assertEquals((await readRunRecord(runDir))!.config, config);

    const dirs = memberDirs(runDir, config);
    const histories = await Promise.all(dirs.map(readHistory));
    const seeds = new Set<number>();
    for (const [i, dir] of dirs.entries()) {
      const record = (await readRunRecord(dir))!;
      assertEquals(record.config, memberConfig(config, i + 1));
      seeds.add(record.config.seed);
    }
    assertEquals(seeds.size, 2);
    assertNotEquals(histories[0][2].valLoss, histories[1][2].valLoss);
    assertAlmostEquals(
      outcome.history[2].valLoss,
      (histories[0][2].valLoss + histories[1][2].valLoss) / 2,
      1e-12,
    );
    assertEquals(outcome.state.step, histories[0][2].step + histories[1][2].step);

    const { metrics } = await evaluateRun(runDir, source);
    assertEquals([metrics.networks, metrics.epochs, metrics.members], [2, 2, undefined]);
    const samples = partSamples(await readManifest(source.datasetDir), "val", source.dataDir);
    const scoresOf = async (dir: string) =>
      (await modelScores(bestModelDir(dir), "val", samples, { prediction: {} })).yScore;
    const joined = await scoresOf(runDir);
    const [first, second] = [await scoresOf(dirs[0]), await scoresOf(dirs[1])];
    joined.forEach((row, i) =>
      Array.from(row).forEach((value, j) =>
        assertAlmostEquals(value, (first[i][j] + second[i][j]) / 2, 1e-6)
      )
    );
  });
});

Deno.test("trainRun() of an ensemble stops in any network and then ends with the same bits", async () => {
  await withMadeUpSource(async (source, runDir) => {
    const whole = `${runDir}-whole`;
    await trainRun({ source, config, runDir: whole, networksAtOnce });
    const expected = await modelSha256(bestModelDir(whole));
    for (const stopAt of [1, 5]) {
      const stopped = `${runDir}-${stopAt}`;
      const controller = new AbortController();
      let nSteps = 0;
      const outcome = await trainRun({
        source,
        config,
        runDir: stopped,
        networksAtOnce,
        signal: controller.signal,
        onStep: () => {
          if (++nSteps === stopAt) controller.abort();
        },
      });
      assertEquals([outcome.status, outcome.state.step], ["stopped", stopAt]);
      await assertRejects(() => evaluateRun(stopped, source), Error, "train it first");
      await assertRejects(() => trainRun({ source, config, runDir: stopped }), Error, "resume it");
      const resumed = await trainRun({
        source,
        config,
        runDir: stopped,
        resume: true,
        networksAtOnce,
      });
      assertEquals(resumed.status, "finished");
      assertEquals(await modelSha256(bestModelDir(stopped)), expected);
      const { state, history } = (await readRunProgress(stopped, config))!;
      assertEquals([state, history], [resumed.state, resumed.history]);
    }
  });
});

Deno.test("trainRun() of a finished ensemble computes nothing; more epochs are joined anew", async () => {
  await withMadeUpSource(async (source, runDir) => {
    await trainRun({ source, config, runDir, networksAtOnce });
    const before = await modelSha256(bestModelDir(runDir));
    let nSteps = 0;
    const onStep = () => {
      nSteps++;
    };
    await trainRun({ source, config, runDir, resume: true, onStep, networksAtOnce });
    assertEquals([nSteps, await modelSha256(bestModelDir(runDir))], [0, before]);
    const longer = makeRunConfig({ ...config, epochs: 3 });
    const options = { source, config: longer, runDir, resume: true, onStep, networksAtOnce };
    const { state } = await trainRun(options);
    assertEquals([state.epoch, (await readHistory(runDir)).length], [3, 4]);
    assertNotEquals(nSteps, 0);
    assertNotEquals(await modelSha256(bestModelDir(runDir)), before);
  });
});

Deno.test("trainRun() trains networks at the same time, stopped and resumed too, with the same bits", async () => {
  await withMadeUpSource(async (source, runDir) => {
    const options = { source, config, networksAtOnce: 2 };
    const labels = new Set<string>();
    const [steps, epochs]: number[][] = [[], []];
    const whole = await trainRun({
      ...options,
      runDir,
      onProgress: ({ label }) => labels.add(label),
      onStep: (step) => {
        steps.push(step);
      },
      onEpoch: ({ epoch }) => {
        epochs.push(epoch);
      },
    });
    assertEquals([whole.status, whole.state.epoch], ["finished", 2]);
    assertEquals(epochs.toSorted(), [0, 0, 1, 1, 2, 2]);
    assertEquals(steps, Array.from({ length: whole.state.step }, (_, i) => i + 1));
    assert(labels.has("network 1 of 2, epoch 1/2"), "network 1 begins alone");
    for (const dir of memberDirs(runDir, config)) {
      const environment = JSON.parse(await Deno.readTextFile(join(dir, "environment.json")));
      const nThreads = Math.max(1, Math.floor(environment.nCores / 2));
      assertEquals(environment.variables.TF_NUM_INTRAOP_THREADS, String(nThreads));
    }

    const controller = new AbortController();
    const stopped = `${runDir}-stopped`;
    const { status } = await trainRun({
      ...options,
      runDir: stopped,
      signal: controller.signal,
      onStep: (step) => {
        if (step === 2) controller.abort();
      },
    });
    assertEquals(status, "stopped");
    const resumed = await trainRun({ ...options, runDir: stopped, resume: true });
    assertEquals(resumed.status, "finished");
    const [expected, actual] = await Promise.all(
      [runDir, stopped].map((dir) => modelSha256(bestModelDir(dir))),
    );
    assertEquals(actual, expected);
  });
});

Deno.test("trainRun() of networks at the same time ends with what one of them fails with", async () => {
  await withMadeUpSource(async (source, runDir) => {
    const options = { source, config, runDir, networksAtOnce: 2 };
    const kernels = join(memberDirs(runDir, config)[1], "kernels.json");
    await Deno.mkdir(dirname(kernels), { recursive: true });
    await Deno.writeTextFile(kernels, "no JSON");
    await assertRejects(() => trainRun(options), Error, "not valid JSON");
    // The other one was stopped with it.
    await Deno.remove(kernels);
    assertEquals((await trainRun({ ...options, resume: true })).status, "finished");
    await assertRejects(
      () => trainRun({ source, config, runDir: `${runDir}-0`, networksAtOnce: 0 }),
      RangeError,
      "networksAtOnce must be",
    );
  });
});

Deno.test("combineProgress() has means and sums of the epochs that all networks have done", () => {
  const row = (epoch: number, valLoss: number, seconds: number | null): HistoryRow => ({
    epoch,
    step: 10 * epoch,
    trainLoss: seconds && valLoss / 2,
    valLoss,
    valHammingLoss: 0.1,
    valOneError: 0.5,
    valCoverage: 8,
    valMacroAp: epoch / 10,
    seconds,
    imagesPerSecond: seconds && 300 / seconds,
    learningRate: seconds && 0.1,
  });
  const first = [row(0, 0.7, null), row(1, 0.3, 10), row(2, 0.2, 10), row(3, 0.1, 10)];
  const second = [row(0, 0.9, null), row(1, 0.2, 30), row(2, 0.5, 20)];
  const { state, history } = combineProgress([first, second], { monitor: "valLoss" });
  assertEquals(history.map(({ epoch }) => epoch), [0, 1, 2]);
  assertEquals(history[0], { ...row(0, 0.8, null), valLoss: 0.8 });
  assertEquals(
    [history[1].valLoss, history[1].trainLoss, history[1].seconds, history[1].step],
    [0.25, 0.125, 40, 20],
  );
  // 600 posters in 40 seconds.
  assertEquals(history[1].imagesPerSecond, 15);
  assertEquals([state.epoch, state.bestEpoch, state.bestValLoss, state.step], [2, 1, 0.25, 40]);
  assertEquals(combineProgress([first, second], { monitor: "valMacroAp" }).state.bestEpoch, 2);
  assertEquals(combineProgress([first, []], { monitor: "valLoss" }).state.epoch, 0);
});

import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { loadModel } from "../../lib/model/model_files.ts";
import type { HistoryRow } from "../../lib/training/history.ts";
import { bestModelDir, train } from "../../lib/training/train.ts";
import type { TrainOptions, TrainOutcome } from "../../lib/training/train_options.ts";
import { config, everySetting, weightsOf, withFixture } from "./small_run.ts";
import { valuesOfEach } from "./values_of_each.ts";

await chooseBackend();

function withoutTimes(rows: readonly HistoryRow[]): HistoryRow[] {
  return rows.map((row) => ({ ...row, seconds: null, imagesPerSecond: null }));
}

async function trainUntil(step: number, options: TrainOptions): Promise<TrainOutcome> {
  const controller = new AbortController();
  return await train({
    ...options,
    signal: controller.signal,
    onStep: (current) => {
      if (current === step) controller.abort();
    },
  });
}

async function keptWeights(runDir: string): Promise<number[][]> {
  const { model } = await loadModel(bestModelDir(runDir));
  const values = await valuesOfEach(model.getWeights());
  model.dispose();
  return values;
}

for (
  const [what, settings] of [["by default", config], ["with all settings", everySetting]] as const
) {
  Deno.test(`train() ${what}, stopped after any step and resumed, ends with the same bits`, async () => {
    // Three updates an epoch: with all settings, of 2 + 2, 2 + 2 and 2 posters.
    await withFixture(10, async (options) => {
      const whole = join(options.runDir, "whole");
      const uninterrupted = await train({ ...options, runDir: whole, config: settings });
      assertEquals(uninterrupted.state.step, 6);
      for (const stopAtStep of [1, 2, 3, 4, 5]) {
        const runDir = join(options.runDir, `stopped-${stopAtStep}`);
        const stopped = await trainUntil(stopAtStep, { ...options, runDir, config: settings });
        assertEquals([stopped.status, stopped.state.step], ["stopped", stopAtStep]);
        const resumed = await train({ ...options, runDir, config: settings });
        assertEquals(await weightsOf(runDir), await weightsOf(whole));
        assertEquals(await keptWeights(runDir), await keptWeights(whole));
        assertEquals(withoutTimes(resumed.history), withoutTimes(uninterrupted.history));
        assertEquals({ ...resumed.state, seconds: 0 }, { ...uninterrupted.state, seconds: 0 });
      }
    });
  });
}

Deno.test("train() goes on with a run whose checkpoint was made before schedules and averages", async () => {
  await withFixture(10, async (options) => {
    const whole = join(options.runDir, "whole");
    await train({ ...options, runDir: whole, config });
    await trainUntil(4, { ...options, config });
    const file = join(options.runDir, "checkpoints", "latest.json");
    const latest = JSON.parse(await Deno.readTextFile(file));
    delete latest.state.learningRate;
    delete latest.state.bestValMacroAp;
    for (const row of latest.history) delete row.learningRate;
    await Deno.writeTextFile(file, JSON.stringify(latest));
    const { history } = await train({ ...options, config });
    assertEquals(await weightsOf(options.runDir), await weightsOf(whole));
    assertEquals(history.map((row) => row.learningRate), [null, null, 3e-3]);
  });
});

Deno.test("train() cannot go on with an average where the checkpoint has none", async () => {
  await withFixture(4, async (options) => {
    await trainUntil(1, { ...options, config });
    await assertRejects(
      () => train({ ...options, config: { ...config, emaDecay: 0.9 } }),
      Error,
      "bytes for this model",
    );
  });
});

Deno.test("train() cannot go on with auxiliary targets where the checkpoint has no head for them", async () => {
  await withFixture(4, async (options) => {
    await trainUntil(1, { ...options, config });
    await assertRejects(
      () => train({ ...options, config: { ...config, auxiliaryTargets: ["year"] } }),
      Error,
      "bytes for this model",
    );
  });
});

Deno.test("train() saves checkpoints inside an epoch", async () => {
  await withFixture(10, async (options) => {
    const saved: number[] = [];
    await train({
      ...options,
      config,
      checkpointIntervalSeconds: 0,
      onStep: async () => {
        const file = join(options.runDir, "checkpoints", "latest.json");
        saved.push(JSON.parse(await Deno.readTextFile(file)).state.step);
      },
    });
    assertEquals(saved, [0, 1, 2, 3, 4, 5]);
    assert((await weightsOf(options.runDir)).length > 0);
  });
});

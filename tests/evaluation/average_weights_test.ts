import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { join } from "node:path";
import { averageWeights } from "../../lib/evaluation/average_weights.ts";
import { evaluateRun } from "../../lib/evaluation/evaluate_run.ts";
import { loadModel } from "../../lib/model/model_files.ts";
import { runTable } from "../../lib/report/run_table.ts";
import { readRunRecord } from "../../lib/training/run_record.ts";
import { trainRun } from "../../lib/training/train_run.ts";
import { tinyRunConfig, withTinyRun } from "./tiny_run.ts";

async function weightsOf(runDir: string): Promise<number[]> {
  const { model } = await loadModel(join(runDir, "model"));
  const values = model.getWeights().flatMap((weight) => Array.from(weight.dataSync()));
  model.dispose();
  return values;
}

Deno.test("averageWeights() makes a run with the mean of the runs' weights", async () => {
  await withTinyRun(async (runDir, source) => {
    const twinDir = join(source.dataDir, "twin");
    const meanDir = join(source.dataDir, "mean");
    await trainRun({ source, config: { ...tinyRunConfig, seed: 4 }, runDir: twinDir });
    const before = tf.memory().numTensors;
    await averageWeights(meanDir, [runDir, twinDir], source);
    assertEquals(tf.memory().numTensors, before);
    const [a, b, mean] = [
      await weightsOf(runDir),
      await weightsOf(twinDir),
      await weightsOf(meanDir),
    ];
    assert(a.some((value, i) => value !== b[i]));
    mean.forEach((value, i) => assertAlmostEquals(value, (a[i] + b[i]) / 2, 1e-7));

    const record = await readRunRecord(meanDir);
    assertEquals(record?.madeBy, "mean of the weights of run, twin");
    assertEquals(record?.averageOf, { runs: ["run", "twin"], epochs: tinyRunConfig.epochs });
    const { metrics } = await evaluateRun(meanDir, source);
    const { epochs, bestEpoch, averageOf } = metrics;
    assertEquals([epochs, bestEpoch, averageOf], [tinyRunConfig.epochs, 0, ["run", "twin"]]);
    assertStringIncludes(runTable(metrics).title, "mean weights of run, twin");

    // Made anew from other weights: what the old ones gave is gone.
    await averageWeights(meanDir, [runDir, twinDir], source);
    await assertRejects(() => Deno.stat(join(meanDir, "scores")), Deno.errors.NotFound);
  });
});

Deno.test("averageWeights() refuses one run, another network and a folder that is taken", async () => {
  await withTinyRun(async (runDir, source) => {
    const twinDir = join(source.dataDir, "twin");
    const config = { ...tinyRunConfig, denseUnits: tinyRunConfig.denseUnits + 1 };
    await trainRun({ source, config, runDir: twinDir });
    const meanDir = join(source.dataDir, "mean");
    await assertRejects(
      () => averageWeights(meanDir, [runDir, runDir], source),
      RangeError,
      "there must be at least 2 different runs: current value is run, run",
    );
    await assertRejects(
      () => averageWeights(meanDir, [runDir, twinDir], source),
      Error,
      `network, size and genres: ${join(twinDir, "model")} differs`,
    );
    await assertRejects(() => Deno.stat(meanDir), Deno.errors.NotFound);
    await assertRejects(
      () => averageWeights(runDir, [runDir, twinDir], source),
      Error,
      `Cannot write to ${runDir}`,
    );
  });
});

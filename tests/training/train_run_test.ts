import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { makeRunConfig } from "../../lib/config.ts";
import { readManifest } from "../../lib/dataset/manifest.ts";
import { evaluateRun } from "../../lib/evaluation/evaluate_run.ts";
import { projectRoot } from "../../lib/setup/paths.ts";
import { gitCommit } from "../../lib/training/git_commit.ts";
import { readRunRecord } from "../../lib/training/run_record.ts";
import { trainRun } from "../../lib/training/train_run.ts";
import { tinyRunConfig, withMadeUpSource } from "../evaluation/tiny_run.ts";

const quarter = makeRunConfig({ ...tinyRunConfig, trainShare: 0.25 });

Deno.test("trainRun() trains on a share of the training part; the other parts stay whole", async () => {
  await withMadeUpSource(async (source, runDir) => {
    const { partSizes } = await readManifest(source.datasetDir);
    const totals = new Map<string, number>();
    await trainRun({
      source,
      config: quarter,
      runDir,
      onProgress: ({ label, total }) => totals.set(label, total),
    });
    assertEquals(totals.get("epoch 1/1"), Math.round(0.25 * partSizes.train));
    assertEquals(totals.get("epoch 1/1 validation"), partSizes.val);
    const { metrics } = await evaluateRun(runDir, source);
    assertEquals(metrics.test.nSamples, partSizes.test);
    assertEquals((await readRunRecord(runDir))!.config.trainShare, 0.25);
    await assertRejects(
      () => trainRun({ source, config: tinyRunConfig, runDir, resume: true }),
      Error,
      "trainShare was 0.25, is 1",
    );
  });
});

Deno.test("trainRun() records the commit of its code and the versions of what computes", async () => {
  await withMadeUpSource(async (source, runDir) => {
    await trainRun({ source, config: quarter, runDir });
    const { commit, backend } = JSON.parse(
      await Deno.readTextFile(join(runDir, "environment.json")),
    );
    assertEquals(commit, await gitCommit(projectRoot));
    assert(/tfjs \d+\.\d+\.\d+/.test(backend.description), backend.description);
  });
});

Deno.test("trainRun() leaves no folder behind where more blocks are to be frozen than there are", async () => {
  await withMadeUpSource(async (source, runDir) => {
    const config = makeRunConfig({ ...tinyRunConfig, frozenBlocks: 1 });
    await assertRejects(
      () => trainRun({ source, config, runDir }),
      RangeError,
      "frozenBlocks must be 0 for a network without blocks",
    );
    assertEquals(
      await Array.fromAsync(Deno.readDir(source.dataDir), ({ name }) => name)
        .then((names) => names.includes("run")),
      false,
    );
  });
});

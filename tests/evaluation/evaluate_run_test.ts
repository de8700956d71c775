import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { readManifest } from "../../lib/dataset/manifest.ts";
import { summarizeDataset } from "../../lib/evaluation/dataset_summary.ts";
import { evaluateRun, readRunMetrics } from "../../lib/evaluation/evaluate_run.ts";
import { computeMeasures, MEASURES } from "../../lib/evaluation/measures.ts";
import { readCheckpointRecord } from "../../lib/training/checkpoint.ts";
import { writeManifest } from "../../lib/dataset/manifest.ts";
import { withTempDir } from "../with_temp_dir.ts";
import { madeUpSource, tinyRunConfig, withTinyRun } from "./tiny_run.ts";

Deno.test("evaluateRun() measures both parts, writes metrics.json and repeats itself", async () => {
  await withTinyRun(async (runDir, source) => {
    assertEquals(await readRunMetrics(runDir), null);
    const labelsSeen = new Set<string>();
    const { metrics, decisions, val, test } = await evaluateRun(
      runDir,
      source,
      ({ label }) => labelsSeen.add(label),
    );
    assertEquals([...labelsSeen], ["scoring val", "scoring test"]);
    assertEquals(await readRunMetrics(runDir), metrics);

    const { state } = (await readCheckpointRecord(runDir))!;
    assertEquals(
      [metrics.dataset, metrics.isSample, metrics.epochs, metrics.bestEpoch],
      ["made-up", false, 1, state.bestEpoch],
    );
    const manifest = await readManifest(source.datasetDir);
    const { partSizes, labels } = manifest;
    assertEquals(metrics.data, summarizeDataset(manifest));
    assert(!JSON.stringify(metrics).includes("imdbId"), "counts only, no movie");
    const { threshold } = tinyRunConfig;
    for (const [part, scores] of [["val", val], ["test", test]] as const) {
      const report = metrics[part];
      assertEquals([report.nSamples, report.nTrain], [partSizes[part], partSizes.train]);
      assertEquals(report.labels, [...labels]);
      assertEquals([report.threshold, report.bootstrap.seed], [threshold, tinyRunConfig.seed]);
      const expected = computeMeasures({ yTrue: scores.yTrue, yScore: scores.yScore, threshold });
      const model = report.rows.find(({ predictor }) => predictor === "model")!;
      for (const { key } of MEASURES) {
        assertAlmostEquals(model.measures[key].value ?? NaN, expected[key], 1e-12);
      }
    }
    const sharedMovies = val.imdbIds.filter((imdbId) => test.imdbIds.includes(imdbId));
    assertEquals(sharedMovies, []);

    // The second time the scores are there already.
    let isComputed = false;
    const again = await evaluateRun(runDir, source, () => isComputed = true);
    assert(!isComputed);
    assertEquals(again, { metrics, decisions, val, test });
  });
});

Deno.test("evaluateRun() refuses a data set that the run was not trained on", async () => {
  await withTinyRun(async (runDir, source) => {
    const manifest = await readManifest(source.datasetDir);
    await writeManifest(source.datasetDir, {
      ...manifest,
      split: { ...manifest.split, seed: manifest.split.seed + 1 },
    });
    await assertRejects(
      () => evaluateRun(runDir, { ...source, name: "other" }),
      Error,
      `Cannot use ${runDir} with data set "other" as it must have been trained on it: ` +
        'it was trained on "made-up" with another manifest',
    );
    assertEquals(await readRunMetrics(runDir), null);
  });
});

Deno.test("evaluateRun() refuses a folder without a trained run", async () => {
  const source = await madeUpSource("made-up");
  await withTempDir(async (dir) => {
    const runDir = join(dir, "none");
    await assertRejects(
      () => evaluateRun(runDir, source),
      Error,
      `Cannot evaluate ${runDir} as it must hold a trained run: train it first`,
    );
  });
  await Deno.remove(source.dataDir, { recursive: true });
});

Deno.test("evaluateRun() refuses a run that was begun but never saved", async () => {
  await withTinyRun(async (runDir, source) => {
    await Deno.remove(join(runDir, "checkpoints"), { recursive: true });
    await assertRejects(() => evaluateRun(runDir, source), Error, "train it first");
  });
});

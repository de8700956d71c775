import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { readManifest, writeManifest } from "../../lib/dataset/manifest.ts";
import { evaluateRun, readRunMetrics } from "../../lib/evaluation/evaluate_run.ts";
import { computeMeasures } from "../../lib/evaluation/measures.ts";
import {
  isComparisonCurrent,
  validateRun,
  validationScores,
} from "../../lib/evaluation/validate_run.ts";
import { readValidationMetrics } from "../../lib/evaluation/validation_metrics.ts";
import { readHistory } from "../../lib/training/history.ts";
import { trainRun } from "../../lib/training/train_run.ts";
import { tinyRunConfig, withTinyRun } from "./tiny_run.ts";

async function namesIn(dir: string): Promise<string[]> {
  return (await Array.fromAsync(Deno.readDir(dir))).map(({ name }) => name).sort();
}

Deno.test("validateRun() measures the validation part and leaves no trace of the test part", async () => {
  await withTinyRun(async (runDir, source) => {
    assertEquals(await readValidationMetrics(runDir), null);
    const labels = new Set<string>();
    const metrics = await validateRun(runDir, source, {
      onProgress: ({ label }) => void labels.add(label),
    });
    assertEquals([...labels], ["scoring val"]);
    assertEquals(await namesIn(join(runDir, "scores")), ["val.json"]);
    assertEquals(await readRunMetrics(runDir), null);
    assertEquals(await readValidationMetrics(runDir), metrics);
    assert(!JSON.stringify(metrics).includes("imdbId"), "counts only, no movie");

    const { partSizes } = await readManifest(source.datasetDir);
    const { dataset, nSamples, nTrain, epochs, comparison, threshold } = metrics;
    assertEquals([dataset, nSamples, nTrain], ["made-up", partSizes.val, partSizes.train]);
    assertEquals([epochs, threshold], [1, tinyRunConfig.threshold]);
    assertEquals([comparison!.run, comparison!.weightsSha256], [null, null]);
    const best = (await readHistory(runDir)).find(({ epoch }) => epoch === metrics.bestEpoch)!;
    assertAlmostEquals(metrics.measures.binaryCrossEntropy.value!, best.valLoss, 1e-12);
    const scores = await validationScores(runDir, source);
    const expected = computeMeasures({ ...scores, threshold });
    assertAlmostEquals(metrics.measures.oneError.value!, expected.oneError, 1e-12);

    // The second time the scores are there already.
    const again = await validateRun(runDir, source, {
      onProgress: () => {
        throw new Error("the scores were there");
      },
    });
    assertEquals(again, metrics);
    await assertRejects(
      () => evaluateRun(runDir, source),
      Error,
      "the test part must stay out of choices",
    );
  });
});

Deno.test("validateRun() compares with another run as far as that was measured here", async () => {
  await withTinyRun(async (runDir, source) => {
    const otherDir = join(source.dataDir, "other");
    await trainRun({ source, config: { ...tinyRunConfig, denseUnits: 5 }, runDir: otherDir });
    const compared = { comparedWith: otherDir };
    const early = await validateRun(runDir, source, compared);
    assertEquals(early.comparison, null);
    assert(!await isComparisonCurrent(runDir, undefined), "compared with another than wanted");
    assert(await isComparisonCurrent(runDir, otherDir), "nothing to compare with yet");

    const other = await validateRun(otherDir, source);
    assert(!await isComparisonCurrent(runDir, otherDir), "now there is");
    const { comparison, measures } = await validateRun(runDir, source, compared);
    assertEquals([comparison!.run, comparison!.weightsSha256], ["other", other.weightsSha256]);
    assertAlmostEquals(
      comparison!.difference.lrap.value!,
      measures.lrap.value! - other.measures.lrap.value!,
      1e-12,
    );
    assert(await isComparisonCurrent(runDir, otherDir));

    // Measures without scores, as in a fresh clone, stay as they are.
    await Deno.remove(join(otherDir, "scores"), { recursive: true });
    await Deno.remove(join(otherDir, "validation.json"));
    assert(await isComparisonCurrent(runDir, otherDir));
  });
});

Deno.test("validateRun() refuses a folder without a trained run, and another data set", async () => {
  await withTinyRun(async (runDir, source) => {
    const none = join(source.dataDir, "none");
    await assertRejects(
      () => validateRun(none, source),
      Error,
      `Cannot validate ${none} as it must hold a trained run: train it first`,
    );
    const manifest = await readManifest(source.datasetDir);
    const split = { ...manifest.split, seed: manifest.split.seed + 1 };
    await writeManifest(source.datasetDir, { ...manifest, split });
    await assertRejects(() => validateRun(runDir, source), Error, "with another manifest");
  });
});

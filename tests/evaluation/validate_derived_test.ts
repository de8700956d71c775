import { assertAlmostEquals, assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import type { DataSource } from "../../lib/dataset/data_source.ts";
import { readManifest } from "../../lib/dataset/manifest.ts";
import { partSamples } from "../../lib/dataset/part_samples.ts";
import { computeMeasures } from "../../lib/evaluation/measures.ts";
import { validateBorrowed, validateMean } from "../../lib/evaluation/validate_derived.ts";
import { validateRun, validationScores } from "../../lib/evaluation/validate_run.ts";
import { readValidationMetrics } from "../../lib/evaluation/validation_metrics.ts";
import { encodeJpeg } from "../../lib/posters/poster_image.ts";
import { PLAIN_PREDICTION } from "../../lib/prediction_config.ts";
import { readRunRecord } from "../../lib/training/run_record.ts";
import { trainRun } from "../../lib/training/train_run.ts";
import { tinyRunConfig, withTinyRun } from "./tiny_run.ts";

const threshold = tinyRunConfig.threshold;
const flipped = { ...PLAIN_PREDICTION, testTimeFlips: true };

/** Gives the validation part posters that are bright on one side, or on the other. */
async function paintValidationPosters(source: DataSource, side: "left" | "right"): Promise<void> {
  const samples = partSamples(await readManifest(source.datasetDir), "val", source.dataDir);
  const [heightPx, widthPx] = [24, 24];
  for (const [i, { posterFile }] of samples.entries()) {
    const pixels = Uint8Array.from({ length: heightPx * widthPx * 3 }, (_, at) => {
      const column = Math.floor(at / 3) % widthPx;
      const fromSide = side === "left" ? widthPx - 1 - column : column;
      return (10 * fromSide + 20 * i) % 256;
    });
    await Deno.writeFile(posterFile, await encodeJpeg({ heightPx, widthPx, pixels }));
  }
}

async function forget(runDir: string): Promise<void> {
  await Deno.remove(join(runDir, "scores"), { recursive: true });
}

Deno.test("validateBorrowed() takes a run's weights and the mean over mirrored pictures", async () => {
  await withTinyRun(async (runDir, source) => {
    // Scores of the mirror images by themselves, from posters that are painted so.
    await paintValidationPosters(source, "right");
    const mirrored = await validationScores(runDir, source);
    await forget(runDir);
    await paintValidationPosters(source, "left");
    const plain = await validateRun(runDir, source);
    const { yScore, yTrue } = await validationScores(runDir, source);
    assertNotEquals(yScore, mirrored.yScore);

    const ownDir = join(source.dataDir, "mirrored");
    const options = { trainedDir: runDir, prediction: flipped, source, comparedWith: runDir };
    const metrics = await validateBorrowed(ownDir, options);
    const scores = await validationScores(ownDir, source);
    scores.yScore.forEach((row, i) =>
      Array.from(row).forEach((p, j) =>
        // JPEG does not quite commute with mirroring.
        assertAlmostEquals(p, (yScore[i][j] + mirrored.yScore[i][j]) / 2, 2e-3)
      )
    );
    const expected = computeMeasures({ yTrue, yScore: scores.yScore, threshold });
    assertAlmostEquals(metrics.measures.lrap.value!, expected.lrap, 1e-12);
    assertAlmostEquals(
      metrics.comparison!.difference.binaryCrossEntropy.value!,
      expected.binaryCrossEntropy - plain.measures.binaryCrossEntropy.value!,
      1e-12,
    );
    assertEquals([metrics.weightsOf, metrics.comparison!.run], ["run", "run"]);
    assertEquals([metrics.epochs, metrics.bestEpoch], [plain.epochs, plain.bestEpoch]);
    const record = (await readRunRecord(ownDir))!;
    assertEquals([record.madeBy, record.config.testTimeFlips], ["weights of run", true]);
    // The trained run itself stays as it was.
    assertEquals((await readRunRecord(runDir))!.config.testTimeFlips, false);
    assertEquals((await validationScores(runDir, source)).yScore, yScore);
    assertEquals(await validateBorrowed(ownDir, options), metrics);
  });
});

Deno.test("validateMean() measures the mean of runs, borrowed ones too, on no other part", async () => {
  await withTinyRun(async (runDir, source) => {
    const twinDir = join(source.dataDir, "twin");
    const mirroredDir = join(source.dataDir, "mirrored");
    const meanDir = join(source.dataDir, "mean");
    await trainRun({ source, config: { ...tinyRunConfig, seed: 4 }, runDir: twinDir });
    await paintValidationPosters(source, "left");
    const options = { memberDirs: [twinDir, mirroredDir], source, comparedWith: twinDir };
    await assertRejects(
      () => validateMean(meanDir, options),
      Error,
      `${twinDir} for another as it must be trained and validated first: it has no validation.json`,
    );
    const twin = await validateRun(twinDir, source);
    await validateRun(runDir, source);
    await validateBorrowed(mirroredDir, { trainedDir: runDir, prediction: flipped, source });

    const metrics = await validateMean(meanDir, options);
    const [a, b, mean] = [
      await validationScores(twinDir, source),
      await validationScores(mirroredDir, source),
      await validationScores(meanDir, source),
    ];
    mean.yScore.forEach((row, i) =>
      Array.from(row).forEach((p, j) =>
        assertAlmostEquals(p, (a.yScore[i][j] + b.yScore[i][j]) / 2)
      )
    );
    const { macroAp } = computeMeasures({ ...mean, threshold });
    assertAlmostEquals(metrics.measures.macroAp.value!, macroAp, 1e-12);
    assertAlmostEquals(
      metrics.comparison!.difference.macroAp.value!,
      macroAp - twin.measures.macroAp.value!,
      1e-12,
    );
    assertEquals([metrics.members, metrics.bestEpoch], [["twin", "mirrored"], 0]);
    assertEquals(await readValidationMetrics(meanDir), metrics);
    for (const dir of [runDir, twinDir, mirroredDir, meanDir]) {
      const files = [...Deno.readDirSync(dir), ...Deno.readDirSync(join(dir, "scores"))];
      const names = files.map(({ name }) => name);
      assertEquals(names.filter((name) => /test|metrics/.test(name)), [], dir);
    }
  });
});

Deno.test("runs made of others leave a folder alone that holds another run", async () => {
  await withTinyRun(async (runDir, source) => {
    await validateRun(runDir, source);
    const before = await Deno.readTextFile(join(runDir, "config.json"));
    await assertRejects(
      () => validateBorrowed(runDir, { trainedDir: runDir, prediction: flipped, source }),
      Error,
      `Cannot write to ${runDir} as it must be free or hold the weights of run: it holds a run`,
    );
    await assertRejects(
      () => validateMean(runDir, { memberDirs: [runDir], source }),
      Error,
      "must be free or hold the mean of run",
    );
    assertEquals(await Deno.readTextFile(join(runDir, "config.json")), before);
  });
});

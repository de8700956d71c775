import { assert, assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { writeJsonAtomic } from "../../lib/atomic_file.ts";
import type { DataSource } from "../../lib/dataset/data_source.ts";
import { readManifest } from "../../lib/dataset/manifest.ts";
import { partSamples } from "../../lib/dataset/part_samples.ts";
import { runScores } from "../../lib/evaluation/run_scores.ts";
import { validate } from "../../lib/training/validate.ts";
import { bestModelDir } from "../../lib/training/train.ts";
import {
  loadModel,
  readModelMetadata,
  saveModel,
  writeModelMetadata,
} from "../../lib/model/model_files.ts";
import { binaryCrossEntropy } from "../../lib/metrics/binary_cross_entropy.ts";
import { readHistory } from "../../lib/training/history.ts";
import { readRunRecord } from "../../lib/training/run_record.ts";
import { paintLopsidedPosters } from "./lopsided_posters.ts";
import { tinyRunConfig, withTinyRun } from "./tiny_run.ts";

/** Scores of the validation part, and whether they had to be computed. */
async function scoreVal(runDir: string, source: DataSource, testTimeFlips?: boolean) {
  const samples = partSamples(await readManifest(source.datasetDir), "val", source.dataDir);
  let isComputed = false;
  const scores = await runScores(runDir, "val", samples, {
    ...(testTimeFlips !== undefined && { prediction: { testTimeFlips } }),
    onProgress: ({ label, unit }) => {
      assertEquals([label, unit], ["scoring val", "posters"]);
      isComputed = true;
    },
  });
  return { samples, scores, isComputed };
}

Deno.test("runScores() gives each movie of the part its genres and probabilities", async () => {
  await withTinyRun(async (runDir, source) => {
    const { samples, scores } = await scoreVal(runDir, source);
    assertEquals(scores.imdbIds, samples.map(({ imdbId }) => imdbId));
    assertEquals(scores.yTrue, samples.map(({ labels }) => labels));
    assertEquals(scores.yScore.length, samples.length);
    assert(scores.yScore.every((row) => row.length === samples[0].labels.length));
    assert(scores.yScore.every((row) => Array.from(row).every((p) => p >= 0 && p <= 1)));
    // They are the best epoch's, whose loss is in the history.
    const history = await readHistory(runDir);
    const best = Math.min(...history.map(({ valLoss }) => valLoss));
    assertEquals(binaryCrossEntropy(scores.yTrue, scores.yScore), best);
    const { model } = await loadModel(bestModelDir(runDir));
    assertEquals((await validate(model, samples, tinyRunConfig)).valLoss, best);
    model.dispose();
  });
});

Deno.test("runScores() reads the same scores back instead of computing them again", async () => {
  await withTinyRun(async (runDir, source) => {
    const first = await scoreVal(runDir, source);
    const second = await scoreVal(runDir, source);
    assertEquals([first.isComputed, second.isComputed], [true, false]);
    assertEquals(second.scores, first.scores);
  });
});

Deno.test("runScores() computes anew for other weights", async () => {
  await withTinyRun(async (runDir, source) => {
    const first = await scoreVal(runDir, source);
    const { model, metadata } = await loadModel(bestModelDir(runDir));
    const biases = model.getWeights().at(-1)!;
    model.setWeights([...model.getWeights().slice(0, -1), biases.add(1)]);
    await saveModel(bestModelDir(runDir), model, metadata);
    model.dispose();
    const second = await scoreVal(runDir, source);
    assert(second.isComputed);
    first.scores.yScore.forEach((row, i) =>
      Array.from(row).forEach((p, j) => assert(second.scores.yScore[i][j] > p))
    );
    assert(!(await scoreVal(runDir, source)).isComputed);
  });
});

Deno.test("runScores() tells scores of mirrored pictures apart from others", async () => {
  await withTinyRun(async (runDir, source) => {
    await paintLopsidedPosters(source);
    const plain = await scoreVal(runDir, source);
    assertEquals(plain.scores.testTimeFlips, undefined);
    const flipped = await scoreVal(runDir, source, true);
    assertEquals([flipped.isComputed, flipped.scores.testTimeFlips], [true, true]);
    assertNotEquals(flipped.scores.yScore, plain.scores.yScore);
    assertEquals(flipped.scores.weightsSha256, plain.scores.weightsSha256);
    const again = await scoreVal(runDir, source, true);
    assertEquals([again.isComputed, again.scores], [false, flipped.scores]);
    // Without being asked it goes by the model.
    const back = await scoreVal(runDir, source);
    assertEquals([back.isComputed, back.scores], [true, plain.scores]);
    const modelDir = bestModelDir(runDir);
    await writeModelMetadata(modelDir, {
      ...await readModelMetadata(modelDir),
      testTimeFlips: true,
    });
    const asModelSays = await scoreVal(runDir, source);
    assertEquals([asModelSays.isComputed, asModelSays.scores], [true, flipped.scores]);
  });
});

Deno.test("runScores() refuses mirrored pictures where the scores are another program's", async () => {
  await withTinyRun(async (runDir, source) => {
    const { scores } = await scoreVal(runDir, source);
    const record = (await readRunRecord(runDir))!;
    await writeJsonAtomic(join(runDir, "config.json"), { ...record, madeBy: "Keras" });
    await Deno.remove(bestModelDir(runDir), { recursive: true });
    assertEquals((await scoreVal(runDir, source)).scores, scores);
    await assertRejects(
      () => scoreVal(runDir, source, true),
      Error,
      "from mirrored pictures too as it must hold a network that this project trained",
    );
  });
});

Deno.test("runScores() leaves out a poster that has become unreadable", async () => {
  await withTinyRun(async (runDir, source) => {
    const { samples, scores } = await scoreVal(runDir, source);
    await Deno.remove(join(runDir, "scores"), { recursive: true });
    await Deno.writeTextFile(samples[1].posterFile, "not a picture");
    const second = await scoreVal(runDir, source);
    assertEquals(second.scores.imdbIds, scores.imdbIds.filter((_, i) => i !== 1));
    assertEquals(second.scores.yTrue, scores.yTrue.filter((_, i) => i !== 1));
    assertNotEquals(second.scores.yScore, scores.yScore);
  });
});

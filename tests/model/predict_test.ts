import { assert, assertAlmostEquals, assertEquals, assertNotEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { applyModel } from "../../lib/backend/apply_model.ts";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { posterBatches } from "../../lib/dataset/batches.ts";
import { buildModel } from "../../lib/model/build_model.ts";
import { predictBatch, predictScores } from "../../lib/model/predict.ts";
import { seedDropout } from "../../lib/training/train_step.ts";
import { writeFixturePosters } from "../training/fixture_posters.ts";
import { withTempDir } from "../with_temp_dir.ts";
import { randomImages, tinyModel } from "./tiny_model.ts";
import { tinyResidualConfig } from "./tiny_residual.ts";

await chooseBackend();

Deno.test("predictBatch() gives a row of probabilities for each image", async () => {
  const model = tinyModel();
  const images = randomImages(5);
  const scores = await predictBatch(model, images);
  assertEquals(scores.map((row) => row.length), [3, 3, 3, 3, 3]);
  assert(scores.flatMap((row) => [...row]).every((value) => value > 0 && value < 1));
  model.dispose();
  images.dispose();
});

Deno.test("predictBatch() does not use dropout, whatever a training step left behind", async () => {
  const model = tinyModel();
  const images = randomImages(4);
  const before = await predictBatch(model, images);
  seedDropout(model, 1, 1);
  const trained = tf.tidy(() => (model.apply(images, { training: true }) as tf.Tensor).arraySync());
  assertNotEquals(trained, before.map((row) => [...row]));
  assertEquals(await predictBatch(model, images), before);
  model.dispose();
  images.dispose();
});

Deno.test("predictBatch() with testTimeFlips gives the mean for a picture and its mirror image", async () => {
  const model = tinyModel();
  const images = randomImages(4);
  const mirrored = images.reverse(2);
  const own = await predictBatch(model, images);
  const other = await predictBatch(model, mirrored);
  const before = tf.memory().numTensors;
  const both = await predictBatch(model, images, { testTimeFlips: true });
  assertEquals(tf.memory().numTensors, before);
  both.forEach((row, i) =>
    row.forEach((value, j) => assertAlmostEquals(value, (own[i][j] + other[i][j]) / 2, 1e-7))
  );
  assertNotEquals(both, own);
  assertEquals(await predictBatch(model, mirrored, { testTimeFlips: true }), both);
  model.dispose();
  tf.dispose([images, mirrored]);
});

for (const architecture of ["residualCnn", "efficientnetLite0"] as const) {
  Deno.test(`predictBatch() with testTimeScales gives the mean over sizes: ${architecture}`, async () => {
    const model = buildModel({ ...tinyResidualConfig, architecture }, 3);
    const images = randomImages(4);
    // 1.15 times 24 pixels is nearest to 24 of the multiples of 8, 1.4 times to 32.
    const larger = tf.image.resizeBilinear(images, [32, 32], false, true);
    const larger2 = tf.tidy(() => applyModel(model, larger, { training: false }).arraySync());
    const own = await predictBatch(model, images);
    const before = tf.memory().numTensors;
    const testTimeScales = [1, 1.4];
    const both = await predictBatch(model, images, { testTimeScales });
    assertEquals(tf.memory().numTensors, before);
    both.forEach((row, i) =>
      row.forEach((value, j) =>
        assertAlmostEquals(value, (own[i][j] + (larger2 as number[][])[i][j]) / 2, 1e-6)
      )
    );
    assertNotEquals(both, own);
    const flipped = await predictBatch(model, images, { testTimeScales, testTimeFlips: true });
    const mirrored = images.reverse<tf.Tensor4D>(2);
    const other = await predictBatch(model, mirrored, { testTimeScales });
    flipped.forEach((row, i) =>
      row.forEach((value, j) => assertAlmostEquals(value, (both[i][j] + other[i][j]) / 2, 1e-6))
    );
    model.dispose();
    tf.dispose([images, larger, mirrored]);
  });
}

Deno.test("predictScores() hands its settings on", async () => {
  await withTempDir(async (dir) => {
    const samples = await writeFixturePosters(dir, 3);
    const model = tinyModel();
    const batches = () => posterBatches(samples, { heightPx: 24, widthPx: 24, batchSize: 3 });
    const { scores } = await predictScores(model, batches(), undefined, { testTimeFlips: true });
    for await (const { images, labels } of batches()) {
      assertEquals(scores, await predictBatch(model, images, { testTimeFlips: true }));
      tf.dispose([images, labels]);
    }
    model.dispose();
  });
});

Deno.test("predictScores() keeps the order of the batches and frees them", async () => {
  await withTempDir(async (dir) => {
    const samples = (await writeFixturePosters(dir, 7)).reverse();
    const model = tinyModel();
    const size = { heightPx: 24, widthPx: 24 };
    const before = tf.memory().numTensors;
    const done: number[] = [];
    const { imdbIds, scores } = await predictScores(
      model,
      posterBatches(samples, { ...size, batchSize: 3 }),
      (nDone) => done.push(nDone),
    );
    assertEquals(imdbIds, [7, 6, 5, 4, 3, 2, 1]);
    assertEquals(done, [3, 6, 7]);
    assertEquals(tf.memory().numTensors, before);
    // Alone, each poster gets what it got in its batch, to within rounding.
    const alone = await predictScores(model, posterBatches(samples, { ...size, batchSize: 1 }));
    scores.forEach((row, i) =>
      row.forEach((value, j) => assert(Math.abs(value - alone.scores[i][j]) < 1e-6))
    );
    model.dispose();
  });
});

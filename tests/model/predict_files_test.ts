import { assert, assertAlmostEquals, assertEquals, assertNotEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { join } from "node:path";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { decodePoster } from "../../lib/posters/poster_image.ts";
import { predictBatch } from "../../lib/model/predict.ts";
import { imagesTensor } from "../../lib/dataset/batches.ts";
import {
  type FilePrediction,
  listPosterFiles,
  predictFiles,
  rankGenres,
} from "../../lib/model/predict_files.ts";
import { fixtureLabels, writeFixturePosters } from "../training/fixture_posters.ts";
import { withTempDir } from "../with_temp_dir.ts";
import { madeUpDecisions } from "./made_up_decisions.ts";
import { tinyMetadata, tinyModel } from "./tiny_model.ts";

await chooseBackend();

/** Predictions of an untrained tiny model. */
async function predictAll(files: readonly string[]): Promise<FilePrediction[]> {
  const model = tinyModel();
  const predictions = await Array.fromAsync(predictFiles(model, tinyMetadata, files));
  model.dispose();
  return predictions;
}

Deno.test("predictFiles() keeps the order and ranks all genres of each file", async () => {
  await withTempDir(async (dir) => {
    // More than one batch of 32.
    const files = (await writeFixturePosters(dir, 35)).map(({ posterFile }) => posterFile);
    const predictions = await predictAll(files);
    assertEquals(predictions.map(({ file }) => file), files);
    for (const prediction of predictions) {
      assert("genres" in prediction);
      assertEquals(prediction.genres.map(({ genre }) => genre).toSorted(), fixtureLabels);
      const probabilities = prediction.genres.map(({ probability }) => probability);
      assert(probabilities.every((value) => value >= 0 && value <= 1));
      assertEquals(probabilities, probabilities.toSorted((a, b) => b - a));
    }
  });
});

Deno.test("predictFiles() gives a damaged file its error and the others their own genres", async () => {
  await withTempDir(async (dir) => {
    const files = (await writeFixturePosters(dir, 6)).map(({ posterFile }) => posterFile);
    const expected = await predictAll(files);
    await Deno.writeTextFile(files[0], "not a picture");
    await Deno.writeFile(files[3], new Uint8Array());
    const missing = join(dir, "missing.jpg");
    const predictions = await predictAll([...files, missing]);
    assertEquals(
      predictions.map((prediction) => "error" in prediction ? prediction.error : null),
      [
        `Cannot read poster ${files[0]}: not a picture of a known format`,
        null,
        null,
        `Cannot read poster ${files[3]}: the file is empty`,
        null,
        null,
        `Cannot read poster ${missing}: No such file or directory (os error 2)`,
      ],
    );
    for (const i of [1, 2, 4, 5]) assertSameGenres(predictions[i], expected[i]);
  });
});

/** To within rounding, which depends on how many posters are predicted together. */
function assertSameGenres(actual: FilePrediction, expected: FilePrediction): void {
  assert("genres" in actual && "genres" in expected);
  assertEquals(actual.file, expected.file);
  const probabilityOf = new Map(expected.genres.map((entry) => [entry.genre, entry.probability]));
  for (const { genre, probability } of actual.genres) {
    assertAlmostEquals(probability, probabilityOf.get(genre)!, 1e-6);
  }
}

Deno.test("predictFiles() goes on where a whole batch is damaged, and frees its tensors", async () => {
  await withTempDir(async (dir) => {
    const samples = await writeFixturePosters(dir, 33);
    const files = samples.map(({ posterFile }) => posterFile);
    for (const file of files.slice(0, 32)) await Deno.writeTextFile(file, "x");
    const before = tf.memory().numTensors;
    const predictions = await predictAll(files);
    assertEquals(predictions.map((prediction) => "error" in prediction), [
      ...Array(32).fill(true),
      false,
    ]);
    assertEquals(tf.memory().numTensors, before);
  });
});

Deno.test("predictFiles() gives what the model gives for the decoded picture", async () => {
  await withTempDir(async (dir) => {
    const [{ posterFile }] = await writeFixturePosters(dir, 1);
    const [prediction] = await predictAll([posterFile]);
    const model = tinyModel();
    const images = imagesTensor([await decodePoster(posterFile, tinyMetadata)], tinyMetadata);
    const [probabilities] = await predictBatch(model, images);
    assert("genres" in prediction);
    assertEquals(prediction.genres, rankGenres(fixtureLabels, probabilities));
    model.dispose();
    images.dispose();
  });
});

Deno.test("predictFiles() takes the mean over mirrored pictures where the model asks for it", async () => {
  await withTempDir(async (dir) => {
    const [{ posterFile }] = await writeFixturePosters(dir, 1);
    const model = tinyModel();
    const images = imagesTensor([await decodePoster(posterFile, tinyMetadata)], tinyMetadata);
    const [own] = await predictBatch(model, images);
    const [mean] = await predictBatch(model, images, { testTimeFlips: true });
    assertNotEquals(mean, own);
    for (const [testTimeFlips, expected] of [[true, mean], [false, own]] as const) {
      const metadata = { ...tinyMetadata, testTimeFlips };
      const [prediction] = await Array.fromAsync(predictFiles(model, metadata, [posterFile]));
      assert("genres" in prediction);
      assertEquals(prediction.genres, rankGenres(fixtureLabels, expected));
    }
    model.dispose();
    images.dispose();
  });
});

Deno.test("predictFiles() calibrates and marks what is above the genre's threshold", async () => {
  await withTempDir(async (dir) => {
    const files = (await writeFixturePosters(dir, 2)).map(({ posterFile }) => posterFile);
    const raw = await predictAll(files);
    const { labels } = tinyMetadata;
    const made = madeUpDecisions(labels, "abc", { slope: 3, intercept: 0.5 });
    // A genre with a line and thresholds of its own.
    const thresholds = { macroF1: 0, microF1: 1, hammingLoss: 1 };
    const [first, ...others] = made.genres;
    const genres = [{ ...first, slope: 1, intercept: -4, thresholds }, ...others];
    const decisions = { ...made, genres };
    const model = tinyModel();
    for (const objective of ["macroF1", "hammingLoss"] as const) {
      const options = { decisions, objective };
      const decided = await Array.fromAsync(predictFiles(model, tinyMetadata, files, options));
      decided.forEach((prediction, i) => {
        const before = raw[i];
        assert("genres" in prediction && "genres" in before);
        const scores = prediction.genres.map(({ probability }) => probability);
        assertEquals(scores, scores.toSorted((a, b) => b - a));
        assertEquals(prediction.genres.length, labels.length);
        for (const { genre, probability, isPredicted } of prediction.genres) {
          const old = before.genres.find((row) => row.genre === genre)!.probability;
          const entry = genres.find((row) => row.genre === genre)!;
          const odds = Math.exp(entry.intercept) * (old / (1 - old)) ** entry.slope;
          assertAlmostEquals(probability, odds / (1 + odds), 1e-6);
          assertEquals(isPredicted, probability > entry.thresholds[objective]);
        }
        const own = prediction.genres.find(({ genre }) => genre === first.genre)!;
        assertEquals(own.isPredicted, objective === "macroF1");
      });
    }
    model.dispose();
  });
});

Deno.test("predictFiles() gives nothing for no file", async () => {
  assertEquals(await predictAll([]), []);
});

Deno.test("rankGenres() keeps the labels' order among equal probabilities", () => {
  assertEquals(rankGenres(["A", "B", "C"], [0.2, 0.5, 0.2]).map(({ genre }) => genre), [
    "B",
    "A",
    "C",
  ]);
});

Deno.test("listPosterFiles() lists a folder's pictures by name and keeps given files", async () => {
  await withTempDir(async (dir) => {
    const folder = join(dir, "posters");
    await Deno.mkdir(join(folder, "inner.jpg"), { recursive: true });
    for (const name of ["b.JPG", "a.png", "c.webp", "notes.txt", "inner.jpg/d.jpg"]) {
      await Deno.writeTextFile(join(folder, name), "");
    }
    const single = join(dir, "poster.data");
    await Deno.writeTextFile(single, "");
    assertEquals(await listPosterFiles([single, folder]), [
      single,
      join(folder, "a.png"),
      join(folder, "b.JPG"),
      join(folder, "c.webp"),
    ]);
    assertEquals(await listPosterFiles([]), []);
    const missing = join(dir, "missing.jpg");
    assertEquals(await listPosterFiles([missing]), [missing]);
  });
});

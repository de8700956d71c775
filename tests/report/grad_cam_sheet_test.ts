import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { join } from "node:path";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { decodePoster } from "../../lib/posters/poster_image.ts";
import { frequentGenres, gradCamSheet, topPosters } from "../../lib/report/grad_cam_sheet.ts";
import { tinyMetadata, tinyModel } from "../model/tiny_model.ts";
import { fixtureLabels, writeFixturePosters } from "../training/fixture_posters.ts";
import { withTempDir } from "../with_temp_dir.ts";

await chooseBackend();

const sampleOf = (imdbId: number, ...labels: readonly number[]) => ({
  imdbId,
  posterFile: `${imdbId}.jpg`,
  labels: Uint8Array.from(labels),
});

Deno.test("topPosters() are those that have the genre, the likeliest first", () => {
  const samples = [sampleOf(1, 1, 0), sampleOf(2, 0, 1), sampleOf(3, 1, 1), sampleOf(4, 1, 0)];
  // The scores have an order of their own, and lack a poster that could not be read.
  const scores = { imdbIds: [3, 2, 1], yScore: [[0.9, 0.2], [0.99, 0.4], [0.95, 0.1]] };
  const shown = (label: number) =>
    topPosters(label, samples, scores).map(({ sample, probability }) => [
      sample.imdbId,
      probability,
    ]);
  assertEquals(shown(0), [[1, 0.95], [3, 0.9]]);
  assertEquals(shown(1), [[2, 0.4], [3, 0.2]]);
});

Deno.test("frequentGenres() are in the order of their counts, without those of no sample", () => {
  const samples = [sampleOf(1, 0, 0, 1, 1), sampleOf(2, 1, 0, 1, 0)];
  assertEquals(frequentGenres(samples, ["A", "B", "C", "D"]), ["C", "A", "D"]);
});

Deno.test("gradCamSheet() shows each poster with its heat map, genre by genre", async () => {
  await withTempDir(async (dir) => {
    const samples = await writeFixturePosters(dir, 7); // red are 4 to 7, blue the odd ones
    const model = tinyModel();
    const imdbIds = samples.map(({ imdbId }) => imdbId);
    const yScore = imdbIds.map((imdbId) => [imdbId / 10, imdbId / 20, imdbId / 100]);
    const nTensors = tf.memory().numTensors;
    const options = { model, metadata: tinyMetadata, samples, scores: { imdbIds, yScore } };
    const sheet = await gradCamSheet({ ...options, genres: ["Red", "Blue"], nPerGenre: 2 });
    assertEquals(tf.memory().numTensors, nTensors);
    const lines = sheet.text.split("\n");
    assertEquals(lines.length, 2 * 2 * 2);
    const genresAt = (i: number) => fixtureLabels.filter((_, j) => samples[i].labels[j] === 1);
    assertEquals(lines[0], "Red | probability 7.0%");
    assertEquals(lines[2], "Red | probability 6.0%");
    assertEquals(lines[4], "Blue | probability 70%");
    assertEquals(lines[6], "Blue | probability 50%");
    assertMatch(lines[1], new RegExp(` \\| ${genresAt(6).join(", ")}$`));
    assertMatch(lines[3], new RegExp(` \\| ${genresAt(5).join(", ")}$`));
    const file = join(dir, "sheet.jpg");
    await Deno.writeFile(file, sheet.jpeg);
    const drawn = await decodePoster(file);
    assertEquals([drawn.widthPx, drawn.heightPx], [2 * sheet.widthPx, 2 * sheet.heightPx]);
    model.dispose();
  });
});

Deno.test("gradCamSheet() says where no place speaks for the genre", async () => {
  await withTempDir(async (dir) => {
    const [sample] = await writeFixturePosters(dir, 1);
    const model = tinyModel();
    // Without a way from the maps to the genre, nothing in the picture matters.
    const output = model.getLayer("dense_2");
    tf.tidy(() => output.setWeights(output.getWeights().map((weights) => tf.zerosLike(weights))));
    const sheet = await gradCamSheet({
      model,
      metadata: tinyMetadata,
      samples: [sample],
      scores: { imdbIds: [1], yScore: [[0.5, 0, 0]] },
      genres: ["Blue"],
    });
    assertEquals(sheet.text, "Blue | probability 50%\nno place speaks for it | Blue");
    model.dispose();
  });
});

Deno.test("gradCamSheet() refuses an unknown genre and one that no sample has", async () => {
  const model = tinyModel();
  const options = {
    model,
    metadata: tinyMetadata,
    samples: [sampleOf(1, 0, 0, 1)],
    scores: { imdbIds: [1], yScore: [[0, 0, 0.5]] },
  };
  await assertRejects(
    () => gradCamSheet({ ...options, genres: ["Pink"] }),
    RangeError,
    'a genre must be one of Blue, Green, Red: current value is "Pink"',
  );
  await assertRejects(
    () => gradCamSheet({ ...options, genres: ["Blue"] }),
    RangeError,
    'Cannot draw heat maps of "Blue" as one sample at least must have it',
  );
  model.dispose();
});

import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { imagesTensor, posterBatches, type PosterBatchOptions } from "../../lib/dataset/batches.ts";
import type { PartSample } from "../../lib/dataset/part_samples.ts";
import { decodePoster } from "../../lib/posters/poster_image.ts";
import { writeFixturePosters } from "../training/fixture_posters.ts";
import { withTempDir } from "../with_temp_dir.ts";

await chooseBackend();

const size = { heightPx: 24, widthPx: 24 };

/** A batch with its tensors as arrays, so that nothing has to be freed. */
interface PlainBatch {
  readonly imdbIds: readonly number[];
  readonly images: number[][][][];
  readonly labels: number[][];
  readonly end: number;
}

async function takeAll(
  samples: readonly PartSample[],
  options: Partial<PosterBatchOptions> = {},
): Promise<PlainBatch[]> {
  const taken: PlainBatch[] = [];
  for await (const batch of posterBatches(samples, { ...size, batchSize: 3, ...options })) {
    const { imdbIds, images, labels, end } = batch;
    taken.push({ imdbIds, images: await images.array(), labels: await labels.array(), end });
    tf.dispose([images, labels]);
  }
  return taken;
}

Deno.test("posterBatches() keeps the order; the last batch is smaller", async () => {
  await withTempDir(async (dir) => {
    const samples = (await writeFixturePosters(dir, 8)).toReversed();
    for (const prefetchBatches of [0, 1, 5]) {
      const batches = await takeAll(samples, { prefetchBatches });
      assertEquals(batches.map(({ imdbIds }) => imdbIds), [[8, 7, 6], [5, 4, 3], [2, 1]]);
      assertEquals(batches.map(({ end }) => end), [3, 6, 8]);
      assertEquals(batches.flatMap(({ labels }) => labels), samples.map((s) => [...s.labels]));
    }
  });
});

Deno.test("posterBatches() gives auxiliary targets where the samples have them", async () => {
  await withTempDir(async (dir) => {
    const samples = await writeFixturePosters(dir, 5);
    const withTargets = samples.map((sample) => ({
      ...sample,
      auxiliary: Float32Array.of(sample.imdbId / 4, 1),
    }));
    await Deno.writeTextFile(samples[1].posterFile, "not a picture");
    const rows: number[][][] = [];
    for await (const batch of posterBatches(withTargets, { ...size, batchSize: 3 })) {
      rows.push(await batch.auxiliary!.array());
      tf.dispose([batch.images, batch.labels, batch.auxiliary!]);
    }
    assertEquals(rows, [[[0.25, 1], [0.75, 1]], [[1, 1], [1.25, 1]]]);
    for await (const batch of posterBatches(samples, { ...size, batchSize: 3 })) {
      assertEquals(batch.auxiliary, undefined);
      tf.dispose([batch.images, batch.labels]);
    }
  });
});

Deno.test("posterBatches() gives each poster's pixels, divided by 255", async () => {
  await withTempDir(async (dir) => {
    const samples = await writeFixturePosters(dir, 2);
    const [{ images }] = await takeAll(samples);
    assertEquals([images.length, images[0].length, images[0][0].length], [2, 24, 24]);
    for (const [i, { posterFile }] of samples.entries()) {
      const { pixels } = await decodePoster(posterFile);
      const values = images[i].flat(2);
      assert(values.every((value) => value >= 0 && value <= 1));
      values.forEach((value, j) => assertAlmostEquals(value, pixels[j] / 255, 1e-7));
    }
  });
});

Deno.test("posterBatches() squeezes posters to the wanted height and width", async () => {
  await withTempDir(async (dir) => {
    const samples = await writeFixturePosters(dir, 1);
    const [{ images }] = await takeAll(samples, { heightPx: 32, widthPx: 22 });
    assertEquals([images[0].length, images[0][0].length, images[0][0][0].length], [32, 22, 3]);
  });
});

Deno.test("posterBatches() leaves out unreadable posters, tells of each and counts them in `end`", async () => {
  await withTempDir(async (dir) => {
    const samples = await writeFixturePosters(dir, 8);
    await Deno.writeTextFile(samples[1].posterFile, "not a picture");
    // The whole second batch.
    for (const { posterFile } of samples.slice(3, 6)) await Deno.remove(posterFile);
    const skipped: [number, string][] = [];
    const batches = await takeAll(samples, {
      onSkipped: (sample, error) => skipped.push([sample.imdbId, error.reason]),
    });
    assertEquals(batches.map(({ imdbIds }) => imdbIds), [[1, 3], [7, 8]]);
    assertEquals(batches.map(({ end }) => end), [3, 8]);
    assertEquals(batches[0].labels, [samples[0], samples[2]].map(({ labels }) => [...labels]));
    const missing = "No such file or directory (os error 2)";
    assertEquals(skipped.toSorted(([a], [b]) => a - b), [
      [2, "not a picture of a known format"],
      [4, missing],
      [5, missing],
      [6, missing],
    ]);
  });
});

Deno.test("posterBatches() throws what is not a poster's fault", async () => {
  await withTempDir(async (dir) => {
    const samples = await writeFixturePosters(dir, 1);
    await Deno.remove(samples[0].posterFile);
    await assertRejects(
      () =>
        takeAll(samples, {
          onSkipped: () => {
            throw new TypeError("the caller's own");
          },
        }),
      TypeError,
      "the caller's own",
    );
  });
});

Deno.test("posterBatches() makes tensors only for batches that are taken", async () => {
  await withTempDir(async (dir) => {
    const samples = await writeFixturePosters(dir, 9);
    const before = tf.memory().numTensors;
    for await (const { images, labels } of posterBatches(samples, { ...size, batchSize: 2 })) {
      assertEquals(tf.memory().numTensors, before + 2);
      tf.dispose([images, labels]);
      if (tf.memory().numTensors === before) break;
    }
    assertEquals(tf.memory().numTensors, before);
  });
});

Deno.test("posterBatches() gives the same batches with and without kept posters", async () => {
  await withTempDir(async (dir) => {
    const samples = await writeFixturePosters(dir, 7);
    await Deno.writeTextFile(samples[4].posterFile, "not a picture");
    const decodedDir = join(dir, "decoded");
    const decoded = await takeAll(samples);
    assertEquals(await takeAll(samples, { decodedDir }), decoded);
    assertEquals(await takeAll(samples, { decodedDir }), decoded);
    assertEquals(
      await takeAll(samples.toReversed(), { decodedDir }),
      await takeAll(samples.toReversed()),
    );
  });
});

Deno.test("posterBatches() reads ahead while a batch is in use, a bounded number of batches", async () => {
  await withTempDir(async (dir) => {
    // All but the first are missing: `onSkipped` tells when each was tried.
    const samples = Array.from({ length: 12 }, (_, i) => ({
      imdbId: i,
      posterFile: join(dir, `${i}.jpg`),
      labels: Uint8Array.of(1),
    }));
    const [readable] = await writeFixturePosters(dir, 1);
    await Deno.rename(readable.posterFile, samples[0].posterFile);
    let nTried = 0;
    const options = { ...size, batchSize: 1, prefetchBatches: 3, onSkipped: () => nTried++ };
    for await (const { images, labels } of posterBatches(samples, options)) {
      const sleep = () => new Promise((resolve) => setTimeout(resolve, 50));
      // Three ahead, and one that started when the first was taken.
      for (let i = 0; i < 200 && nTried < 4; i++) await sleep();
      await sleep();
      assertEquals(nTried, 4);
      tf.dispose([images, labels]);
      break;
    }
    assertEquals(nTried, 4);
  });
});

Deno.test("posterBatches() leaves nothing running where its consumer stops", async () => {
  await withTempDir(async (dir) => {
    const samples = await writeFixturePosters(dir, 9);
    const decodedDir = join(dir, "decoded");
    for await (const batch of posterBatches(samples, { ...size, batchSize: 2, decodedDir })) {
      tf.dispose([batch.images, batch.labels]);
      break;
    }
    // A poster still being kept would bring the folder back, and the test's end would find it.
    await Deno.remove(decodedDir, { recursive: true });
    await new Promise((resolve) => setTimeout(resolve, 50));
    await assertRejects(() => Deno.stat(decodedDir), Deno.errors.NotFound);
  });
});

Deno.test("imagesTensor() maps 0 to 0 and 255 to 1 and keeps rows, columns and channels", () => {
  const pixels = Uint8Array.of(0, 51, 102, 153, 204, 255, 255, 0, 51, 102, 153, 204);
  const tensor = imagesTensor([{ heightPx: 2, widthPx: 2, pixels }], { heightPx: 2, widthPx: 2 });
  assertEquals(tensor.shape, [1, 2, 2, 3]);
  const rounded = tensor.dataSync().map((value) => Math.round(value * 10));
  assertEquals([...rounded], [0, 2, 4, 6, 8, 10, 10, 0, 2, 4, 6, 8]);
  assertEquals(tensor.dataSync()[5], 1);
  tensor.dispose();
});

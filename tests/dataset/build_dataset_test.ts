import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { buildDataset, type BuildDatasetOptions } from "../../lib/dataset/build_dataset.ts";
import { readManifest } from "../../lib/dataset/manifest.ts";
import { partSamples } from "../../lib/dataset/part_samples.ts";
import { SPLIT_PARTS } from "../../lib/dataset/split_part.ts";
import { leftOutRows, madeUpPoster, madeUpRows, writeMadeUpData } from "./made_up_data.ts";

/** Builds from made-up data, in a folder that lasts as long as the test. */
async function withData(
  rows: readonly string[],
  use: (
    build: (options?: Partial<BuildDatasetOptions>) => ReturnType<typeof buildDataset>,
    dataDir: string,
  ) => Promise<void>,
) {
  const dataDir = await writeMadeUpData(rows);
  const outDir = join(dataDir, "out");
  try {
    await use((options) => buildDataset({ dataDir, outDir, name: "made-up", ...options }), dataDir);
  } finally {
    await Deno.remove(dataDir, { recursive: true });
  }
}

Deno.test("buildDataset() counts every movie that it leaves out", async () => {
  await withData([...madeUpRows, ...leftOutRows], async (build) => {
    const { funnel, skippedPosters } = await build();
    assertEquals(funnel, [
      { step: "rows", removed: 0, remaining: 64 },
      { step: "duplicate", removed: 1, remaining: 63 },
      { step: "blank", removed: 1, remaining: 62 },
      { step: "unknown year", removed: 1, remaining: 61 },
      { step: "too old", removed: 1, remaining: 60 },
      { step: "too new", removed: 0, remaining: 60 },
      { step: "no poster", removed: 1, remaining: 59 },
      { step: "unreadable poster", removed: 2, remaining: 57 },
      { step: "kept", removed: 0, remaining: 57 },
    ]);
    assertEquals(skippedPosters, [
      { imdbId: 110, step: "no poster", reason: "no such file" },
      {
        imdbId: 111,
        step: "unreadable poster",
        reason: "the JPEG file is cut off",
      },
      {
        imdbId: 112,
        step: "unreadable poster",
        reason: "not a picture of a known format",
      },
    ]);
  });
});

Deno.test("buildDataset() describes each movie and the split", async () => {
  await withData(madeUpRows, async (build) => {
    const { labels, samples, partSizes, labelCounts, samePosters } = await build();
    assertEquals(labels, ["Action", "Comedy", "Drama", "War"]);
    const { part: _, ...sample } = samples[1];
    assertEquals(sample, { imdbId: 101, year: 2001, imdbScore: 1, labels: [1, 2] });
    assertEquals(samples.map(({ imdbId }) => imdbId), samples.map(({ imdbId }) => imdbId).sort());
    // 57 samples: 45.6, 5.7 and 5.7.
    assertEquals(partSizes, { train: 45, val: 6, test: 6 });
    assertEquals(samePosters, { nGroups: 1, nMovies: 5 });
    // Of 12 movies with Action|War none lost its poster.
    const { train, val, test } = labelCounts[3];
    assertEquals(train + val + test, 12);
  });
});

Deno.test("buildDataset() never puts identical posters into two parts", async () => {
  await withData(madeUpRows, async (build) => {
    for (let seed = 0; seed < 10; seed++) {
      const { samples } = await build({ seed });
      const parts = samples.filter(({ imdbId }) => imdbId <= 104).map(({ part }) => part);
      assertEquals([parts.length, new Set(parts).size], [5, 1]);
    }
  });
});

Deno.test("buildDataset() gives the same bytes again, in another folder too", async () => {
  const bytes: string[] = [];
  for (let i = 0; i < 2; i++) {
    await withData(madeUpRows, async (build, dataDir) => {
      await build({ concurrency: 1 + i });
      bytes.push(await Deno.readTextFile(join(dataDir, "out", "manifest.json")));
      assert(!bytes[i].includes(dataDir));
    });
  }
  assertEquals(bytes[0], bytes[1]);
});

Deno.test("buildDataset() gives other hashes where the table or a poster differs", async () => {
  await withData(madeUpRows, async (build, dataDir) => {
    const before = await build();
    await Deno.writeFile(join(dataDir, "posters", "120.jpg"), await madeUpPoster(200));
    const after = await build();
    assertEquals(after.sha256.table, before.sha256.table);
    assert(after.sha256.posters !== before.sha256.posters);
    await Deno.writeTextFile(join(dataDir, "MovieGenre.csv"), "\r\n", { append: true });
    assert((await build()).sha256.table !== before.sha256.table);
  });
});

Deno.test("readManifest() gives back what buildDataset() returned", async () => {
  await withData(madeUpRows, async (build, dataDir) => {
    const manifest = await build({ toYear: 2008, unknownYear: "keep" });
    assertEquals(manifest.filter, { fromYear: 2000, toYear: 2008, unknownYear: "keep" });
    assertEquals(await readManifest(join(dataDir, "out")), manifest);
    assertEquals((await Array.fromAsync(Deno.readDir(join(dataDir, "out")))).length, 1);
  });
});

Deno.test("partSamples() of all parts are disjoint and complete", async () => {
  await withData(madeUpRows, async (build, dataDir) => {
    const manifest = await build();
    const samples = SPLIT_PARTS.flatMap((part) => partSamples(manifest, part, dataDir));
    const ids = samples.map(({ imdbId }) => imdbId).sort();
    assertEquals(ids, manifest.samples.map(({ imdbId }) => imdbId));
    const sample = samples.find(({ imdbId }) => imdbId === 101);
    assertEquals(sample, {
      imdbId: 101,
      posterFile: join(dataDir, "posters", "101.jpg"),
      labels: new Uint8Array([0, 1, 1, 0]),
    });
  });
});

Deno.test("buildDataset() tells how far it is", async () => {
  await withData(madeUpRows.slice(0, 3), async (build) => {
    const seen: [number, number][] = [];
    await build({ onProgress: ({ done, total }) => seen.push([done, total]) });
    assertEquals(seen, [[1, 3], [2, 3], [3, 3]]);
  });
});

Deno.test("buildDataset() with lenient records the rows that break a rule", async () => {
  const badRow = "N/A,http://example.org/1,Film 1 (2001),5,Drama,";
  await withData([badRow, ...madeUpRows], async (build) => {
    await assertRejects(() => build(), SyntaxError, 'line 2, column "imdbId"');
    const { funnel, rejectedRows } = await build({ lenient: true });
    assertEquals(funnel.slice(0, 2), [
      { step: "rows", removed: 0, remaining: 61 },
      { step: "rejected row", removed: 1, remaining: 60 },
    ]);
    assertEquals(rejectedRows, [
      { line: 2, column: "imdbId", rule: "be a positive integer", value: "N/A" },
    ]);
  });
});

Deno.test("buildDataset() rejects a range of years without a movie", async () => {
  await withData(madeUpRows, async (build) => {
    await assertRejects(
      () => build({ fromYear: 2030 }),
      RangeError,
      'Cannot build data set "made-up" as at least one movie must be left',
    );
  });
});

Deno.test("buildDataset() rejects a folder without posters", async () => {
  await withData(madeUpRows, async (build, dataDir) => {
    await Deno.remove(join(dataDir, "posters"), { recursive: true });
    await assertRejects(() => build(), Deno.errors.NotFound, join(dataDir, "posters"));
  });
});

Deno.test("buildDataset() rejects invalid fractions before it reads a poster", async () => {
  await withData(madeUpRows, async (build) => {
    let nPosters = 0;
    const fractions = { train: 0.9, val: 0.1, test: 0.1 };
    await assertRejects(
      () => build({ fractions, onProgress: () => nPosters++ }),
      RangeError,
      'current value is {"train":0.9',
    );
    assertEquals(nPosters, 0);
  });
});

import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import type { DatasetManifest } from "../../lib/dataset/dataset_manifest.ts";
import { readManifest, writeManifest } from "../../lib/dataset/manifest.ts";

const manifest: DatasetManifest = {
  formatVersion: 1,
  name: "made-up",
  labels: ["Drama", "War"],
  filter: { fromYear: 2000, toYear: null, unknownYear: "keep" },
  split: { seed: 1, fractions: { train: 0.5, val: 0.25, test: 0.25 } },
  partSizes: { train: 1, val: 0, test: 1 },
  labelCounts: [{ label: "Drama", train: 1, val: 0, test: 1 }, {
    label: "War",
    train: 1,
    val: 0,
    test: 0,
  }],
  funnel: [{ step: "rows", removed: 0, remaining: 2 }],
  samePosters: { nGroups: 0, nMovies: 0 },
  sha256: { table: "0".repeat(64), posters: "f".repeat(64) },
  rejectedRows: [],
  skippedPosters: [],
  samples: [
    { imdbId: 3, year: null, imdbScore: 0, labels: [0, 1], part: "train" },
    { imdbId: 5, year: 2003, imdbScore: 7.5, labels: [0], part: "test" },
  ],
};

async function withDir(use: (dir: string) => Promise<void>) {
  const dir = await Deno.makeTempDir();
  try {
    await use(dir);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

Deno.test("readManifest(writeManifest(manifest)) is the identity", async () => {
  await withDir(async (dir) => {
    assertEquals(await writeManifest(join(dir, "new"), manifest), join(dir, "new/manifest.json"));
    assertEquals(await readManifest(join(dir, "new")), manifest);
  });
});

Deno.test("writeManifest() gives every sample a line of its own", async () => {
  await withDir(async (dir) => {
    const lines = (await Deno.readTextFile(await writeManifest(dir, manifest))).split("\n");
    const sample = '    {"imdbId":5,"year":2003,"imdbScore":7.5,"labels":[0],"part":"test"}';
    assertEquals(lines.slice(-4), [sample, "  ]", "}", ""]);
  });
});

Deno.test("readManifest() rejects a folder without a manifest", async () => {
  await withDir(async (dir) => {
    await assertRejects(() => readManifest(dir), Deno.errors.NotFound, "manifest.json");
  });
});

Deno.test("readManifest() rejects half a file", async () => {
  await withDir(async (dir) => {
    const file = await writeManifest(dir, manifest);
    await Deno.writeTextFile(file, (await Deno.readTextFile(file)).slice(0, -20));
    await assertRejects(
      () => readManifest(dir),
      SyntaxError,
      `Cannot read ${file} as it must be JSON`,
    );
  });
});

const sample = manifest.samples[0];
const faults: readonly [Record<string, unknown>, typeof TypeError | typeof RangeError, string][] = [
  [{ formatVersion: 2 }, RangeError, "formatVersion must be 1 (build the data set again): cur"],
  [{ name: 3 }, TypeError, "name must be a string: current value is 3"],
  [{ split: null }, TypeError, "split must be an object: current value is null"],
  [{ funnel: "rows" }, TypeError, 'funnel must be a list of objects: current value is "rows"'],
  [{ labels: ["War", "War"] }, TypeError, "labels must be a list of different names"],
  [{ sha256: { table: "abc" } }, TypeError, "sha256.table must be 64 hexadecimal digits"],
  [{ samples: [] }, RangeError, "samples must be at least one: current value is []"],
  [{ samples: [sample, sample] }, RangeError, "samples[1].imdbId must be unique"],
  [{ samples: [{ ...sample, imdbId: "3" }] }, TypeError, "samples[0].imdbId must be a positive"],
  [{ samples: [{ ...sample, year: "1" }] }, TypeError, "samples[0].year must be an integer or"],
  [{ samples: [{ ...sample, imdbScore: 11 }] }, TypeError, "samples[0].imdbScore must be a number"],
  [{ samples: [{ ...sample, labels: [2] }] }, TypeError, "different integers from 0 to 1"],
  [
    { samples: [{ ...sample, part: "dev" }] },
    TypeError,
    'train, val, test: current value is "dev"',
  ],
  [{ partSizes: { train: 2, val: 0, test: 0 } }, RangeError, "partSizes must be what the samples"],
  [{ labelCounts: [] }, RangeError, "labelCounts must be what the samples give"],
];

for (const [change, Fault, message] of faults) {
  Deno.test(`readManifest() rejects ${JSON.stringify(change).slice(0, 70)}`, async () => {
    await withDir(async (dir) => {
      await writeManifest(dir, { ...manifest, ...change } as DatasetManifest);
      await assertRejects(() => readManifest(dir), Fault, message);
    });
  });
}

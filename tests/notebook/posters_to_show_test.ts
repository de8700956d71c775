import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import type { DataSource } from "../../lib/dataset/data_source.ts";
import { prepareDataset } from "../../lib/dataset/data_source.ts";
import { postersToShow } from "../../lib/notebook/posters_to_show.ts";
import { writeSampleSet } from "../../lib/sample/sample_set.ts";
import { withTempDir } from "../with_temp_dir.ts";

/** Two small sets of drawings, of which the first plays the posters of others. */
async function twoSets(dir: string): Promise<[DataSource, DataSource]> {
  const sources = [];
  for (const [i, name] of ["theirs", "drawings"].entries()) {
    const dataDir = join(dir, name);
    await writeSampleSet({ outDir: dataDir, nMovies: 60, seed: i });
    const source = { name, dataDir, datasetDir: join(dir, `${name}-set`), isSample: false };
    await prepareDataset(source);
    sources.push(source);
  }
  return sources as [DataSource, DataSource];
}

Deno.test("postersToShow() takes drawings in place of posters only where they are published", async () => {
  await withTempDir(async (dir) => {
    const [theirs, standIn] = await twoSets(dir);
    const own = await postersToShow(theirs, "train", { standIn });
    assertEquals(own.note, null);
    assert(own.samples.every(({ posterFile }) => posterFile.startsWith(theirs.dataDir)));
    const published = await postersToShow(theirs, "train", { publish: true, standIn });
    assertStringIncludes(published.note!, "`theirs` belong to others");
    assert(published.samples.length > 0);
    assert(published.samples.every(({ posterFile }) => posterFile.startsWith(standIn.dataDir)));
    assertEquals(published.samples[0].labels.length, published.labels.length);
    // Drawings of the sample set need no stand-in.
    const sample = { ...theirs, isSample: true };
    const free = await postersToShow(sample, "train", { publish: true, standIn });
    assertEquals([free.note, free.samples], [null, own.samples]);
  });
});

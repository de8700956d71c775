/** Which posters of a folder the pipeline benchmark reads. */
import { join } from "node:path";
import { checkPosters, posterFile } from "../../lib/dataset/poster_files.ts";

/**
 * Readable posters, evenly spaced over a data folder: by number movies are sorted by age, and old
 * posters are alike.
 * @param nWanted Posters, at most.
 * @param batchSize The result is a whole number of batches.
 * @returns Paths.
 * @throws {RangeError} If the folder has no whole batch.
 */
export async function choosePosters(
  dataDir: string,
  nWanted: number,
  batchSize: number,
): Promise<string[]> {
  const imdbIds = await postersIn(dataDir);
  const checks = await checkPosters(dataDir, evenlySpaced(imdbIds, nWanted));
  const files = checks.filter(({ status }) => status === "readable")
    .map(({ imdbId }) => posterFile(dataDir, imdbId));
  const nFiles = files.length - files.length % batchSize;
  if (!nFiles) {
    throw new RangeError(
      `Cannot measure with ${dataDir} as it must have ${batchSize} readable posters: ` +
        `current value is ${files.length}`,
    );
  }
  return files.slice(0, nFiles);
}

/** Numbers of the movies that have a poster file, ascending. */
async function postersIn(dataDir: string): Promise<number[]> {
  const imdbIds: number[] = [];
  try {
    for await (const { name } of Deno.readDir(join(dataDir, "posters"))) {
      const [, imdbId] = /^(\d+)\.jpg$/.exec(name) ?? [];
      if (imdbId) imdbIds.push(Number(imdbId));
    }
  } catch (cause) {
    if (!(cause instanceof Deno.errors.NotFound)) throw cause;
    throw new Error(`Cannot measure with ${dataDir} as it must hold posters/: there is none`, {
      cause,
    });
  }
  return imdbIds.sort((a, b) => a - b);
}

/** At most so many of the items, in their order and about equally far apart. */
export function evenlySpaced<T>(items: readonly T[], nWanted: number): T[] {
  if (items.length <= nWanted) return [...items];
  return Array.from({ length: nWanted }, (_, i) => items[Math.floor(i * items.length / nWanted)]);
}

/** A few small posters whose genres can be seen from their colour, for tests of training. */
import { join } from "node:path";
import type { PartSample } from "../../lib/dataset/part_samples.ts";
import { encodePng } from "../../lib/posters/poster_image.ts";
import { deriveSeed, makePrng } from "../../lib/random.ts";

/** Genres of the fixture: red, green or blue posters. */
export const fixtureLabels = ["Blue", "Green", "Red"];

/** Writes `n` posters of 24x24 pixels into the folder; the channel of a label is bright. */
export async function writeFixturePosters(dir: string, n: number): Promise<PartSample[]> {
  const samples: PartSample[] = [];
  for (let imdbId = 1; imdbId <= n; imdbId++) {
    const prng = makePrng(deriveSeed(5, "fixture", imdbId));
    const labels = Uint8Array.from([2, 1, 0], (_, i) => Number((imdbId >> i & 1) === 1));
    const pixels = Uint8Array.from({ length: 24 * 24 * 3 }, (_, i) => {
      const isBright = labels[2 - i % 3] === 1;
      return (isBright ? 170 : 20) + prng.integer(0, 60);
    });
    const posterFile = join(dir, `${imdbId}.jpg`);
    await Deno.writeFile(posterFile, await encodePng({ heightPx: 24, widthPx: 24, pixels }));
    samples.push({ imdbId, posterFile, labels });
  }
  return samples;
}

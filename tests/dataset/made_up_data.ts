import { join } from "node:path";
import { encodeJpeg } from "../../lib/posters/poster_image.ts";

const genres = ["Drama", "Comedy|Drama", "Action", "Action|War", "Comedy"];

/** Rows of a made-up table: 60 movies of 2000 to 2009. */
export const madeUpRows: readonly string[] = Array.from({ length: 60 }, (_, i) => {
  const [id, year] = [100 + i, 2000 + i % 10];
  return `${id},http://example.org/${id},Film ${id} (${year}),${i % 10},${
    genres[i % 5]
  },http://example.org/${id}.jpg`;
});

/** Rows that the default settings leave out, one for each reason, and one that stands twice. */
export const leftOutRows: readonly string[] = [
  madeUpRows[0],
  "300,http://example.org/300,Film 300 (2001),5,,http://example.org/300.jpg",
  "301,http://example.org/301,Film 301,5,Drama,http://example.org/301.jpg",
  "302,http://example.org/302,Film 302 (1999),5,Drama,http://example.org/302.jpg",
];

/** A poster of one colour; equal shades give equal bytes. */
export function madeUpPoster(shade: number): Promise<Uint8Array> {
  const pixels = new Uint8Array(12 * 8 * 3).fill(shade);
  return encodeJpeg({ heightPx: 12, widthPx: 8, pixels });
}

/**
 * Writes a made-up table and its posters in the layout of the real ones, in a new temporary folder.
 * The movies 100 to 104 share one poster; 110 has none, 111 half of one, 112 a text.
 */
export async function writeMadeUpData(rows: readonly string[] = madeUpRows): Promise<string> {
  const dir = await Deno.makeTempDir();
  await Deno.mkdir(join(dir, "posters"));
  const lines = ["imdbId,Imdb Link,Title,IMDB Score,Genre,Poster", ...rows, ""];
  await Deno.writeTextFile(join(dir, "MovieGenre.csv"), lines.join("\r\n"));
  for (let id = 100; id < 160; id++) {
    if (id === 110) continue;
    const poster = await madeUpPoster(id <= 104 ? 0 : id);
    const content = id === 111 ? poster.slice(0, poster.length - 40) : poster;
    await Deno.writeFile(join(dir, "posters", `${id}.jpg`), content);
  }
  await Deno.writeTextFile(join(dir, "posters", "112.jpg"), "Not Found");
  return dir;
}

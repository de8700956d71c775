/**
 * `deno task sample`: draws the sample set.
 * @module
 */
import { join } from "node:path";
import { writeFileAtomic } from "../atomic_file.ts";
import { dataSource } from "../dataset/data_source.ts";
import { checkPosters, posterFile } from "../dataset/poster_files.ts";
import { filterMovies } from "../metadata/filter_movies.ts";
import { loadMovies } from "../metadata/load_movies.ts";
import { renderPosterSheet } from "../report/poster_sheet.ts";
import { writeSampleSet } from "../sample/sample_set.ts";
import { mainOf } from "./main_of.ts";
import { newCommand, parseInteger } from "./options.ts";
import { terminalProgress } from "./terminal_progress.ts";

const nSheetPosters = 30;

await mainOf(async () => {
  const command = newCommand(
    "sample",
    "Draws the sample set: a table and posters in the real data's layout.",
  )
    .option("--out <folder>", "where to draw it", dataSource().dataDir)
    .option("--movies <number>", "movies in the table", parseInteger, 1500)
    .option("--seed <number>", "seed of the drawing", parseInteger, 20)
    .option("--sheet <file>", "also write a contact sheet (JPEG) of some posters with their genres")
    .parse(Deno.args, { from: "user" });
  const { out: outDir, movies: nMovies, seed, sheet } = command.opts<
    { out: string; movies: number; seed: number; sheet?: string }
  >();
  const summary = await writeSampleSet({ outDir, nMovies, seed, onProgress: terminalProgress() });
  const { nRows, nPosterFiles } = summary;
  console.log(`${nMovies} movies, ${nRows} rows, ${nPosterFiles} poster files, seed ${seed}`);
  if (sheet) await writeSheet(outDir, sheet);
  console.log(`The sample set is in ${outDir}. Next: deno task reproduce`);
});

/** Posters of the movies that the filter keeps, evenly spaced over the table. */
async function writeSheet(dataDir: string, file: string): Promise<void> {
  const { movies } = await loadMovies(join(dataDir, "MovieGenre.csv"));
  const { kept } = filterMovies(movies);
  const readable = (await checkPosters(dataDir, kept.map(({ imdbId }) => imdbId)))
    .filter(({ status }) => status === "readable");
  const step = Math.floor(readable.length / nSheetPosters);
  const posters = readable.filter((_, i) => i % step === 0).slice(0, nSheetPosters)
    .map(({ imdbId }) => ({
      image: posterFile(dataDir, imdbId),
      captionLines: [...kept.find((movie) => movie.imdbId === imdbId)!.genres].sort(),
    }));
  const { jpeg } = await renderPosterSheet(posters, { columns: 10, posterWidthPx: 91 });
  await writeFileAtomic(file, jpeg);
  console.log(`Contact sheet: ${file}`);
}

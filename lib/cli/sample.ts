/**
 * `deno task sample`: draws the sample set.
 * @module
 */
import { dataSource } from "../dataset/data_source.ts";
import { writeSampleSet } from "../sample/sample_set.ts";
import { mainOf } from "./main_of.ts";
import { newCommand, parseInteger } from "./options.ts";
import { terminalProgress } from "./terminal_progress.ts";

await mainOf(async () => {
  const command = newCommand(
    "sample",
    "Draws the sample set: a table and posters in the real data's layout.",
  )
    .option("--out <folder>", "where to draw it", dataSource().dataDir)
    .option("--movies <number>", "movies in the table", parseInteger, 1500)
    .option("--seed <number>", "seed of the drawing", parseInteger, 20)
    .parse(Deno.args, { from: "user" });
  const { out: outDir, movies: nMovies, seed } = command.opts<
    { out: string; movies: number; seed: number }
  >();
  const summary = await writeSampleSet({ outDir, nMovies, seed, onProgress: terminalProgress() });
  console.log(summary);
  console.log(`The sample set is in ${outDir}. Next: deno task reproduce`);
});

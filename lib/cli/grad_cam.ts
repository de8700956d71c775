/**
 * `deno task grad-cam`: where on a poster a run's network looks for a genre.
 * @module
 */
import { InvalidArgumentError } from "commander";
import { join } from "node:path";
import { writeFileAtomic } from "../atomic_file.ts";
import { chooseBackend } from "../backend/choose_backend.ts";
import { prepareDataset } from "../dataset/data_source.ts";
import { existingDecodedDir } from "../dataset/decoded_posters.ts";
import { partSamples } from "../dataset/part_samples.ts";
import { SPLIT_PARTS, type SplitPart } from "../dataset/split_part.ts";
import { checkSameDataset } from "../evaluation/evaluate_run.ts";
import { modelScores, runScores } from "../evaluation/run_scores.ts";
import { loadModel } from "../model/model_files.ts";
import { frequentGenres, gradCamSheet } from "../report/grad_cam_sheet.ts";
import { modelDirOf } from "../training/model_dir_of.ts";
import { readRunRecord } from "../training/run_record.ts";
import { bestModelDir } from "../training/train.ts";
import { runConfigFor, runDirOf } from "../training/train_run.ts";
import { mainOf } from "./main_of.ts";
import {
  addDataOptions,
  type DataOptions,
  datasetSettingsOf,
  newCommand,
  parseInteger,
  parseNames,
  sourceOf,
} from "./options.ts";
import { checkPrivatePath, postersDirOf } from "./poster_file_path.ts";
import { terminalProgress } from "./terminal_progress.ts";

/** Genres on a sheet for which none were asked. */
const nGenresShown = 8;

interface GradCamOptions extends DataOptions {
  readonly run: string;
  readonly model: string;
  readonly genres: readonly string[];
  readonly part: SplitPart;
  readonly each: number;
  readonly out?: string;
}

await mainOf(async () => {
  const command = newCommand(
    "grad-cam",
    "Draws where a run's network looks for a genre: of each genre the posters that have it and for " +
      "which it is found most likely, with a heat map of what speaks for it (Grad-CAM).",
  );
  addDataOptions(command)
    .option(
      "--run <name>",
      "name of the run under results/; the data set's default run if omitted",
      "",
    )
    .option(
      "--model <folder>",
      "folder of a trained network, such as results/best, in place of a run; it may have been " +
        "trained on another data set",
      "",
    )
    .option(
      "--genres <names>",
      `genres to draw, with commas between; the ${nGenresShown} most frequent by default`,
      parseNames,
      [],
    )
    .option("--part <train|val|test>", "part of the data set", parsePart, "val")
    .option("--each <number>", "posters of a genre, at most", parseInteger, 3)
    .option("--out <file>", "JPEG file; results/<run>/posters/grad_cam.jpg by default")
    .parse(Deno.args, { from: "user" });
  const options = command.opts<GradCamOptions>();
  const source = sourceOf(options);
  const runDir = runDirOf(source, runConfigFor(source), options.run);
  const wanted = options.out ?? join(postersDirOf(options.model || runDir), "grad_cam.jpg");
  const file = source.isSample ? wanted : checkPrivatePath(wanted);
  const record = await readRunRecord(runDir);
  if (!options.model && !record) {
    throw new Error(`Cannot draw heat maps of ${runDir} as it must hold a trained run`);
  }
  await chooseBackend();
  const onProgress = terminalProgress();
  const manifest = await prepareDataset(source, { ...datasetSettingsOf(options), onProgress });
  if (!options.model) await checkSameDataset(runDir, record!, source);
  const modelDir = options.model ? await modelDirOf(options.model) : bestModelDir(runDir);
  const { model, metadata } = await loadModel(modelDir);
  const samples = partSamples(manifest, options.part, source.dataDir, metadata.labels);
  const decodedDir = await existingDecodedDir(source.datasetDir);
  const scoring = { decodedDir, onProgress, prediction: metadata };
  const scores = options.model
    ? await modelScores(modelDir, options.part, samples, scoring)
    : await runScores(runDir, options.part, samples, scoring);
  const genres = options.genres.length
    ? options.genres
    : frequentGenres(samples, metadata.labels).slice(0, nGenresShown);
  const nPerGenre = options.each;
  const { jpeg } = await gradCamSheet({ model, metadata, samples, scores, genres, nPerGenre });
  await writeFileAtomic(file, jpeg);
  console.log(`Heat maps of ${genres.join(", ")} (dark: little, yellow: most): ${file}`);
  if (!source.isSample) {
    console.log("The sheet shows posters that belong to others: do not pass it on.");
  }
});

function parsePart(text: string): SplitPart {
  const part = SPLIT_PARTS.find((known) => known === text);
  if (!part) throw new InvalidArgumentError(`It must be one of ${SPLIT_PARTS.join(", ")}.`);
  return part;
}

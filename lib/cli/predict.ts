/**
 * `deno task predict`: genres of poster files.
 * @module
 */
import { basename, join } from "node:path";
import { chooseBackend } from "../backend/choose_backend.ts";
import { dataSource } from "../dataset/data_source.ts";
import { runConfigFor, runDirOf } from "../training/train_run.ts";
import { loadModel } from "../model/model_files.ts";
import { listPosterFiles, predictFiles } from "../model/predict_files.ts";
import { makeTable, terminalTable } from "../report/text_table.ts";
import { mainOf } from "./main_of.ts";
import { newCommand, parseInteger } from "./options.ts";

const sample = dataSource();
const defaultModel = runDirOf(sample, runConfigFor(sample));

await mainOf(async () => {
  const command = newCommand("predict", "Names the genres of posters, with probabilities.")
    .argument("<paths...>", "poster files, and folders of them")
    .option("--model <folder>", "a run under results/, or a folder with a model.json", defaultModel)
    .option("--top <number>", "genres shown in the table", parseInteger, 3)
    .option("--json", "one line of JSON a poster, with all genres", false)
    .parse(Deno.args, { from: "user" });
  const { model: modelPath, top, json } = command.opts<
    { model: string; top: number; json: boolean }
  >();

  await chooseBackend();
  const { model, metadata } = await loadModel(await modelDirOf(modelPath));
  const files = await listPosterFiles(command.args);
  const rows: Record<string, string>[] = [];
  let nFailed = 0;
  for await (const prediction of predictFiles(model, metadata, files)) {
    if ("error" in prediction) nFailed++;
    if (json) console.log(JSON.stringify(prediction));
    else if ("error" in prediction) console.error(prediction.error);
    else {
      const shown = prediction.genres.slice(0, top).map(({ genre, probability }) =>
        `${genre} ${(100 * probability).toFixed(0)} %`
      );
      rows.push({ poster: basename(prediction.file), genres: shown.join(" · ") });
    }
  }
  if (rows.length) console.log(terminalTable(makeTable(rows)));
  return nFailed ? 1 : 0;
});

/** The run's best model, or the folder itself where it holds a model. */
async function modelDirOf(path: string): Promise<string> {
  for (const dir of [join(path, "model"), path]) {
    try {
      await Deno.stat(join(dir, "model.json"));
      return dir;
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  throw new Error(
    `Cannot find a model in ${path}: train one (deno task reproduce) or name another (--model)`,
  );
}

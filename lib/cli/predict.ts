/**
 * `deno task predict`: genres of poster files.
 * @module
 */
import { InvalidArgumentError } from "commander";
import { basename, dirname, relative, resolve } from "node:path";
import { chooseBackend } from "../backend/choose_backend.ts";
import { DECISION_OBJECTIVES, type DecisionObjective, readDecisions } from "../model/decisions.ts";
import { loadModel, modelSha256 } from "../model/model_files.ts";
import { type GenreProbability, listPosterFiles, predictFiles } from "../model/predict_files.ts";
import { makeTable, terminalTable } from "../report/text_table.ts";
import { projectRoot } from "../setup/paths.ts";
import { BEST_MODEL, defaultModel, SAMPLE_RUN } from "../training/default_model.ts";
import { modelDirOf } from "../training/model_dir_of.ts";
import { mainOf } from "./main_of.ts";
import { newCommand, parseInteger } from "./options.ts";

const shown = (dir: string) => relative(projectRoot, dir);

await mainOf(async () => {
  const command = newCommand("predict", "Names the genres of posters, with probabilities.")
    .argument("<paths...>", "poster files, and folders of them")
    .option(
      "--model <folder>",
      "a run under results/, or a folder with a model.json; if omitted " +
        `${shown(BEST_MODEL)}, or where that is missing ${shown(SAMPLE_RUN)}`,
    )
    .option("--top <number>", "genres shown in the table", parseInteger, 3)
    .option("--json", "one line of JSON a poster, with all genres", false)
    .option(
      "--for <measure>",
      "what the deciding thresholds were chosen for: with macroF1 they name the most genres, with " +
        "hammingLoss the fewest, microF1 lies between",
      parseObjective,
      "microF1",
    )
    .option("--raw", "probabilities as the network gives them, without decisions.json", false)
    .parse(Deno.args, { from: "user" });
  const { model: modelPath, top, json, raw, for: objective } = command.opts<
    { model?: string; top: number; json: boolean; raw: boolean; for: DecisionObjective }
  >();

  await chooseBackend();
  const modelDir = await modelDirOf(modelPath ?? await defaultModel());
  const { model, metadata } = await loadModel(modelDir);
  const decisions = raw ? null : await readDecisions(dirname(resolve(modelDir)), {
    ...metadata,
    weightsSha256: await modelSha256(modelDir),
  });
  if (!raw && !decisions) {
    console.error(
      "No decisions.json beside the model: the probabilities are not calibrated and nothing is " +
        "marked as predicted (deno task evaluate writes it)",
    );
  }
  const options = decisions ? { decisions, objective } : undefined;
  const files = await listPosterFiles(command.args);
  const rows: Record<string, string>[] = [];
  let nFailed = 0;
  for await (const prediction of predictFiles(model, metadata, files, options)) {
    if ("error" in prediction) nFailed++;
    if (json) console.log(JSON.stringify(prediction));
    else if ("error" in prediction) console.error(prediction.error);
    else {
      const shown = prediction.genres.filter((row, i) => i < top || row.isPredicted);
      rows.push({
        poster: basename(prediction.file),
        genres: shown.map(describeGenre).join(" · "),
      });
    }
  }
  if (rows.length) console.log(terminalTable(makeTable(rows)));
  if (rows.length && decisions) console.log("✓ predicted: above the genre's threshold");
  return nFailed ? 1 : 0;
});

function describeGenre({ genre, probability, isPredicted }: GenreProbability): string {
  return `${genre} ${(100 * probability).toFixed(0)} %${isPredicted ? " ✓" : ""}`;
}

function parseObjective(text: string): DecisionObjective {
  const objective = DECISION_OBJECTIVES.find((known) => known === text);
  if (!objective) {
    throw new InvalidArgumentError(`It must be one of ${DECISION_OBJECTIVES.join(", ")}.`);
  }
  return objective;
}

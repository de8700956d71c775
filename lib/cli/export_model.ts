/**
 * `deno task export-model`: a run's best model as a folder that can be published.
 * @module
 */
import { InvalidArgumentError } from "commander";
import { relative, resolve } from "node:path";
import { chooseBackend } from "../backend/choose_backend.ts";
import { prepareDataset } from "../dataset/data_source.ts";
import { exportModel } from "../report/export_model.ts";
import { comparisonTable } from "../report/exported_model_card.ts";
import { terminalTable } from "../report/text_table.ts";
import { projectRoot } from "../setup/paths.ts";
import { BEST_MODEL } from "../training/default_model.ts";
import { runConfigFor, runDirOf } from "../training/train_run.ts";
import { mainOf } from "./main_of.ts";
import {
  addDataOptions,
  type DataOptions,
  datasetSettingsOf,
  newCommand,
  sourceOf,
} from "./options.ts";
import { terminalProgress } from "./terminal_progress.ts";

interface ExportOptions extends DataOptions {
  readonly run: string;
  readonly to: string;
  readonly maxMib: number;
}

await mainOf(async () => {
  const command = newCommand(
    "export-model",
    "Writes a run's best model in half precision, or in 8 bits where that is too large, with its decisions and a model card, and checks " +
      "on the validation part that the measures stay. `predict` takes the one in results/best by itself.",
  );
  addDataOptions(command)
    .option(
      "--run <name>",
      "name of the run under results/; the data set's default run if omitted",
      "",
    )
    .option("--to <folder>", "folder to write", relative(projectRoot, BEST_MODEL))
    .option("--max-mib <number>", "size of the folder in MiB, at most", parseSize, 16)
    .parse(Deno.args, { from: "user" });
  const options = command.opts<ExportOptions>();
  const source = sourceOf(options);
  const runDir = runDirOf(source, runConfigFor(source), options.run);
  const toDir = resolve(projectRoot, options.to);
  await chooseBackend();
  const onProgress = terminalProgress();
  await prepareDataset(source, { ...datasetSettingsOf(options), onProgress });
  const { maxMib: maxMiB } = options;
  const exported = await exportModel({ runDir, toDir, source, maxMiB, onProgress });
  const { totalBytes, weightsSha256, comparison } = exported;
  console.log(`\n${terminalTable(comparisonTable(comparison))}\n`);
  console.log(`Largest change of a probability: ${comparison.largestChange.toFixed(5)}`);
  console.log(`${toDir}: ${(totalBytes / 2 ** 20).toFixed(1)} MiB, weights ${weightsSha256}`);
});

function parseSize(text: string): number {
  const size = Number(text);
  if (!(size > 0)) throw new InvalidArgumentError("It must be a number above 0.");
  return size;
}

/**
 * `deno task average-weights`: one network from several runs.
 * @module
 */
import { basename } from "node:path";
import { chooseBackend, describeBackend } from "../backend/choose_backend.ts";
import { prepareDataset } from "../dataset/data_source.ts";
import { averageWeights } from "../evaluation/average_weights.ts";
import { computeMeasures } from "../evaluation/measures.ts";
import { validationScores } from "../evaluation/validate_run.ts";
import { ABLATION_MEASURES } from "../report/ablation_page.ts";
import { formatFixed } from "../report/format_number.ts";
import { measureDigits, measureHeader } from "../report/results_table.ts";
import { makeTable, terminalTable } from "../report/text_table.ts";
import { runDirOf } from "../training/train_run.ts";
import { readRunRecord } from "../training/run_record.ts";
import { mainOf } from "./main_of.ts";
import {
  addDataOptions,
  type DataOptions,
  datasetSettingsOf,
  newCommand,
  parseNames,
  runConfigOf,
  sourceOf,
} from "./options.ts";
import { terminalProgress } from "./terminal_progress.ts";

await mainOf(async () => {
  const command = newCommand(
    "average-weights",
    "Makes one network with the mean of several runs' weights, for runs that were tuned from the " +
      "same pretrained weights, and measures it beside them on the validation part.",
  );
  addDataOptions(command)
    .requiredOption("--members <names>", "runs under results/, with commas between", parseNames)
    .requiredOption("--run <name>", "name of the new run")
    .parse(Deno.args, { from: "user" });
  const options = command.opts<DataOptions & { members: readonly string[]; run: string }>();
  const source = sourceOf(options);
  const config = runConfigOf({ run: options.run, set: {} }, source);
  console.log(`Backend: ${describeBackend(await chooseBackend())}`);
  const onProgress = terminalProgress();
  await prepareDataset(source, { ...datasetSettingsOf(options), onProgress });
  const memberDirs = options.members.map((name) => runDirOf(source, config, basename(name)));
  const runDir = runDirOf(source, config, options.run);
  await averageWeights(runDir, memberDirs, source);

  const rows: Record<string, string>[] = [];
  for (const dir of [...memberDirs, runDir]) {
    const { threshold } = (await readRunRecord(dir))!.config;
    const { yTrue, yScore } = await validationScores(dir, source, onProgress);
    const measures = computeMeasures({ yTrue, yScore, threshold });
    rows.push({
      run: basename(dir),
      ...Object.fromEntries(
        ABLATION_MEASURES.map((
          key,
        ) => [measureHeader(key), formatFixed(measures[key], measureDigits(key))]),
      ),
    });
  }
  console.log(`\nValidation part:\n\n${terminalTable(makeTable(rows))}\n`);
  console.log("Next: deno task evaluate with the same data options and --run " + options.run);
});

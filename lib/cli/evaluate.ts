/**
 * `deno task evaluate`: measures a trained run.
 * @module
 */
import { chooseBackend, describeBackend } from "../backend/choose_backend.ts";
import { prepareDataset } from "../dataset/data_source.ts";
import { evaluateRun } from "../evaluation/evaluate_run.ts";
import { runCharts, writeRunCharts } from "../report/run_charts.ts";
import { printRunTable } from "./print_run_table.ts";
import { runDirOf } from "../training/train_run.ts";
import { mainOf } from "./main_of.ts";
import {
  addDataOptions,
  addRunOptions,
  type DataOptions,
  datasetSettingsOf,
  newCommand,
  runConfigOf,
  type RunOptions,
  sourceOf,
} from "./options.ts";
import { terminalProgress } from "./terminal_progress.ts";

await mainOf(async () => {
  const command = newCommand(
    "evaluate",
    "Measures a run's best weights on the validation and the test part, beside the baselines.",
  );
  addRunOptions(addDataOptions(command)).parse(Deno.args, { from: "user" });
  const options = command.opts<DataOptions & RunOptions>();
  const source = sourceOf(options);
  const runDir = runDirOf(source, runConfigOf(options, source), options.run);
  console.log(`Backend: ${describeBackend(await chooseBackend())}`);
  const onProgress = terminalProgress();
  await prepareDataset(source, { ...datasetSettingsOf(options), onProgress });
  const evaluated = await evaluateRun(runDir, source, onProgress);
  await writeRunCharts(runDir, await runCharts(runDir, evaluated));
  printRunTable(evaluated.metrics);
  console.log(`Numbers: ${runDir}/metrics.json, charts: ${runDir}/charts/`);
});

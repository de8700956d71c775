/**
 * `deno task keras-twin`: the original network in Keras on the same data, measured as ours.
 * @module
 */
import { interruptSignal, mainOf } from "../../lib/cli/main_of.ts";
import {
  addDataOptions,
  addRunOptions,
  type DataOptions,
  datasetSettingsOf,
  newCommand,
  runConfigOf,
  type RunOptions,
  sourceOf,
} from "../../lib/cli/options.ts";
import { printRunTable } from "../../lib/cli/print_run_table.ts";
import { terminalProgress } from "../../lib/cli/terminal_progress.ts";
import { prepareDataset } from "../../lib/dataset/data_source.ts";
import { evaluateRun } from "../../lib/evaluation/evaluate_run.ts";
import { runCharts, writeRunCharts } from "../../lib/report/run_charts.ts";
import { describeHistoryRow } from "../../lib/training/describe_history_row.ts";
import { runDirOf } from "../../lib/training/train_run.ts";
import { ensureBenchVenv } from "./bench_venv.ts";
import { trainKerasTwin } from "./train_keras_twin.ts";

await mainOf(async () => {
  const command = newCommand(
    "keras-twin",
    "Trains the original network in Keras on the same split with the same settings, and measures " +
      "it with our measures. The run is results/<data set>-keras-seed<seed>; goes on after its " +
      "last whole epoch.",
  );
  addRunOptions(addDataOptions(command)).parse(Deno.args, { from: "user" });
  const options = command.opts<DataOptions & RunOptions>();
  const source = sourceOf(options);
  const config = runConfigOf({ ...options, preset: options.preset ?? "original" }, source);
  const name = options.run || `${source.name}-keras-seed${config.seed}`;
  const runDir = runDirOf(source, config, name);
  await ensureBenchVenv((line) => console.error(line));
  const onProgress = terminalProgress();
  await prepareDataset(source, { ...datasetSettingsOf(options), onProgress });
  const isFinished = await trainKerasTwin({
    source,
    config,
    runDir,
    signal: interruptSignal(),
    onProgress,
    onSkipped: (imdbId, reason) => console.error(`Left out movie ${imdbId}: ${reason}`),
    onEpoch: (row) => console.log(describeHistoryRow(row)),
  });
  if (!isFinished) {
    console.log("Stopped. The same command goes on after the last whole epoch.");
    return 130;
  }
  const evaluated = await evaluateRun(runDir, source);
  await writeRunCharts(runDir, await runCharts(runDir, evaluated));
  printRunTable(evaluated.metrics);
  console.log(`The run is in ${runDir}`);
});

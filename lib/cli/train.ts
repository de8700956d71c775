/**
 * `deno task train`: trains a run in the terminal.
 * @module
 */
import { describeBackend } from "../backend/choose_backend.ts";
import { prepareDataset } from "../dataset/data_source.ts";
import { describeHistoryRow } from "../training/describe_history_row.ts";
import { describeTimeLeft } from "../training/time_left.ts";
import { runDirOf, trainRun } from "../training/train_run.ts";
import { interruptSignal, mainOf } from "./main_of.ts";
import {
  addDataOptions,
  addRunOptions,
  addStartOption,
  type DataOptions,
  datasetSettingsOf,
  newCommand,
  parseInteger,
  runConfigOf,
  type RunOptions,
  sourceOf,
  type StartOptions,
  withStart,
} from "./options.ts";
import { terminalProgress } from "./terminal_progress.ts";

interface TrainCommandOptions extends DataOptions, RunOptions, StartOptions {
  readonly resume: boolean;
  readonly networksAtOnce?: number;
}

await mainOf(async () => {
  const command = newCommand("train", "Trains the network and keeps the best epoch's weights.");
  addStartOption(addRunOptions(addDataOptions(command)))
    .option("--resume", "go on with the run of that name, if there is one", false)
    .option(
      "--networks-at-once <number>",
      "of a run with several: how many are trained at the same time; as cores and memory allow",
      parseInteger,
    )
    .parse(Deno.args, { from: "user" });
  const options = await withStart(command.opts<TrainCommandOptions>());
  const source = sourceOf(options);
  const config = runConfigOf(options, source);
  const runDir = runDirOf(source, config, options.run);
  const onProgress = terminalProgress();
  const manifest = await prepareDataset(source, { ...datasetSettingsOf(options), onProgress });
  const { train, val, test } = manifest.partSizes;
  console.log(`Data set ${source.name}: ${train} train, ${val} val, ${test} test posters.`);

  const { status, state } = await trainRun({
    source,
    config,
    runDir,
    resume: options.resume,
    networksAtOnce: options.networksAtOnce,
    signal: interruptSignal(),
    onProgress,
    onNetwork: (number, nNetworks) => console.log(`Network ${number} of ${nNetworks}:`),
    onBackend: (backend) => console.log(`Backend: ${describeBackend(backend)}`),
    onSkipped: (sample, error) =>
      console.error(`Left out movie ${sample.imdbId}: ${error.message}`),
    onEpoch: (row) => console.log(describeHistoryRow(row) + describeTimeLeft(row, config)),
  });
  if (status === "stopped") {
    console.log(`Stopped after step ${state.step}. Go on with the same command and --resume.`);
    return 130;
  }
  console.log(`Best epoch: ${state.bestEpoch}. The run is in ${runDir}`);
  console.log("Next: deno task evaluate with the same options.");
});

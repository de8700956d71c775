/**
 * `deno task evaluate`: measures a trained run.
 * @module
 */
import { basename } from "node:path";
import { chooseBackend, describeBackend } from "../backend/choose_backend.ts";
import { prepareDataset } from "../dataset/data_source.ts";
import { evaluateEnsemble } from "../evaluation/evaluate_ensemble.ts";
import { evaluateRun } from "../evaluation/evaluate_run.ts";
import { setPrediction } from "../evaluation/set_prediction.ts";
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
  parseNames,
  parseNumbers,
  runConfigOf,
  type RunOptions,
  sourceOf,
} from "./options.ts";
import { terminalProgress } from "./terminal_progress.ts";

interface EvaluateOptions extends DataOptions, RunOptions {
  readonly members: readonly string[];
  readonly flips?: boolean;
  readonly scales?: readonly number[];
}

await mainOf(async () => {
  const command = newCommand(
    "evaluate",
    "Measures a run's best weights on the validation and the test part, beside the baselines, and " +
      "chooses its calibration and thresholds on the validation part.",
  );
  addRunOptions(addDataOptions(command))
    .option(
      "--members <names>",
      "measure the mean probabilities of these runs, with commas between; --run names the result",
      parseNames,
      [],
    )
    .option(
      "--flips",
      "from now on the run's probabilities are means over each poster and its mirror image " +
        "(testTimeFlips); nothing is trained again",
    )
    .option("--no-flips", "from now on they are of each poster alone")
    .option(
      "--scales <numbers>",
      "from now on they are means over pictures of these sizes, as shares of the network's own, " +
        "with commas between (testTimeScales); 1 is that size alone",
      parseNumbers,
    )
    .parse(Deno.args, { from: "user" });
  const options = command.opts<EvaluateOptions>();
  const source = sourceOf(options);
  const { members } = options;
  const config = runConfigOf(options, source);
  const isEnsemble = members.length > 0;
  const name = options.run || (isEnsemble ? `${source.name}-mean-of-${members.length}` : "");
  const runDir = runDirOf(source, config, name);
  const { flips, scales } = options;
  if (flips !== undefined || scales) {
    if (isEnsemble) {
      throw new Error(
        "Cannot use --flips or --scales with --members as each member must have its own: " +
          "evaluate each with it",
      );
    }
    await setPrediction(runDir, {
      ...(flips !== undefined && { testTimeFlips: flips }),
      ...(scales && { testTimeScales: scales }),
    });
  }
  console.log(`Backend: ${describeBackend(await chooseBackend())}`);
  const onProgress = terminalProgress();
  await prepareDataset(source, { ...datasetSettingsOf(options), onProgress });
  const memberDirs = members.map((member) => runDirOf(source, config, basename(member)));
  const evaluated = isEnsemble
    ? await evaluateEnsemble(runDir, memberDirs, source, onProgress)
    : await evaluateRun(runDir, source, onProgress);
  await writeRunCharts(runDir, await runCharts(runDir, evaluated));
  printRunTable(evaluated.metrics);
  console.log(
    `\nNumbers: ${runDir}/metrics.json, calibration and thresholds: ${runDir}/decisions.json, ` +
      `charts: ${runDir}/charts/`,
  );
});

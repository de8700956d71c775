/**
 * `deno task reproduce`: all notebooks in order, then the table.
 * @module
 */
import { basename, join } from "node:path";
import { readRunMetrics } from "../evaluation/evaluate_run.ts";
import { runDirOf } from "../training/train_run.ts";
import { interruptSignal, mainOf } from "./main_of.ts";
import {
  addDataOptions,
  addRunOptions,
  addStartOption,
  type DataOptions,
  newCommand,
  runConfigOf,
  type RunOptions,
  sourceOf,
  type StartOptions,
  withStart,
} from "./options.ts";
import { notebookParameters } from "./notebook_parameters.ts";
import { printRunTable } from "./print_run_table.ts";
import { NOTEBOOKS, runNotebooks } from "./run_notebooks.ts";

await mainOf(async () => {
  const command = newCommand(
    "reproduce",
    "Runs the five notebooks: explore, build the data set, train, evaluate, predict; then prints " +
      "the table. Without options on the sample set, whose posters are drawn by code. Goes on " +
      "where it was stopped.",
  );
  addStartOption(addRunOptions(addDataOptions(command))).parse(Deno.args, { from: "user" });
  const options = await withStart(command.opts<DataOptions & RunOptions & StartOptions>());
  const source = sourceOf(options);
  const config = runConfigOf(options, source);
  const runDir = runDirOf(source, config, options.run);

  const { fromYear, toYear = null, unknownYear, splitSeed, lenient } = options;
  const filter = { fromYear, toYear, unknownYear, splitSeed, lenient };
  const run = basename(runDir);
  const parameters = notebookParameters({ source, ...filter, run, config, publish: false });
  const isComplete = await runNotebooks(
    NOTEBOOKS.map((name) => ({
      name,
      output: join(runDir, "notebooks", `${name}.ipynb`),
      parameters: parameters[name],
    })),
    interruptSignal(),
  );
  if (!isComplete) {
    console.log("Stopped. The same command goes on from here.");
    return 130;
  }
  printRunTable((await readRunMetrics(runDir))!);
  console.log(`
The run is in results/${run}:
  metrics.json, history.csv, config.json, environment.json   the numbers and how they came about
  charts/                                                    every chart as PNG, SVG and Vega-Lite
  notebooks/                                                 the executed notebooks
  model/                                                     the trained network (tfjs format)

Next:
  deno task predict --model results/${run} <posters>         genres of your own posters
  deno task lab                                              the notebooks in JupyterLab
  deno task reproduce --data <folder>                        the same on real posters (data/README.md)`);
});

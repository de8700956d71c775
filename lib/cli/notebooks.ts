/**
 * `deno task notebooks`: runs the notebooks and saves them in place, fit for publishing.
 * @module
 */
import { basename } from "node:path";
import { type DataSource, dataSource } from "../dataset/data_source.ts";
import { readManifest } from "../dataset/manifest.ts";
import { checkSameDataset } from "../evaluation/evaluate_run.ts";
import { removeIfExists } from "../remove_if_exists.ts";
import { readRunProgress } from "../training/run_progress.ts";
import { readRunRecord } from "../training/run_record.ts";
import { runConfigFor, runDirOf } from "../training/train_run.ts";
import { isFinished } from "../training/training_state.ts";
import { interruptSignal, mainOf } from "./main_of.ts";
import { notebookParameters } from "./notebook_parameters.ts";
import { newCommand } from "./options.ts";
import {
  type NotebookJob,
  type NotebookName,
  notebookPath,
  NOTEBOOKS,
  runNotebooks,
} from "./run_notebooks.ts";

interface NotebooksOptions {
  readonly data: string;
  readonly dataset: string;
  readonly run: string;
  readonly keepRun: boolean;
}

await mainOf(async () => {
  const command = newCommand(
    "notebooks",
    "Runs the notebooks, each from a fresh kernel, and saves them with their outputs in " +
      "notebooks/: with --data on a trained run of that data, without posters of it (drawings of " +
      "the sample set stand in), else on the sample set. The notebooks' code stays as it is.",
  )
    .argument("[names...]", "only the notebooks whose names begin with one of these, such as 01 04")
    .option(
      "--data <folder>",
      "folder with MovieGenre.csv and posters/; the sample set if omitted",
      "",
    )
    .option("--dataset <name>", "name of the data set under data/; the folder's by default", "")
    .option(
      "--run <name>",
      "with --data, the trained run; <data set>-original-seed1 by default",
      "",
    )
    .option("--keep-run", "go on with the sample set's run instead of training it anew", false)
    .parse(Deno.args, { from: "user" });
  const options = command.opts<NotebooksOptions>();
  const names = chosenNotebooks(command.args);
  const jobs = options.data
    ? await publishedJobs(names, options)
    : await sampleJobs(names, options);
  return await runNotebooks(jobs, interruptSignal()) ? 0 : 130;
});

/** The notebooks whose names begin in one of the ways; all of them if none is given. */
function chosenNotebooks(starts: readonly string[]): NotebookName[] {
  for (const start of starts) {
    if (NOTEBOOKS.some((name) => name.startsWith(start))) continue;
    throw new RangeError(
      `Cannot run notebooks as each name must begin one of ${NOTEBOOKS.join(", ")}: ` +
        `current value is "${start}"`,
    );
  }
  return NOTEBOOKS.filter((name) =>
    starts.length === 0 || starts.some((start) => name.startsWith(start))
  );
}

async function sampleJobs(
  names: readonly NotebookName[],
  { dataset, run, keepRun }: NotebooksOptions,
): Promise<NotebookJob[]> {
  if (dataset || run) {
    throw new Error(
      "Cannot choose a data set or run as the notebooks then need --data: current value is " +
        `"${dataset || run}" without it`,
    );
  }
  const source = dataSource();
  if (names.includes("03_train_cnn") && !keepRun) {
    await removeIfExists(runDirOf(source, runConfigFor(source)));
  }
  return names.map((name) => ({ name, output: notebookPath(name) }));
}

/** The run must be there, and its data set is taken as it is: nothing is trained here for hours. */
async function publishedJobs(
  names: readonly NotebookName[],
  { data, dataset, run }: NotebooksOptions,
): Promise<NotebookJob[]> {
  const source = dataSource(data, dataset);
  const runDir = runDirOf(source, runConfigFor(source), run);
  const record = await readRunRecord(runDir);
  const checkpoint = record && await readRunProgress(runDir, record.config);
  if (!record || !checkpoint || !isFinished(checkpoint.state, record.config)) {
    throw new Error(
      `Cannot take ${runDir} as it must hold a trained run, finished on this machine: ` +
        "train one (deno task reproduce --data)",
    );
  }
  await checkSameDataset(runDir, record, source);
  const { filter, split, rejectedRows } = await readManifest(source.datasetDir);
  const parameters = notebookParameters({
    source,
    ...filter,
    splitSeed: split.seed,
    lenient: rejectedRows.length > 0,
    run: basename(runDir),
    config: record.config,
    publish: true,
  });
  return names.map((name) => ({
    name,
    output: notebookPath(name),
    parameters: parameters[name],
    outputsNote: outputsNote(source, "run" in parameters[name] ? basename(runDir) : null),
  }));
}

function outputsNote({ name }: DataSource, run: string | null): string {
  return `**The outputs saved here are of the data set \`${name}\`${
    run === null ? "" : `, run \`${run}\``
  }** (\`deno task notebooks --data <folder>\`). Run as it stands, this notebook works on the ` +
    "sample set.";
}

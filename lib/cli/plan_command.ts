/**
 * What the commands that work through a plan of runs share.
 * @module
 */
import type { Command } from "commander";
import { chooseBackend, describeBackend } from "../backend/choose_backend.ts";
import { terminalTable, type TextTable } from "../report/text_table.ts";
import { interruptSignal } from "./main_of.ts";
import { parseInteger } from "./options.ts";
import type { JobsOutcome, RunJobsOptions } from "./run_jobs.ts";
import { terminalProgress } from "./terminal_progress.ts";

/** Values of {@linkcode addPlanOptions}. */
export interface PlanCommandOptions {
  /** Folder with the table and the posters; empty for the sample set. */
  readonly data: string;
  /** Name of the main data set; empty for the folder's. */
  readonly dataset: string;
  /** Seed of the split. */
  readonly splitSeed: number;
  /** Whether broken rows of the table are left out. */
  readonly lenient: boolean;
  /** Names, or how they begin; none for all. */
  readonly only?: readonly string[];
  /** Runs that are trained at the same time. */
  readonly runsAtOnce: number;
  /** Whether to say what is done and do nothing. */
  readonly list: boolean;
}

/** Adds the options of a command that works through a plan. */
export function addPlanOptions(command: Command): Command {
  return command
    .option(
      "--data <folder>",
      "folder with MovieGenre.csv and posters/; the sample set if omitted",
      "",
    )
    .option("--dataset <name>", "name of the main data set; the folder's by default", "")
    .option("--split-seed <number>", "seed of the split", parseInteger, 1)
    .option("--lenient", "leave out table rows that break a rule instead of stopping", false)
    .option("--only <names...>", "only the runs whose names begin with one of these")
    .option(
      "--runs-at-once <number>",
      "runs that are trained at the same time, each with its share of the cores",
      parseInteger,
      1,
    )
    .option("--list", "say what is done and what is left, and do nothing", false);
}

/**
 * Works through a plan, with a table of its state at the end; with `--list` the table alone.
 * @param run Does the work.
 * @param stateOf What is done and what is left.
 * @returns The command's exit code.
 */
export async function workThroughPlan(
  { list, splitSeed, lenient, runsAtOnce }: PlanCommandOptions,
  run: (options: RunJobsOptions) => Promise<JobsOutcome>,
  stateOf: () => Promise<TextTable>,
): Promise<number> {
  const printTable = async () => console.log(`\n${terminalTable(await stateOf())}\n`);
  if (list) {
    await printTable();
    return 0;
  }
  console.log(`Backend: ${describeBackend(await chooseBackend())}`);
  const { isStopped, failed } = await run({
    splitSeed,
    lenient,
    runsAtOnce,
    signal: interruptSignal(),
    onProgress: terminalProgress(),
    say: (line) => console.log(line),
  });
  await printTable();
  if (failed.length) console.error(`Failed: ${failed.join(", ")}`);
  if (isStopped) {
    console.log("Stopped. The same command goes on from here.");
    return 130;
  }
  if (failed.length) return 1;
  console.log("All done. Next: deno task report");
  return 0;
}

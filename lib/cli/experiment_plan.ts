/**
 * The runs behind the project's tables, in the order in which they are worth having.
 * @module
 */
import type { RunConfig } from "../config.ts";
import { dataSource } from "../dataset/data_source.ts";
import type { FilterMoviesOptions } from "../metadata/filter_movies.ts";
import { runConfigFor, runDirOf } from "../training/train_run.ts";
import { chooseByName } from "./choose_by_name.ts";
import type { RunJob } from "./run_job.ts";

/** One run of the plan. */
export interface Experiment {
  /** Name of the run, after that of the main data set and a hyphen. */
  readonly name: string;
  /** What the run is for. */
  readonly purpose: string;
  /** Ending of the data set's name; the main data set if omitted. */
  readonly dataset?: string;
  /** Movies of the data set, where they differ from the main one's. */
  readonly filter?: FilterMoviesOptions;
  /** Preset and what differs from it. */
  readonly settings: Partial<RunConfig>;
}

/** An experiment on data that is there. */
export type ExperimentJob = RunJob;

const seedOf = (preset: string, purpose: string) => (seed: number): Experiment => ({
  name: `${preset}-seed${seed}`,
  purpose: `${purpose}; several seeds give mean and spread`,
  settings: { preset, seed },
});

const original = seedOf("original", "the original network");
const best = seedOf("best", "the shipped network");
const scratch = seedOf("scratch", "the best network without foreign weights");

const fromYear = (year: number): Experiment => ({
  name: `from${year}-original-seed1`,
  purpose: `age filter: movies from ${year} on`,
  dataset: `from${year}`,
  filter: { fromYear: year },
  settings: { preset: "original", seed: 1 },
});

const shares = (preset: string): Experiment[] =>
  [0.125, 0.25, 0.5].map((trainShare) => ({
    name: `${preset}-share${trainShare}-seed1`,
    purpose: `learning curve: ${100 * trainShare} % of the training posters`,
    settings: { preset, seed: 1, trainShare },
  }));

/** All experiments. Where a name is a run's default name, `deno task reproduce` finds the run. */
export const EXPERIMENTS: readonly Experiment[] = [
  original(1),
  original(2),
  original(3),
  {
    name: "original-batch-1-seed1",
    purpose: "batch size 1, as in the original script",
    // Ten epochs take days on a processor; the reported weights were those of epoch 3.
    settings: { preset: "original-batch-1", seed: 1, epochs: 3 },
  },
  fromYear(2005),
  fromYear(2010),
  ...shares("original"),
  {
    name: "unknown-year-kept-original-seed1",
    purpose: "movies of unknown year kept, as the original script did",
    dataset: "unknown-year-kept",
    filter: { unknownYear: "keep" },
    settings: { preset: "original", seed: 1 },
  },
  {
    name: "original-bfloat16-seed1",
    purpose: "convolutions in bfloat16: does the original network read as well in less time?",
    settings: { preset: "original", seed: 1, precision: "bfloat16" },
  },
  best(1),
  scratch(1),
  best(2),
  best(3),
  ...shares("best"),
  scratch(2),
  scratch(3),
  original(4),
  original(5),
];

/** Options of {@linkcode planExperiments}. */
export interface PlanOptions {
  /** Folder with the table and the posters; empty for the sample set. */
  readonly data: string;
  /** Name of the main data set; empty for the folder's. */
  readonly dataset: string;
  /** Names, or how they begin; none for all. */
  readonly only?: readonly string[];
  /** Epochs of every run, at most. */
  readonly epochs?: number;
}

/**
 * The experiments on a folder of data, in the plan's order.
 * @throws {RangeError} If no experiment's name begins with one of `only`.
 */
export function planExperiments(options: PlanOptions): ExperimentJob[] {
  const { data, dataset, only = [], epochs = Infinity } = options;
  const main = dataSource(data, dataset);
  return chooseByName(EXPERIMENTS, only)
    .map(({ name, purpose, dataset: ending, filter = {}, settings }) => {
      const source = ending ? dataSource(data, `${main.name}-${ending}`) : main;
      const whole = runConfigFor(source, settings);
      const config = runConfigFor(source, { ...settings, epochs: Math.min(whole.epochs, epochs) });
      const runDir = runDirOf(source, config, `${main.name}-${name}`);
      return { name, purpose, source, filter, config, runDir };
    });
}

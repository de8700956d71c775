/**
 * Options that several commands share.
 * @module
 */
import { Command, InvalidArgumentError } from "commander";
import { isAbsolute, relative, resolve } from "node:path";
import { DEFAULT_RUN_CONFIG, type RunConfig } from "../config.ts";
import { PRESETS } from "../presets.ts";
import { type DataSource, dataSource } from "../dataset/data_source.ts";
import type { FilterMoviesOptions } from "../metadata/filter_movies.ts";
import { projectRoot } from "../setup/paths.ts";
import { startSettings } from "../training/start_from.ts";
import { runConfigFor } from "../training/train_run.ts";

/** A command of `deno task`. */
export function newCommand(name: string, description: string): Command {
  return new Command(`deno task ${name}`)
    .description(description)
    .showHelpAfterError("(--help shows the options)");
}

/** Values of {@linkcode addDataOptions}. */
export interface DataOptions {
  /** Folder with the table and the posters; empty for the sample set. */
  readonly data: string;
  /** Name of the data set; empty for the folder's. */
  readonly dataset: string;
  /** First year of release. */
  readonly fromYear: number;
  /** Last year of release. */
  readonly toYear?: number;
  /** What becomes of movies of unknown year. */
  readonly unknownYear: "drop" | "keep";
  /** Seed of the split. */
  readonly splitSeed: number;
  /** Whether broken rows are left out. */
  readonly lenient: boolean;
}

/** Adds the options that say which data set is used. */
export function addDataOptions(command: Command): Command {
  return command
    .option(
      "--data <folder>",
      "folder with MovieGenre.csv and posters/; the sample set if omitted",
      "",
    )
    .option("--dataset <name>", "name of the data set under data/; the folder's by default", "")
    .option("--from-year <year>", "first year of release", parseInteger, 2000)
    .option("--to-year <year>", "last year of release, included; no limit by default", parseInteger)
    .option(
      "--unknown-year <drop|keep>",
      "what to do with movies of unknown year",
      parseUnknown,
      "drop",
    )
    .option("--split-seed <number>", "seed of the split", parseInteger, 1)
    .option("--lenient", "leave out table rows that break a rule instead of stopping", false);
}

/** Where the data of these options is. */
export function sourceOf(options: DataOptions): DataSource {
  return dataSource(options.data, options.dataset);
}

/** The filter's and split's settings of these options. */
export function datasetSettingsOf(
  options: DataOptions,
): FilterMoviesOptions & { splitSeed: number; lenient: boolean } {
  const { fromYear, toYear, unknownYear, splitSeed, lenient } = options;
  return { fromYear, ...(toYear !== undefined && { toYear }), unknownYear, splitSeed, lenient };
}

/** Values of {@linkcode addRunOptions}. */
export interface RunOptions {
  /** Name of the preset. */
  readonly preset?: string;
  /** Name of the run; empty for the default. */
  readonly run: string;
  /** Seed of the run. */
  readonly seed?: number;
  /** Passes over the training part. */
  readonly epochs?: number;
  /** Epochs without improvement before stopping. */
  readonly patience?: number;
  /** Posters in an update. */
  readonly batchSize?: number;
  /** The optimizer's step size. */
  readonly learningRate?: number;
  /** Whether the usual kernels are taken instead of the fastest. */
  readonly deterministic?: boolean;
  /** Further settings. */
  readonly set: Partial<RunConfig>;
}

/** Adds the options that say what a run does. */
export function addRunOptions(command: Command): Command {
  const { seed, epochs, batchSize, learningRate, patienceEpochs } = DEFAULT_RUN_CONFIG;
  const presets = Object.keys(PRESETS).join(", ");
  const shown = (value: number) => `the preset's by default (original: ${value})`;
  return command
    .option("--preset <name>", `set of values: ${presets}; sample on the sample set, else original`)
    .option(
      "--run <name>",
      "name of the run under results/; <data set>-<preset>-seed<seed> by default",
      "",
    )
    .option(
      "--seed <number>",
      `seed of weights, shuffles, augmentation and dropout; ${shown(seed)}`,
      parseInteger,
    )
    .option("--epochs <number>", `passes over the training part; ${shown(epochs)}`, parseInteger)
    .option(
      "--patience <epochs>",
      `stop after so many epochs that are no better on validation; ${shown(patienceEpochs)}`,
      parseInteger,
    )
    .option("--batch-size <number>", `posters in an update; ${shown(batchSize)}`, parseInteger)
    .option(
      "--learning-rate <number>",
      `the optimizer's step size; ${shown(learningRate)}`,
      parseNumber,
    )
    .option(
      "--deterministic",
      "take the usual kernels instead of the fastest, so that other machines choose the same",
    )
    .option(
      "--set <key=value>",
      "any other setting of a run (lib/run_config.ts); may be repeated",
      parseSetting,
      {},
    );
}

/** Values of {@linkcode addStartOption}. */
export interface StartOptions {
  /** Folder of the run or model to start from. */
  readonly startFrom?: string;
}

/** Adds the option that says which saved network a run starts from. */
export function addStartOption(command: Command): Command {
  return command.option(
    "--start-from <folder>",
    "run or model whose saved network is trained further, such as one of train-backbone; what of it " +
      "learns is said by --set 'frozenBefore=<layer>', with --set frozenBatchNorm=true its averages " +
      "stay",
  );
}

/**
 * The options, with the settings that the saved network asks for among those of `--set`.
 * @throws {Error} If there is no such network.
 */
export async function withStart<Options extends RunOptions & StartOptions>(
  options: Options,
): Promise<Options> {
  if (!options.startFrom) return options;
  // Runs speak of folders as the project's folder sees them.
  const folder = resolve(options.startFrom);
  const fromProject = relative(projectRoot, folder);
  const isOutside = fromProject.startsWith("..") || isAbsolute(fromProject);
  const settings = await startSettings(isOutside ? folder : fromProject);
  return { ...options, set: { ...settings, ...options.set } };
}

/** The run's configuration that these options ask for. */
export function runConfigOf(options: RunOptions, source: DataSource): RunConfig {
  return runConfigFor(source, {
    preset: options.preset,
    seed: options.seed,
    epochs: options.epochs,
    patienceEpochs: options.patience,
    batchSize: options.batchSize,
    learningRate: options.learningRate,
    deterministic: options.deterministic,
    ...options.set,
  });
}

/** An option's whole number. @throws {InvalidArgumentError} If it is none. */
export function parseInteger(text: string): number {
  if (!/^-?\d+$/.test(text)) throw new InvalidArgumentError("It must be an integer.");
  return Number(text);
}

/** An option's names, divided by commas. */
export function parseNames(text: string): string[] {
  return text.split(",").map((name) => name.trim()).filter(Boolean);
}

/** An option's numbers, divided by commas. */
export function parseNumbers(text: string): number[] {
  return parseNames(text).map(parseNumber);
}

function parseNumber(text: string): number {
  if (text.trim() === "" || Number.isNaN(Number(text))) {
    throw new InvalidArgumentError("It must be a number.");
  }
  return Number(text);
}

function parseUnknown(text: string): string {
  if (text !== "drop" && text !== "keep") {
    throw new InvalidArgumentError("It must be drop or keep.");
  }
  return text;
}

/** Adds `key=value` to the settings before it. @throws {InvalidArgumentError} If it is none. */
export function parseSetting(
  text: string,
  before: Record<string, unknown>,
): Record<string, unknown> {
  const [, key, value] = /^(\w+)=(.+)$/.exec(text) ?? [];
  if (key === undefined) throw new InvalidArgumentError("It must look like denseUnits=256.");
  return { ...before, [key]: parseValue(key, value) };
}

/** A number, a list, a word, true or false; lib/config.ts knows which one the setting needs. */
function parseValue(key: string, value: string): unknown {
  if (value === "true" || value === "false") return value === "true";
  if (/^[a-z][\w./-]*$/i.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    throw new InvalidArgumentError(
      `The value of ${key} must be a number, a word, true, false or a list like [32,64].`,
    );
  }
}

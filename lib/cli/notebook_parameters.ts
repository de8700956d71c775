/**
 * What the notebooks are told of a data set and a run.
 * @module
 */
import type { RunConfig } from "../config.ts";
import type { DataSource } from "../dataset/data_source.ts";
import type { NotebookName } from "./run_notebooks.ts";

/** What {@linkcode notebookParameters} turns into parameters. */
export interface NotebookSubject {
  /** Data. */
  readonly source: DataSource;
  /** First year of release. */
  readonly fromYear: number | null;
  /** Last year of release; null for no limit. */
  readonly toYear: number | null;
  /** What becomes of movies of unknown year. */
  readonly unknownYear: "drop" | "keep";
  /** Seed of the split. */
  readonly splitSeed: number;
  /** Whether broken rows are left out. */
  readonly lenient: boolean;
  /** Name of the run. */
  readonly run: string;
  /** All values of the run. */
  readonly config: RunConfig;
  /** Whether drawings stand in for posters. */
  readonly publish: boolean;
}

/** Values for the parameters cell of each notebook. */
export function notebookParameters(
  { source, fromYear, toYear, unknownYear, splitSeed, lenient, run, config, publish }:
    NotebookSubject,
): Readonly<Record<NotebookName, Readonly<Record<string, unknown>>>> {
  const data = source.isSample ? "" : source.dataDir;
  const dataset = source.name;
  return {
    "01_explore_movies": { data, fromYear, lenient },
    "02_build_dataset": {
      data,
      dataset,
      fromYear,
      toYear,
      unknownYear,
      splitSeed,
      lenient,
      publish,
    },
    "03_train_cnn": { data, dataset, run, overrides: config },
    "04_evaluate": { data, dataset, run },
    "05_predict": { data, dataset, run, publish },
  };
}

/**
 * A run that a plan asks for.
 * @module
 */
import type { RunConfig } from "../config.ts";
import type { DataSource } from "../dataset/data_source.ts";
import type { FilterMoviesOptions } from "../metadata/filter_movies.ts";

/** A run on data that is there. */
export interface RunJob {
  /** Name of the run, after that of the main data set. */
  readonly name: string;
  /** What the run is for. */
  readonly purpose: string;
  /** Data set. */
  readonly source: DataSource;
  /** Movies of the data set. */
  readonly filter: FilterMoviesOptions;
  /** All values of the run. */
  readonly config: RunConfig;
  /** Folder of the run. */
  readonly runDir: string;
  /** Whether nothing is trained, as the run is made of others. */
  readonly isDerived?: boolean;
}

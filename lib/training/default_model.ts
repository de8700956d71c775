/**
 * Which model predicts where none is named.
 * @module
 */
import { join } from "node:path";
import { dataSource } from "../dataset/data_source.ts";
import { projectRoot } from "../setup/paths.ts";
import { hasModel } from "./model_dir_of.ts";
import { runConfigFor, runDirOf } from "./train_run.ts";

const sample = dataSource();

/** Folder of the published model, if one was exported. */
export const BEST_MODEL: string = join(projectRoot, "results", "best");

/** Folder of the sample set's run. */
export const SAMPLE_RUN: string = runDirOf(sample, runConfigFor(sample));

/**
 * The model to predict with where none is named: the published one where it is there.
 * @param otherwise Folder of the run that is taken else; the sample set's by default.
 * @param best Folder of the published model; {@linkcode BEST_MODEL} by default.
 * @returns One of the two folders.
 */
export async function defaultModel(otherwise = SAMPLE_RUN, best = BEST_MODEL): Promise<string> {
  return await hasModel(join(best, "model")) ? best : otherwise;
}

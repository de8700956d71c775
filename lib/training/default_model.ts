/**
 * Which model predicts where none is named.
 * @module
 */
import { join } from "node:path";
import { dataSource } from "../dataset/data_source.ts";
import { projectRoot } from "../setup/paths.ts";
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

/**
 * Folder with the `model.json` that a path means: a run's best model, or the folder itself.
 * @throws {Error} If there is no model.
 */
export async function modelDirOf(path: string): Promise<string> {
  for (const dir of [join(path, "model"), path]) if (await hasModel(dir)) return dir;
  throw new Error(
    `Cannot find a model in ${path}: train one (deno task reproduce) or name another (--model)`,
  );
}

async function hasModel(dir: string): Promise<boolean> {
  try {
    return (await Deno.stat(join(dir, "model.json"))).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    // The path is that of a file.
    if (error instanceof Deno.errors.NotADirectory) return false;
    throw error;
  }
}

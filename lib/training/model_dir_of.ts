/**
 * Where a model lies.
 * @module
 */
import { join } from "node:path";

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

/** Whether a folder holds a `model.json`. */
export async function hasModel(dir: string): Promise<boolean> {
  try {
    return (await Deno.stat(join(dir, "model.json"))).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    // The path is that of a file.
    if (error instanceof Deno.errors.NotADirectory) return false;
    throw error;
  }
}

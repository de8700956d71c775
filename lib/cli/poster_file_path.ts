/**
 * Where pictures that show posters may be written.
 * @module
 */
import { isAbsolute, join, relative, resolve } from "node:path";
import { projectRoot } from "../setup/paths.ts";

/** Folder of a run for pictures that show posters; git ignores it. */
export function postersDirOf(runDir: string): string {
  return join(runDir, "posters");
}

/**
 * Refuses a place inside the checkout for a picture of real posters, but for the folder of
 * {@linkcode postersDirOf}: posters belong to their owners and must not get into the repository.
 * @param file Path of the picture.
 * @returns The same as an absolute path.
 * @throws {Error} If the file would lie elsewhere in the checkout.
 */
export function checkPrivatePath(file: string): string {
  const path = resolve(file);
  const inProject = relative(projectRoot, path).replaceAll("\\", "/");
  const isOutside = inProject.startsWith("../") || isAbsolute(inProject);
  if (isOutside || /^results\/[^/]+\/posters\//.test(inProject)) return path;
  throw new Error(
    "Cannot write real posters there as the file must be outside the checkout or in " +
      `results/<run>/posters/: current value is ${inProject}`,
  );
}

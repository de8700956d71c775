/**
 * Which version of the code computes.
 * @module
 */
import { relative } from "node:path";
import { CommandError, runCommand } from "../setup/command.ts";
import { projectRoot } from "../setup/paths.ts";

/** What decides a run's numbers; edits elsewhere, such as in documents, do not count. */
const codePaths = ["lib", "deno.json", "deno.lock"];

/**
 * The commit that a clone is at, followed by `+changes` where a file of `lib/` or the packages'
 * versions were edited since.
 * @param dir Root folder of the clone.
 * @returns Null where there is no git, the folder is no clone, or nothing was committed yet.
 */
export async function gitCommit(dir: string = projectRoot): Promise<string | null> {
  const git = (...args: readonly string[]) => runCommand("git", ["-C", dir, ...args]);
  try {
    const root = (await git("rev-parse", "--show-toplevel")).trim();
    // An unpacked archive may lie inside another project's clone.
    if (relative(await Deno.realPath(root), await Deno.realPath(dir)) !== "") return null;
    const commit = (await git("rev-parse", "HEAD")).trim();
    const changes = await git("status", "--porcelain", "--", ...codePaths);
    return changes === "" ? commit : `${commit}+changes`;
  } catch (error) {
    if (error instanceof CommandError) return null;
    throw error;
  }
}

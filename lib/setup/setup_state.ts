/**
 * What the set-up has done, so that the next call does only what changed.
 * @module
 */
import { createHash } from "node:crypto";
import { dirname } from "node:path";
import { setupStateFile } from "./paths.ts";
import type { TensorflowInstallation } from "./tensorflow.ts";

/** The file `.cache/setup.json`. */
export interface SetupState {
  /** Fingerprint of what each finished step was made from. */
  readonly steps: Readonly<Record<string, string>>;
  /** What came of the native library. */
  readonly tensorflow?: TensorflowInstallation;
}

/** Reads the state; an empty one if there is none or it is damaged. */
export function readSetupState(): SetupState {
  try {
    const state = JSON.parse(Deno.readTextFileSync(setupStateFile)) as SetupState | null;
    return typeof state?.steps === "object" && state.steps !== null ? state : { steps: {} };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof SyntaxError) return { steps: {} };
    throw error;
  }
}

/** Writes the state aside, then renames it. */
export function writeSetupState(state: SetupState): void {
  Deno.mkdirSync(dirname(setupStateFile), { recursive: true });
  Deno.writeTextFileSync(setupStateFile + ".part", JSON.stringify(state, null, 2) + "\n");
  Deno.renameSync(setupStateFile + ".part", setupStateFile);
}

/** Fingerprint of files' contents and of further texts. */
export function fingerprint(files: readonly URL[], ...texts: readonly string[]): string {
  const hash = createHash("sha256");
  for (const file of files) hash.update(Deno.readFileSync(file)).update("\0");
  for (const text of texts) hash.update(text).update("\0");
  return hash.digest("hex");
}

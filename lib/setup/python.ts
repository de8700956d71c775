/**
 * The virtual environment with Jupyter.
 * @module
 */
import { join } from "node:path";
import { CommandError, runCommand } from "./command.ts";
import { projectRoot, venvDir, venvPython } from "./paths.ts";

const requirements = join(projectRoot, "lib", "setup", "requirements.txt");
const candidates = ["python3", "python3.13", "python3.12", "python3.11", "python3.10", "python"];

/**
 * Makes `.venv` and installs the pinned Jupyter into it.
 * @throws {Error} If no Python of version 3.10 or newer, or no `venv` module, is there.
 */
export async function installJupyter(): Promise<void> {
  const python = await findPython();
  try {
    await runCommand(python, ["-m", "venv", "--clear", venvDir]);
  } catch (cause) {
    throw new Error(
      `Cannot make ${venvDir} with ${python}: the notebooks need Python's venv module ` +
        `(Debian and Ubuntu: apt-get install python3-venv).\n${(cause as Error).message}`,
      { cause },
    );
  }
  await pipInstall(["--requirement", requirements]);
}

/** Installs packages into `.venv`. */
export async function pipInstall(args: readonly string[]): Promise<void> {
  const options = ["--disable-pip-version-check", "--no-input", "--no-cache-dir", "--quiet"];
  await runCommand(venvPython, ["-m", "pip", "install", ...options, ...args]);
}

async function findPython(): Promise<string> {
  const wanted = Deno.env.get("PYTHON");
  const seen: string[] = [];
  for (const candidate of wanted ? [wanted] : candidates) {
    try {
      const version = (await runCommand(candidate, [
        "-c",
        "import sys; print('%d.%d' % sys.version_info[:2])",
      ])).trim();
      const [major, minor] = version.split(".").map(Number);
      if (major === 3 && minor >= 10) return candidate;
      seen.push(`${candidate} is ${version}`);
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
    }
  }
  throw new Error(
    "Cannot set up Jupyter as Python must be 3.10 or newer: " +
      (seen.length ? seen.join(", ") : "none was found") +
      ". Install one, or name it in the variable PYTHON.",
  );
}

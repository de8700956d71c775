/** The Python environment of the rivals; the project itself does not need it. */
import { join } from "node:path";
import { readTextIfExists } from "../../lib/atomic_file.ts";
import { runCommand } from "../../lib/setup/command.ts";
import { projectRoot, venvPython } from "../../lib/setup/paths.ts";
import { fingerprint } from "../../lib/setup/setup_state.ts";

const venvDir = join(projectRoot, ".cache", "bench-venv");
const requirements = new URL("requirements.txt", import.meta.url);

/** Python interpreter of the environment. */
export const benchPython: string = Deno.build.os === "windows"
  ? join(venvDir, "Scripts", "python.exe")
  : join(venvDir, "bin", "python");

/** Makes `.cache/bench-venv` unless it is there and made from the same requirements. */
export async function ensureBenchVenv(say: (line: string) => void): Promise<void> {
  const marker = join(venvDir, "made-from.txt");
  const wanted = fingerprint([requirements], projectRoot);
  if (await readTextIfExists(marker) === wanted) return;
  say(
    "Installing Keras and its TensorFlow into .cache/bench-venv (1.6 GB, about a minute, once) ...",
  );
  const started = performance.now();
  await runCommand(venvPython, ["-m", "venv", "--clear", venvDir]);
  const options = ["--disable-pip-version-check", "--no-input", "--no-cache-dir", "--quiet"];
  const file = join(projectRoot, "tests", "bench", "requirements.txt");
  await runCommand(benchPython, ["-m", "pip", "install", ...options, "--requirement", file]);
  await Deno.writeTextFile(marker, wanted);
  say(`Installed in ${Math.round((performance.now() - started) / 1000)} s.`);
}

/** Whether the environment has a package, such as one that was added by hand. */
export async function hasPythonPackage(name: string): Promise<boolean> {
  const code = `import importlib.util as u; print(u.find_spec("${name}") is not None)`;
  return (await runCommand(benchPython, ["-c", code])).trim() === "True";
}

/**
 * The project's own Jupyter kernel: the Deno that runs the set-up, found only through JUPYTER_PATH.
 * @module
 */
import { join } from "node:path";
import { tensorflowEnvironment } from "./environment.ts";
import { jupyterDir } from "./paths.ts";

/** Writes the kernel's description to `.jupyter/kernels/deno/kernel.json`. */
export async function writeKernelSpec(): Promise<void> {
  const dir = join(jupyterDir, "kernels", "deno");
  await Deno.mkdir(dir, { recursive: true });
  const spec = {
    argv: [Deno.execPath(), "jupyter", "--kernel", "--conn", "{connection_file}"],
    display_name: "Deno (movie posters)",
    language: "typescript",
    // Colour codes would end in saved outputs.
    env: { ...tensorflowEnvironment, NO_COLOR: "1" },
  };
  await Deno.writeTextFile(join(dir, "kernel.json"), JSON.stringify(spec, null, 2) + "\n");
}

/**
 * Where the set-up puts things: all inside the clone. The files of this folder import nothing but
 * Deno's built-in modules, because they run before any package is installed.
 * @module
 */
import { fileURLToPath } from "node:url";
import { dirname, join } from "node:path";

/** Root folder of the project, absolute. */
export const projectRoot: string = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

const isWindows = Deno.build.os === "windows";

/** The virtual environment with Jupyter and TensorFlow's C library. */
export const venvDir: string = join(projectRoot, ".venv");

/** Python interpreter of {@linkcode venvDir}. */
export const venvPython: string = isWindows
  ? join(venvDir, "Scripts", "python.exe")
  : join(venvDir, "bin", "python");

/** Jupyter's data, configuration and runtime files, the kernel's description among them. */
export const jupyterDir: string = join(projectRoot, ".jupyter");

/** What the set-up has done already. */
export const setupStateFile: string = join(projectRoot, ".cache", "setup.json");

/** The installed package that binds TensorFlow's C library to JavaScript. */
export const tfjsNodeDir: string = join(projectRoot, "node_modules", "@tensorflow", "tfjs-node");

/** The library of that package that binds the two. */
export const tfjsBindingFile: string = join(tfjsNodeDir, "lib", "napi-v8", "tfjs_binding.node");

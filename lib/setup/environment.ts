/**
 * Environment variables that the project's processes run under.
 * @module
 */
import { join } from "node:path";
import { jupyterDir } from "./paths.ts";

/** Read by TensorFlow when its library is loaded. */
export const tensorflowEnvironment: Readonly<Record<string, string>> = {
  // oneDNN's kernels; TensorFlow takes them by itself only on processors with AVX512_VNNI or newer.
  TF_ENABLE_ONEDNN_OPTS: "1",
  // Errors only: start-up chatter would end in saved notebooks.
  TF_CPP_MIN_LOG_LEVEL: "2",
};

/** Keeps Jupyter's files inside the clone and its kernel outputs free of colour codes. */
export const jupyterEnvironment: Readonly<Record<string, string>> = {
  JUPYTER_PATH: jupyterDir,
  JUPYTER_DATA_DIR: join(jupyterDir, "data"),
  JUPYTER_CONFIG_DIR: join(jupyterDir, "config"),
  JUPYTER_RUNTIME_DIR: join(jupyterDir, "runtime"),
  JUPYTERLAB_WORKSPACES_DIR: join(jupyterDir, "workspaces"),
  JUPYTERLAB_SETTINGS_DIR: join(jupyterDir, "settings"),
  IPYTHONDIR: join(jupyterDir, "ipython"),
  PYTHONDONTWRITEBYTECODE: "1",
};

/** Sets the variables that the user has not set. */
export function setDefaultEnvironment(variables: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(variables)) {
    if (Deno.env.get(name) === undefined) Deno.env.set(name, value);
  }
}

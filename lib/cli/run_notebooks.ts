/**
 * Runs notebooks one after the other with progress in the terminal.
 * @module
 */
import { join } from "node:path";
import { executeNotebook } from "../notebook/execute_notebook.ts";
import { formatDuration } from "../progress.ts";
import { projectRoot } from "../setup/paths.ts";
import { writeProgressText } from "./terminal_progress.ts";

/** The notebooks in the order in which they build on each other. */
export const NOTEBOOKS = [
  "01_explore_movies",
  "02_build_dataset",
  "03_train_cnn",
  "04_evaluate",
  "05_predict",
] as const;

/** Name of a notebook, without its ending. */
export type NotebookName = typeof NOTEBOOKS[number];

/** A notebook to run. */
export interface NotebookJob {
  /** Name of the notebook. */
  readonly name: NotebookName;
  /** Where the executed notebook is written. */
  readonly output: string;
  /** Values for its parameters cell. */
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** What the saved notebook says below its parameters cell in place of these values. */
  readonly outputsNote?: string;
}

const fileIntervalMs = 10_000;

/**
 * Runs the notebooks in order.
 * @param signal Stops after the notebook under way, whose kernel is interrupted.
 * @returns Whether all were run.
 */
export async function runNotebooks(
  jobs: readonly NotebookJob[],
  signal?: AbortSignal,
): Promise<boolean> {
  for (const [i, { name, output, parameters, outputsNote }] of jobs.entries()) {
    const started = performance.now();
    const label = `[${i + 1}/${jobs.length}] ${name}`;
    const show = throttledText();
    await executeNotebook(notebookPath(name), output, {
      parameters,
      outputsNote,
      signal,
      onEvent: (event) => {
        if (event.event === "cell") show(`${label} · cell ${event.number}/${event.total}`);
        else if (event.event === "progress") show(`${label} · ${event.text}`);
      },
    });
    const took = formatDuration((performance.now() - started) / 1000);
    writeProgressText(`${label} · ${signal?.aborted ? "stopped" : "done"} in ${took}`, true);
    if (signal?.aborted) return false;
  }
  return true;
}

/** Path of a notebook of the project. */
export function notebookPath(name: NotebookName): string {
  return join(projectRoot, "notebooks", `${name}.ipynb`);
}

/** In a terminal every text is shown, in a log one every ten seconds. */
function throttledText(): (text: string) => void {
  if (Deno.stderr.isTerminal()) return (text) => writeProgressText(text, false);
  let lastShownMs = -Infinity;
  return (text) => {
    if (performance.now() - lastShownMs < fileIntervalMs) return;
    lastShownMs = performance.now();
    writeProgressText(text, false);
  };
}

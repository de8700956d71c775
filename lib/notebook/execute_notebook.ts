/**
 * Runs notebooks without a browser.
 * @module
 */
import { join } from "node:path";
import { readLines } from "../read_lines.ts";
import { jupyterEnvironment } from "../setup/environment.ts";
import { projectRoot, venvPython } from "../setup/paths.ts";

/** What happens while a notebook runs. */
export type NotebookEvent =
  | { readonly event: "cell"; readonly number: number; readonly total: number; title: string }
  | { readonly event: "progress" | "error"; readonly text: string };

/** Options of {@linkcode executeNotebook}. */
export interface ExecuteNotebookOptions {
  /** Values for the cell tagged `parameters`. */
  readonly parameters?: Readonly<Record<string, unknown>>;
  /**
   * Markdown that says what the saved outputs are of. With it the notebook is saved without the
   * cell that holds the given values, so that it stays as it was but for its outputs; the words
   * stand below the cell tagged `parameters`.
   */
  readonly outputsNote?: string;
  /** Told of each cell, of marked progress and of an error. */
  readonly onEvent?: (event: NotebookEvent) => void;
  /** Interrupts the kernel, as Jupyter's Interrupt button does; the notebook then goes on. */
  readonly signal?: AbortSignal;
  /** Use nbclient as it is, which loses outputs that arrive late; for the test of the guard. */
  readonly isPlain?: boolean;
}

/**
 * Runs a notebook from a fresh kernel in the notebook's folder and saves it with its outputs.
 * @param notebook Path of the notebook.
 * @param output Where the executed notebook is written; also when a cell fails.
 * @throws {Error} If a cell fails; the message holds the cell's error.
 */
export async function executeNotebook(
  notebook: string,
  output: string,
  { parameters = {}, outputsNote, onEvent, signal, isPlain = false }: ExecuteNotebookOptions = {},
): Promise<void> {
  const runner = new Deno.Command(venvPython, {
    args: [
      join(projectRoot, "lib", "notebook", "execute_notebook.py"),
      notebook,
      output,
      "--parameters",
      JSON.stringify(parameters),
      ...(outputsNote === undefined ? [] : ["--outputs-note", outputsNote]),
      ...(isPlain ? ["--plain"] : []),
    ],
    env: jupyterEnvironment,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const interrupt = () => runner.kill("SIGINT");
  signal?.addEventListener("abort", interrupt);
  const stderr = new Response(runner.stderr).text();
  let failure: string | null = null;
  for await (const line of readLines(runner.stdout)) {
    const event = JSON.parse(line) as NotebookEvent;
    if (event.event === "error") failure = event.text;
    onEvent?.(event);
  }
  const { success } = await runner.status;
  signal?.removeEventListener("abort", interrupt);
  if (!success) throw new Error(`${notebook} failed: ${failure ?? (await stderr).trim()}`);
}

/**
 * The code of notebooks, for tools that read only TypeScript files.
 * @module
 */

/** A cell as far as it matters here. */
export interface NotebookCell {
  /** `code`, `markdown` or `raw`. */
  readonly cell_type: string;
  /** Text, whole or in lines. */
  readonly source: string | readonly string[];
  /** Tags, such as `parameters`. */
  readonly metadata?: { readonly tags?: readonly string[] };
}

/** A notebook's cells. @throws {SyntaxError} If the file is not a notebook. */
export async function readNotebookCells(notebook: string): Promise<NotebookCell[]> {
  const { cells } = JSON.parse(await Deno.readTextFile(notebook));
  if (!Array.isArray(cells)) {
    throw new SyntaxError(`Cannot read ${notebook} as it must be a notebook: it has no cells`);
  }
  return cells;
}

/** Source text of a cell. */
export function cellSource({ source }: NotebookCell): string {
  return [source].flat().join("");
}

/**
 * The code cells as one module, in order; each begins with a comment that names it. The cell that
 * a run injects is left out, as its values would be declared twice.
 */
export function notebookModule(cells: readonly NotebookCell[]): string {
  return cells
    .filter(({ cell_type, metadata }) =>
      cell_type === "code" && !metadata?.tags?.includes("injected-parameters")
    )
    .map((cell, i) => `// Code cell ${i + 1}.\n${cellSource(cell)}\n`)
    .join("\n");
}

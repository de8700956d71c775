/**
 * What a notebook shows: charts, tables, posters and words, each in every form that a reader of the
 * saved notebook may need. Outside a notebook their plain text is printed.
 * @module
 */
import { kernelBroadcast } from "../jupyter_kernel.ts";
import { chartBundle, markdownBundle, posterSheetBundle, tableBundle } from "./display_bundles.ts";
import type { DisplayBundle } from "./display_bundles.ts";
import type { PosterSheet } from "./poster_sheet.ts";
import { makeTable, type TableColumn, type TextTable } from "./text_table.ts";
import type { ChartSpec } from "./theme.ts";

/** Options of every function that shows something. */
export interface DisplayOptions {
  /** Name under which the output can be replaced later. */
  readonly displayId?: string;
  /** Whether to replace the output of that name instead of adding one; false by default. */
  readonly update?: boolean;
}

/**
 * Shows a chart: interactive where Vega-Lite is known, a picture elsewhere.
 * @throws {Error} If the specification does not compile.
 */
export async function showChart(spec: ChartSpec, options: DisplayOptions = {}): Promise<void> {
  await show(() => chartBundle(spec), options);
}

/** Shows a table as {@linkcode makeTable} or {@linkcode resultsTable} gives it. */
export async function showTable(table: TextTable, options?: DisplayOptions): Promise<void>;
/** Shows rows as a table. @param columns Columns to show, in order; all by default. */
export async function showTable<Row extends object>(
  rows: readonly Row[],
  columns?: readonly ((keyof Row & string) | TableColumn<Row>)[],
  options?: DisplayOptions,
): Promise<void>;
export async function showTable<Row extends object>(
  table: TextTable | readonly Row[],
  second?: DisplayOptions | readonly ((keyof Row & string) | TableColumn<Row>)[],
  third: DisplayOptions = {},
): Promise<void> {
  const isReady = "headers" in table;
  const options = isReady ? second as DisplayOptions : third;
  const ready = isReady ? table : makeTable(table, second as TableColumn<Row>[] | undefined);
  await show(() => tableBundle(ready), options);
}

/** Shows a contact sheet. */
export async function showPosterSheet(
  sheet: PosterSheet,
  options: DisplayOptions = {},
): Promise<void> {
  await show(() => posterSheetBundle(sheet), options);
}

/** Shows words written in Markdown. */
export async function showMarkdown(markdown: string, options: DisplayOptions = {}): Promise<void> {
  await show(() => markdownBundle(markdown), options);
}

async function show(
  makeBundle: () => DisplayBundle | Promise<DisplayBundle>,
  options: DisplayOptions = {},
): Promise<void> {
  const { data, metadata = {} } = await makeBundle();
  const broadcast = kernelBroadcast();
  if (!broadcast) {
    console.log(data["text/plain"]);
    return;
  }
  // Deno.jupyter.display has no place for metadata, which says how large a picture is shown.
  await broadcast(options.update ? "update_display_data" : "display_data", {
    data,
    metadata,
    transient: options.displayId === undefined ? {} : { display_id: options.displayId },
  });
}

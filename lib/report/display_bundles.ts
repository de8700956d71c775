/**
 * Outputs of a notebook: the same content under several MIME types, of which a reader's program
 * takes the richest that it knows.
 * @module
 */
import { CHART_SCHEMA_V5, type ChartSpec } from "./theme.ts";
import type { PosterSheet } from "./poster_sheet.ts";
import { renderChart } from "./render_chart.ts";
import { htmlTable, markdownTable, terminalTable, type TextTable } from "./text_table.ts";

/** Content by MIME type, as Jupyter's messages hold it. */
export interface DisplayBundle {
  /** By MIME type; text is always among them. */
  readonly data: Readonly<Record<string, string | object>> & { readonly "text/plain": string };
  /** By MIME type; for pictures the size at which to show them. */
  readonly metadata?: Readonly<Record<string, object>>;
}

/** A chart as Vega-Lite, PNG and text. */
export async function chartBundle(spec: ChartSpec): Promise<DisplayBundle> {
  const { png } = await renderChart(spec);
  // A PNG's width and height stand in its first chunk.
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const size = { width: view.getUint32(16) / 2, height: view.getUint32(20) / 2 };
  return {
    data: {
      // JupyterLab knows version 5 by its MIME type; these charts use nothing newer.
      "application/vnd.vegalite.v5+json": { ...spec, $schema: CHART_SCHEMA_V5 },
      "image/png": png.toBase64(),
      "text/plain": chartText(spec),
    },
    metadata: { "image/png": size },
  };
}

/** A table as HTML, Markdown and aligned text. */
export function tableBundle(table: TextTable): DisplayBundle {
  return {
    data: {
      "text/html": htmlTable(table),
      "text/markdown": markdownTable(table),
      "text/plain": terminalTable(table),
    },
  };
}

/** A contact sheet as JPEG and its captions as text. */
export function posterSheetBundle(sheet: PosterSheet): DisplayBundle {
  return {
    data: { "image/jpeg": sheet.jpeg.toBase64(), "text/plain": sheet.text },
    metadata: { "image/jpeg": { width: sheet.widthPx, height: sheet.heightPx } },
  };
}

/** Markdown, as itself and as text. */
export function markdownBundle(markdown: string): DisplayBundle {
  return { data: { "text/markdown": markdown, "text/plain": markdown } };
}

/** Title and subtitle of a chart: what is left of it where no picture can be shown. */
function chartText({ title }: ChartSpec): string {
  const { text, subtitle = [] } = title as { text: string; subtitle?: string[] };
  return `[chart] ${[text, ...subtitle].join(" ")}`;
}

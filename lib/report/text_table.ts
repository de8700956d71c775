/**
 * Tables as aligned text, Markdown and HTML.
 * @module
 */
import type { Interval } from "../evaluation/interval.ts";
import { formatFixed, formatInterval, NO_VALUE } from "./format_number.ts";

/** A table whose cells are ready to print. */
export interface TextTable {
  /** Words above the columns. */
  readonly headers: readonly string[];
  /** Side to which each column's cells are set; numbers stand right. */
  readonly alignments: readonly ("left" | "right")[];
  /** Cells, shape [nRows][nColumns]. */
  readonly rows: readonly (readonly string[])[];
}

/** How one column of a table is shown. */
export interface TableColumn<Row> {
  /** Property of the row. */
  readonly key: keyof Row & string;
  /** Words above the column; the key by default. */
  readonly header?: string;
  /** Digits after the point; by default whole numbers have none and others 4. */
  readonly digits?: number;
  /** Writes a number, such as {@linkcode formatCount}; in place of `digits`. */
  readonly format?: (value: number) => string;
}

/**
 * Turns rows into a table. Missing values show as a dash, lists as their items joined by commas,
 * intervals as `0.0765 [0.0741, 0.0790]`.
 * @param columns Columns to show, in order; those of the first row by default.
 * @example
 * ```ts
 * import { makeTable, terminalTable } from "./text_table.ts";
 * import { assertEquals } from "@std/assert";
 * const table = makeTable([{ genre: "War", share: 0.02 }], ["genre", { key: "share", digits: 2 }]);
 * assertEquals(terminalTable(table), "genre  share\n─────  ─────\nWar     0.02");
 * ```
 */
export function makeTable<Row extends object>(
  rows: readonly Row[],
  columns?: readonly ((keyof Row & string) | TableColumn<Row>)[],
): TextTable {
  const keys = Object.keys(rows[0] ?? {}) as (keyof Row & string)[];
  const chosen: TableColumn<Row>[] = (columns ?? keys)
    .map((column) => typeof column === "string" ? { key: column } : column);
  return {
    headers: chosen.map(({ key, header }) => header ?? key),
    alignments: chosen.map(({ key }) => {
      const values = rows.map((row): unknown => row[key]).filter((value) => value != null);
      const areNumbers = values.every((value) => typeof value === "number" || isInterval(value));
      return areNumbers && values.length > 0 ? "right" : "left";
    }),
    rows: rows.map((row) => chosen.map((column) => formatCell(row[column.key], column))),
  };
}

/** The table for a terminal, its columns two spaces apart. */
export function terminalTable({ headers, alignments, rows }: TextTable): string {
  const widths = headers.map((header, j) =>
    Math.max(...[header, ...rows.map((row) => row[j])].map(countCharacters))
  );
  const line = (cells: readonly string[]) =>
    cells.map((cell, j) => {
      const space = " ".repeat(widths[j] - countCharacters(cell));
      return alignments[j] === "right" ? space + cell : cell + space;
    }).join("  ").trimEnd();
  return [line(headers), line(widths.map((width) => "─".repeat(width))), ...rows.map(line)]
    .join("\n");
}

/** The table in Markdown. */
export function markdownTable({ headers, alignments, rows }: TextTable): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const escape = (cell: string) => cell.replaceAll("|", "\\|").replaceAll(/\s*\n\s*/g, " ");
  return [
    line(headers.map(escape)),
    line(alignments.map((side) => side === "right" ? "---:" : "---")),
    ...rows.map((row) => line(row.map(escape))),
  ].join("\n");
}

/** The table as an HTML `table` element. */
export function htmlTable({ headers, alignments, rows }: TextTable): string {
  const line = (tag: "th" | "td", cells: readonly string[]) =>
    `<tr>${
      cells.map((cell, j) =>
        `<${tag} style="text-align:${alignments[j]}">${escapeHtml(cell)}</${tag}>`
      )
        .join("")
    }</tr>`;
  return `<table><thead>${line("th", headers)}</thead><tbody>${
    rows.map((row) => line("td", row)).join("\n")
  }</tbody></table>`;
}

function formatCell<Row>(value: unknown, { digits, format }: TableColumn<Row>): string {
  if (value === null || value === undefined) return NO_VALUE;
  if (typeof value === "number") {
    if (format && Number.isFinite(value)) return format(value);
    return formatFixed(value, digits ?? (Number.isInteger(value) ? 0 : 4));
  }
  if (isInterval(value)) return formatInterval(value, digits ?? 4);
  return Array.isArray(value) ? value.join(", ") : String(value);
}

function isInterval(value: unknown): value is Interval {
  return typeof value === "object" && value !== null && "value" in value && "low" in value &&
    "high" in value;
}

function countCharacters(text: string): number {
  return [...text].length;
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

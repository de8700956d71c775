/**
 * A run's results in the terminal.
 * @module
 */
import type { RunMetrics } from "../evaluation/evaluate_run.ts";
import { runTable } from "../report/run_table.ts";
import { terminalTable } from "../report/text_table.ts";

/** Prints the table of the test part. */
export function printRunTable(metrics: RunMetrics): void {
  const { table, title, notes, decisions } = runTable(metrics);
  console.log(`\n${title}\n\n${terminalTable(table)}\n`);
  for (const note of notes) console.log(note);
  for (const { title, table } of decisions) console.log(`\n${title}\n\n${terminalTable(table)}`);
}

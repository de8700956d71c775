/**
 * All documents that are written from the run folders.
 * @module
 */
import { join } from "node:path";
import { writeFileAtomic } from "../atomic_file.ts";
import { ablationPage } from "./ablation_page.ts";
import { type AblationChange, listAblationRuns, makeAblation } from "./ablation_steps.ts";
import { dataSheet } from "./data_sheet.ts";
import { listRuns } from "./list_runs.ts";
import { modelCard } from "./model_card.ts";
import { writeChart } from "./render_chart.ts";
import { resultsPage } from "./results_page.ts";
import { type Board, makeBoards } from "./run_groups.ts";

/** What {@linkcode writeReport} reads and writes. */
export interface WriteReportOptions {
  /** Folder of the runs; gets `README.md`, `ABLATION.md`, `MODEL_CARD.md` and `charts/`. */
  readonly resultsDir: string;
  /** File for the data sheet. */
  readonly dataSheetFile: string;
  /** The changes of the ablation, in order; none by default. */
  readonly ablation?: readonly AblationChange[];
}

/** What {@linkcode writeReport} found and wrote. */
export interface WrittenReport {
  /** The runs in order. */
  readonly boards: readonly Board[];
  /** Documents, without the charts. */
  readonly files: readonly string[];
  /** Charts of runs that are no longer there, now removed. */
  readonly removedCharts: readonly string[];
}

const chartEndings = [".vl.json", ".svg", ".png"];

/**
 * Writes results page, its charts, model card, data sheet and ablation. The same runs give the same
 * files.
 * @throws {Deno.errors.NotFound} If there is no folder of runs.
 */
export async function writeReport(
  { resultsDir, dataSheetFile, ablation = [] }: WriteReportOptions,
): Promise<WrittenReport> {
  const boards = makeBoards(await listRuns(resultsDir));
  const { markdown, charts } = resultsPage(boards);
  const chartsDir = join(resultsDir, "charts");
  const written = new Set<string>();
  for (const { name, spec } of charts) {
    for (const file of await writeChart(chartsDir, name, spec)) written.add(file);
  }
  const removedCharts = await removeOthers(chartsDir, written);
  const documents: [file: string, content: string][] = [
    [join(resultsDir, "README.md"), markdown],
    [join(resultsDir, "MODEL_CARD.md"), modelCard(boards)],
    [dataSheetFile, dataSheet(boards)],
    [
      join(resultsDir, "ABLATION.md"),
      ablationPage(makeAblation(await listAblationRuns(resultsDir), ablation)),
    ],
  ];
  for (const [file, content] of documents) await writeFileAtomic(file, content);
  return { boards, files: documents.map(([file]) => file), removedCharts };
}

/** Removes charts that are not among the written ones; other files stay. */
async function removeOthers(dir: string, written: ReadonlySet<string>): Promise<string[]> {
  if (written.size === 0) return [];
  const removed: string[] = [];
  for await (const { name, isFile } of Deno.readDir(dir)) {
    const file = join(dir, name);
    const isChart = isFile && chartEndings.some((ending) => name.endsWith(ending));
    if (!isChart || written.has(file)) continue;
    await Deno.remove(file);
    removed.push(file);
  }
  return removed;
}

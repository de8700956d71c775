/**
 * All evaluated runs side by side.
 * @module
 */
import { basename, join } from "node:path";
import { readRunMetrics, type RunMetrics } from "../evaluation/evaluate_run.ts";
import type { PredictorRow } from "../evaluation/evaluation_report.ts";
import type { MeasureKey } from "../evaluation/measures.ts";
import { readRunRecord } from "../training/run_record.ts";
import { formatInterval } from "./format_number.ts";
import { measureDigits, measureHeader } from "./results_table.ts";
import type { TextTable } from "./text_table.ts";

/** An evaluated run under its name. */
export interface NamedRun {
  /** Name of the run's folder. */
  readonly run: string;
  /** Seed of the run. */
  readonly seed: number;
  /** Its `metrics.json`. */
  readonly metrics: RunMetrics;
}

const shownMeasures: readonly MeasureKey[] = [
  "hammingLoss",
  "oneError",
  "coverage",
  "lrap",
  "macroAp",
  "macroF1",
];

/** The evaluated runs of a folder such as `results/`, by name. */
export async function listRuns(resultsDir: string): Promise<NamedRun[]> {
  const runs: NamedRun[] = [];
  for await (const { name, isDirectory } of Deno.readDir(resultsDir)) {
    if (!isDirectory) continue;
    const dir = join(resultsDir, name);
    const metrics = await readRunMetrics(dir);
    const record = await readRunRecord(dir);
    if (metrics && record) runs.push({ run: basename(dir), seed: record.config.seed, metrics });
  }
  return runs.sort((a, b) => a.run.localeCompare(b.run));
}

/** The runs of each data set in a table of its own, baselines first. */
export function leaderboards(
  runs: readonly NamedRun[],
): { readonly dataset: string; readonly isSample: boolean; readonly table: TextTable }[] {
  const groups = Object.values(Object.groupBy(runs, ({ metrics }) => metrics.dataset));
  return groups.map((group) => {
    const [{ metrics: { dataset, isSample, test } }] = group!;
    const baselines = test.rows.filter(({ predictor }) => predictor !== "model");
    return {
      dataset,
      isSample,
      table: {
        headers: ["Run", "Seed", "Best epoch", "Test movies", ...shownMeasures.map(measureHeader)],
        alignments: [
          "left",
          "right",
          "right",
          "right",
          ...shownMeasures.map(() => "right" as const),
        ],
        rows: [
          ...baselines.map((row) => [row.predictor, "", "", `${test.nSamples}`, ...cellsOf(row)]),
          ...group!.map(({ run, seed, metrics }) => [
            run,
            `${seed}`,
            `${metrics.bestEpoch}`,
            `${metrics.test.nSamples}`,
            ...cellsOf(metrics.test.rows.find(({ predictor }) => predictor === "model")!),
          ]),
        ],
      },
    };
  });
}

function cellsOf({ measures }: PredictorRow): string[] {
  return shownMeasures.map((key) => formatInterval(measures[key], measureDigits(key)));
}

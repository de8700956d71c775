/**
 * All runs of a data set side by side.
 * @module
 */
import type { Interval } from "../evaluation/interval.ts";
import type { MeasureKey } from "../evaluation/measures.ts";
import {
  formatCount,
  formatDifference,
  formatFixed,
  formatInterval,
  NO_VALUE,
} from "./format_number.ts";
import { formatDifferenceOverSeeds, formatOverSeeds } from "./over_seeds.ts";
import { measureDigits, measureHeader, REPORTED_BY_ORIGINAL } from "./results_table.ts";
import { type Board, modelRow, type RunGroup, valuesOf } from "./run_groups.ts";
import type { TextTable } from "./text_table.ts";

/** Measures of the report, in order. */
export const REPORT_MEASURES: readonly MeasureKey[] = [
  "hammingLoss",
  "oneError",
  "coverage",
  "lrap",
  "rankingLoss",
  "macroAp",
  "microF1",
  "macroF1",
  "binaryCrossEntropy",
];

/**
 * The results of a data set: baselines, what the original reports (real data only), groups of
 * runs. A group of several seeds has mean ± standard deviation over them; baselines and single runs
 * have their interval over the movies.
 */
export function leaderboard({ baselines, groups, isSample }: Board): TextTable {
  return tableOf(["Predictor", "Seeds", "Training posters"], [
    ...baselines.map((row) => [row.predictor, "", "", ...cells((key) => row.measures[key])]),
    ...(isSample ? [] : [[
      "reported (other test movies)",
      "",
      "",
      ...REPORT_MEASURES.map((key) => reportedCell(REPORTED_BY_ORIGINAL[key])),
    ]]),
    ...groups.map((group) => [
      group.name,
      `${group.runs.length}`,
      formatCount(group.nTrain),
      ...REPORT_MEASURES.map((key) => groupCell(group, key)),
    ]),
  ]);
}

/** Every run of a data set with its intervals over the movies. */
export function runIntervals({ groups }: Board): TextTable {
  return tableOf(
    ["Run", "Best epoch"],
    groups.flatMap(({ runs }) =>
      runs.map((run) => [
        run.run,
        run.metrics.members || run.metrics.averageOf || run.metrics.networks
          ? NO_VALUE
          : `${run.metrics.bestEpoch}`,
        ...cells((key) => modelRow(run).measures[key]),
      ])
    ),
  );
}

/**
 * Differences to the constant predictor on the same movies: each run with the interval of the
 * paired bootstrap, and each group of several seeds with mean ± standard deviation.
 */
export function differenceTable({ groups }: Board): TextTable {
  return tableOf(
    ["Run"],
    groups.flatMap((group) => [
      ...group.runs.map((run) => [
        run.run,
        ...REPORT_MEASURES.map((key) =>
          formatDifference(modelRow(run).differenceToConstant![key], measureDigits(key))
        ),
      ]),
      ...(group.runs.length > 1
        ? [[
          `${group.name}, mean`,
          ...REPORT_MEASURES.map((key) =>
            formatDifferenceOverSeeds(
              valuesOf(group, key, "differenceToConstant"),
              measureDigits(key),
            )
          ),
        ]]
        : []),
    ]),
  );
}

/** A group's measure: mean ± standard deviation over the seeds, or one run's interval. */
export function groupCell(group: RunGroup, key: MeasureKey): string {
  return formatOverSeeds(valuesOf(group, key), measureDigits(key));
}

function tableOf(words: readonly string[], rows: readonly string[][]): TextTable {
  return {
    headers: [...words, ...REPORT_MEASURES.map(measureHeader)],
    alignments: [
      ...words.map((_, i) => i === 0 ? "left" as const : "right" as const),
      ...REPORT_MEASURES.map(() => "right" as const),
    ],
    rows,
  };
}

function cells(valueOf: (key: MeasureKey) => Interval): string[] {
  return REPORT_MEASURES.map((key) => formatInterval(valueOf(key), measureDigits(key)));
}

function reportedCell(value?: number): string {
  return value === undefined ? NO_VALUE : formatFixed(value, 4);
}

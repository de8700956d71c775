/**
 * Runs that are alike but for one thing: the number of training posters, or the age filter.
 * @module
 */
import { type MeasureKey, measureOf } from "../evaluation/measures.ts";
import { formatCount, formatInterval, NO_VALUE } from "./format_number.ts";
import { groupCell } from "./leaderboard.ts";
import { settingsKey } from "./list_runs.ts";
import type { MeasureTrendRow } from "./measure_trend_chart.ts";
import { measureDigits, measureHeader } from "./results_table.ts";
import { type Board, modelRow, type RunGroup } from "./run_groups.ts";
import type { TextTable } from "./text_table.ts";

/** Measures of these comparisons, in order. */
export const TREND_MEASURES: readonly MeasureKey[] = [
  "hammingLoss",
  "oneError",
  "coverage",
  "macroAp",
];

/** A group of runs in its place of a comparison. */
export interface VariedGroup {
  /** Its data set. */
  readonly board: Board;
  /** The runs. */
  readonly group: RunGroup;
}

/** Groups of a board that differ only by their share of the training posters; series of two or more. */
export function trainingSizeSeries(board: Board): VariedGroup[][] {
  return seriesOf(
    board.groups.map((group) => ({ board, group })),
    ({ group }) => settingsKey(group.runs[0], ["trainShare"]),
    ({ group }) => group.nTrain,
  );
}

/**
 * Groups of several boards that differ only by the data set's filter; series of two or more. The
 * sample set is never in a series with real data.
 */
export function filterSeries(boards: readonly Board[]): VariedGroup[][] {
  return seriesOf(
    boards.filter(({ data }) => data)
      .flatMap((board) => board.groups.map((group) => ({ board, group }))),
    ({ board, group }) => JSON.stringify([board.isSample, settingsKey(group.runs[0])]),
    ({ board }) => JSON.stringify(board.data!.filter),
    ({ board }) => board.data!.filter.fromYear ?? -Infinity,
  );
}

/** One row a group, constant predictor and model side by side. */
export function filterTable(series: readonly VariedGroup[]): TextTable {
  return {
    headers: [
      "Data set",
      "Filter",
      "Training posters",
      "Test movies",
      ...TREND_MEASURES.flatMap((key) => [`constant: ${measureHeader(key)}`, measureHeader(key)]),
    ],
    alignments: ["left", "left", ..."x".repeat(2 + 2 * TREND_MEASURES.length)].map((side) =>
      side === "x" ? "right" : "left"
    ),
    rows: series.map(({ board, group }) => [
      board.dataset,
      describeFilter(board),
      formatCount(group.nTrain),
      formatCount(board.nTest),
      ...TREND_MEASURES.flatMap((key) => [
        formatInterval(constantOf(board).measures[key], measureDigits(key)),
        groupCell(group, key),
      ]),
    ]),
  };
}

/** The filter of a data set in words. */
export function describeFilter({ data }: Pick<Board, "data">): string {
  if (!data) return "not recorded";
  const { fromYear, toYear, unknownYear } = data.filter;
  const years = fromYear === null
    ? toYear === null ? "all years" : `to ${toYear}`
    : toYear === null
    ? `from ${fromYear} on`
    : `${fromYear} to ${toYear}`;
  return `movies ${years}, unknown years ${unknownYear === "drop" ? "dropped" : "kept"}`;
}

/** Rows for the chart, the constant predictor's among them. */
export function trendRows(
  series: readonly VariedGroup[],
  placeOf: (varied: VariedGroup) => number,
): MeasureTrendRow[] {
  return TREND_MEASURES.flatMap((key) => {
    const { name, direction } = measureOf(key);
    return series.flatMap((varied) => {
      const place = { at: placeOf(varied), measure: name, direction };
      const constant = constantOf(varied.board).measures[key];
      return [
        {
          predictor: varied.group.isKeras ? "Keras" : "network",
          intervals: varied.group.runs.map((run) => modelRow(run).measures[key]),
        },
        { predictor: "constant", intervals: [{ ...constant, low: null, high: null }] },
      ].flatMap(({ predictor, intervals }) =>
        intervals.flatMap(({ value, low, high }) =>
          value === null ? [] : [{ ...place, predictor, value, low, high }]
        )
      );
    });
  });
}

/** The chart's x of a filter: its first year; undefined where a chart over years cannot show it. */
export function firstYear({ board }: VariedGroup): number | undefined {
  const { fromYear, toYear, unknownYear } = board.data!.filter;
  return toYear === null && unknownYear === "drop" ? fromYear ?? undefined : undefined;
}

/** Table of a training-size series. */
export function trainingSizeTable(series: readonly VariedGroup[]): TextTable {
  return {
    headers: ["Training posters", "Seeds", ...TREND_MEASURES.map(measureHeader)],
    alignments: Array.from({ length: 2 + TREND_MEASURES.length }, () => "right" as const),
    rows: [
      [
        "0 (constant)",
        NO_VALUE,
        ...TREND_MEASURES.map((key) =>
          formatInterval(constantOf(series[0].board).measures[key], measureDigits(key))
        ),
      ],
      ...series.map(({ group }) => [
        formatCount(group.nTrain),
        `${group.runs.length}`,
        ...TREND_MEASURES.map((key) => groupCell(group, key)),
      ]),
    ],
  };
}

function constantOf({ baselines }: Board): Board["baselines"][number] {
  return baselines.find(({ predictor }) => predictor === "constant")!;
}

function seriesOf(
  all: readonly VariedGroup[],
  keyOf: (varied: VariedGroup) => string,
  placeOf: (varied: VariedGroup) => unknown,
  orderOf: (varied: VariedGroup) => number = ({ group }) => group.nTrain,
): VariedGroup[][] {
  return Object.values(Object.groupBy(all, keyOf))
    .map((series) => series!)
    .filter((series) => new Set(series.map(placeOf)).size > 1)
    .map((series) => series.toSorted((a, b) => orderOf(a) - orderOf(b)));
}

/**
 * Runs measured apart on movies of different years.
 * @module
 */
import { measureOf } from "../evaluation/measures.ts";
import type { YearRow } from "../evaluation/year_rows.ts";
import { formatCount, formatInterval } from "./format_number.ts";
import type { MeasureTrendRow } from "./measure_trend_chart.ts";
import { formatOverSeeds } from "./over_seeds.ts";
import { measureDigits, measureHeader } from "./results_table.ts";
import type { RunGroup } from "./run_groups.ts";
import type { TextTable } from "./text_table.ts";
import { TREND_MEASURES } from "./varied_runs.ts";

/** Groups that have something to compare: movies of two spans of years or more, in every run. */
export function groupsByYear(groups: readonly RunGroup[]): RunGroup[] {
  return groups.filter(({ runs }) =>
    runs.every(({ metrics }) => (metrics.byYear ?? []).length > 1)
  );
}

/**
 * Measures by year of release, the constant predictor's beside those of each group.
 * @param groups Groups of one board that {@linkcode groupsByYear} gave, at least one.
 */
export function yearTable(groups: readonly RunGroup[]): TextTable {
  return {
    headers: ["Years", "Predictor", "Test movies", ...TREND_MEASURES.map(measureHeader)],
    alignments: ["left", "left", "right", ...TREND_MEASURES.map(() => "right" as const)],
    rows: rowsOf(groups[0]).flatMap((row, i) => {
      const place = (predictor: string) => [yearsOf(row), predictor, formatCount(row.nSamples)];
      return [
        [
          ...place("constant"),
          ...TREND_MEASURES.map((key) => formatInterval(row.constant[key], measureDigits(key))),
        ],
        ...groups.map((group) => [
          ...place(group.name),
          ...TREND_MEASURES.map((key) =>
            formatOverSeeds(rowsOfRuns(group, i).map(({ model }) => model[key]), measureDigits(key))
          ),
        ]),
      ];
    }),
  };
}

/** Rows for the chart: each run and the constant predictor; unknown years are left out. */
export function yearTrendRows(groups: readonly RunGroup[]): MeasureTrendRow[] {
  return TREND_MEASURES.flatMap((key) => {
    const { name, direction } = measureOf(key);
    return rowsOf(groups[0]).flatMap((row, i) => {
      if (row.fromYear === null) return [];
      const place = { at: row.fromYear, measure: name, direction };
      return [
        ...groups.flatMap((group) =>
          rowsOfRuns(group, i).map(({ model }) => ({ predictor: group.name, ...model[key] }))
        ),
        { predictor: "constant", ...row.constant[key], low: null, high: null },
      ].flatMap(({ predictor, value, low, high }) =>
        value === null ? [] : [{ ...place, predictor, value, low, high }]
      );
    });
  });
}

function yearsOf({ fromYear, toYear }: YearRow): string {
  if (fromYear === null) return "unknown";
  return fromYear === toYear ? `${fromYear}` : `${fromYear} to ${toYear}`;
}

function rowsOf({ runs: [{ metrics }] }: RunGroup): readonly YearRow[] {
  return metrics.byYear!;
}

/** The same span of every run: all have the same test movies. */
function rowsOfRuns({ runs }: RunGroup, i: number): YearRow[] {
  return runs.map(({ metrics }) => metrics.byYear![i]);
}

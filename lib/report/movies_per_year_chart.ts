import { chartValues } from "./chart_data.ts";
import { formatCount } from "./format_number.ts";
import { chartFrame, type ChartSpec, type ChartText, COLOURS, FIT_WIDTH } from "./theme.ts";

/** Movies released in a year. */
export interface MoviesPerYearRow {
  /** Year of release. */
  readonly year: number;
  /** Movies of that year. */
  readonly count: number;
}

/** Options of {@linkcode moviesPerYearChart}. */
export interface MoviesPerYearOptions extends ChartText {
  /** First year that is kept; a rule marks it. */
  readonly fromYear?: number | null;
  /** Last year that is kept. */
  readonly toYear?: number | null;
}

/** Movies of each year; the years that are kept stand out. */
export function moviesPerYearChart(
  rows: readonly MoviesPerYearRow[],
  options: MoviesPerYearOptions = {},
): ChartSpec {
  const { fromYear, toYear, ...text } = options;
  const isKept = (year: number) => year >= (fromYear ?? -Infinity) && year <= (toYear ?? Infinity);
  const values = chartValues(
    "moviesPerYearChart",
    rows.map(({ year, count }) => ({
      year,
      count,
      start: year - 0.5,
      end: year + 0.5,
      part: isKept(year) ? "kept" : "left out",
    })),
  );
  const nKept = rows.filter((row) => isKept(row.year)).reduce((sum, row) => sum + row.count, 0);
  const nAll = rows.reduce((sum, row) => sum + row.count, 0);
  const isFiltered = fromYear != null || toYear != null;
  const rules = [
    ...(fromYear == null ? [] : [{ at: fromYear - 0.5, label: `from ${fromYear}` }]),
    ...(toYear == null ? [] : [{ at: toYear + 0.5, label: `to ${toYear}` }]),
  ];
  return {
    ...chartFrame({
      title: "Movies by year of release",
      subtitle: isFiltered
        ? `${formatCount(nKept)} of ${formatCount(nAll)} movies lie in the kept years.`
        : `${formatCount(nAll)} movies.`,
      ...text,
    }),
    ...FIT_WIDTH,
    height: 240,
    layer: [
      {
        data: { values },
        mark: { type: "bar", binSpacing: 0.5, tooltip: true },
        encoding: {
          x: {
            field: "start",
            type: "quantitative",
            title: "Year of release",
            scale: { zero: false, nice: false },
            axis: { format: "d", tickCount: 12, grid: false },
          },
          x2: { field: "end" },
          y: { field: "count", type: "quantitative", title: "Movies", axis: { format: ",d" } },
          y2: { datum: 0 },
          color: {
            field: "part",
            type: "nominal",
            scale: { domain: ["kept", "left out"], range: [COLOURS.blue, COLOURS.pale] },
            title: null,
            legend: isFiltered ? {} : null,
          },
          tooltip: [{ field: "year", type: "quantitative" }, {
            field: "count",
            type: "quantitative",
          }],
        },
      },
      ...rules.flatMap((rule) => [
        {
          data: { values: [rule] },
          mark: { type: "rule" as const, color: COLOURS.ink, strokeDash: [4, 3] },
          encoding: { x: { field: "at", type: "quantitative" as const } },
        },
        {
          data: { values: [rule] },
          mark: {
            type: "text" as const,
            align: "right" as const,
            dx: -6,
            y: 8,
            color: COLOURS.ink,
          },
          encoding: {
            x: { field: "at", type: "quantitative" as const },
            text: { field: "label", type: "nominal" as const },
          },
        },
      ]),
    ],
  };
}

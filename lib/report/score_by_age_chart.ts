import { chartValues } from "./chart_data.ts";
import { chartFrame, type ChartSpec, type ChartText, COLOURS, FIT_WIDTH } from "./theme.ts";

/** IMDb scores of the movies of one range of ages. */
export interface ScoreByAgeRow {
  /** Middle of the range, in years since release. */
  readonly ageYears: number;
  /** First quartile of the scores. */
  readonly q1: number;
  /** Median. */
  readonly median: number;
  /** Third quartile. */
  readonly q3: number;
  /** Movies in the range. */
  readonly count: number;
}

/** Of fewer movies quartiles say nothing. */
const fewestMovies = 5;

/**
 * Median IMDb score by age of the movie, with the band that holds the middle half. Ages of fewer
 * than 5 movies are left out, unless all are.
 * @throws {RangeError} If there is no row.
 */
export function scoreByAgeChart(rows: readonly ScoreByAgeRow[], text: ChartText = {}): ChartSpec {
  const frequent = rows.filter(({ count }) => count >= fewestMovies);
  // A table of few movies is still to be seen.
  const shown = frequent.length ? frequent : rows;
  const values = chartValues(
    "scoreByAgeChart",
    shown.map(({ ageYears, q1, median, q3, count }) => ({ ageYears, q1, median, q3, count })),
  );
  return {
    ...chartFrame({
      title: "IMDb score by age of the movie",
      subtitle:
        "Line: median. Band: the middle half of the movies. Dots grow with the number of movies." +
        (shown.length < rows.length
          ? ` Not shown: ages of fewer than ${fewestMovies} movies.`
          : ""),
      ...text,
    }),
    ...FIT_WIDTH,
    height: 260,
    data: { values },
    encoding: {
      x: {
        field: "ageYears",
        type: "quantitative",
        title: "Age of the movie (years since release)",
        axis: { grid: false },
      },
    },
    layer: [
      {
        mark: { type: "area", color: COLOURS.sky, opacity: 0.3 },
        encoding: {
          y: {
            field: "q1",
            type: "quantitative",
            title: "IMDb score (0 to 10)",
            scale: { zero: false },
          },
          y2: { field: "q3" },
        },
      },
      {
        mark: { type: "line", color: COLOURS.blue, strokeWidth: 2 },
        encoding: { y: { field: "median", type: "quantitative" } },
      },
      {
        mark: { type: "point", color: COLOURS.blue, filled: true, opacity: 1, tooltip: true },
        encoding: {
          y: { field: "median", type: "quantitative" },
          size: {
            field: "count",
            type: "quantitative",
            title: "Movies",
            scale: { type: "sqrt", range: [8, 160] },
            legend: { format: ",d", tickCount: 3 },
          },
          tooltip: ["ageYears", "q1", "median", "q3", "count"].map((field) => ({
            field,
            type: "quantitative" as const,
          })),
        },
      },
    ],
  };
}

import { chartValues } from "./chart_data.ts";
import { formatCount, formatShare } from "./format_number.ts";
import { chartFrame, type ChartSpec, type ChartText, FIT_WIDTH } from "./theme.ts";

/** How many movies carry a given number of genres. */
export interface GenresPerMovieRow {
  /** Number of genres. */
  readonly nGenres: number;
  /** Movies that carry so many. */
  readonly count: number;
}

/** Movies by the number of their genres; the title says the mean unless another is given. */
export function genresPerMovieChart(
  rows: readonly GenresPerMovieRow[],
  text: ChartText = {},
): ChartSpec {
  const nMovies = rows.reduce((sum, row) => sum + row.count, 0);
  const nGenres = rows.reduce((sum, row) => sum + row.nGenres * row.count, 0);
  const values = chartValues(
    "genresPerMovieChart",
    rows.map((row) => ({
      nGenres: row.nGenres,
      count: row.count,
      label: `${formatCount(row.count)} (${formatShare(row.count / nMovies)})`,
    })),
  );
  return {
    ...chartFrame({
      title: `Genres of a movie: ${(nGenres / nMovies).toFixed(2)} on average`,
      subtitle: `${formatCount(nMovies)} movies.`,
      ...text,
    }),
    ...FIT_WIDTH,
    height: 44 * rows.length,
    data: { values },
    encoding: {
      y: { field: "nGenres", type: "ordinal", title: "Genres of the movie", axis: { format: "d" } },
      x: {
        field: "count",
        type: "quantitative",
        title: "Movies",
        scale: { domain: [0, 1.2 * Math.max(...rows.map((row) => row.count))], nice: false },
        axis: { format: ",d", tickCount: 6, grid: false },
      },
    },
    layer: [
      { mark: { type: "bar", tooltip: true } },
      { mark: { type: "text", align: "left", dx: 5 }, encoding: { text: { field: "label" } } },
    ],
  };
}

import { chartValues } from "./chart_data.ts";
import { formatCount, formatShare } from "./format_number.ts";
import { chartFrame, type ChartSpec, type ChartText, FIT_WIDTH } from "./theme.ts";

/** How often a genre occurs. */
export interface GenreCountRow {
  /** Name of the genre. */
  readonly genre: string;
  /** Movies that carry the genre. */
  readonly count: number;
}

/** Options of {@linkcode genreCountsChart}. */
export interface GenreCountsOptions extends ChartText {
  /** Movies in all; with it each bar also says its share. */
  readonly nMovies?: number;
}

/** Movies of each genre, the most frequent genre first. */
export function genreCountsChart(
  rows: readonly GenreCountRow[],
  options: GenreCountsOptions = {},
): ChartSpec {
  const { nMovies, ...text } = options;
  const values = chartValues(
    "genreCountsChart",
    [...rows].sort((a, b) => b.count - a.count).map(({ genre, count }) => ({
      genre,
      count,
      label: formatCount(count) + (nMovies ? ` (${formatShare(count / nMovies)})` : ""),
    })),
  );
  const most = Math.max(...rows.map((row) => row.count));
  return {
    ...chartFrame({
      title: "Movies of each genre",
      subtitle: nMovies
        ? `${formatCount(nMovies)} movies; a movie counts once for each of its genres.`
        : "A movie counts once for each of its genres.",
      ...text,
    }),
    ...FIT_WIDTH,
    height: 17 * rows.length,
    data: { values },
    encoding: {
      y: {
        field: "genre",
        type: "nominal",
        sort: null,
        title: null,
      },
      x: {
        field: "count",
        type: "quantitative",
        title: "Movies",
        scale: { domain: [0, 1.18 * most], nice: false },
        axis: { format: ",d", tickCount: 6, grid: false },
      },
    },
    layer: [
      { mark: { type: "bar", tooltip: true } },
      {
        mark: { type: "text", align: "left", dx: 5, fontSize: 10 },
        encoding: { text: { field: "label" } },
      },
    ],
  };
}

import { chartValues } from "./chart_data.ts";
import { formatCount } from "./format_number.ts";
import { chartFrame, type ChartSpec, type ChartText } from "./theme.ts";
import { genreMatrixLayers, MATRIX_CELL } from "./genre_matrix.ts";

/** How many movies of a true genre got a given genre as their top-ranked prediction. */
export interface ConfusionRow {
  /** A genre that the movies carry. */
  readonly trueGenre: string;
  /** The genre ranked first for them. */
  readonly predictedGenre: string;
  /** Number of these movies. */
  readonly count: number;
}

/**
 * The top-ranked genre of the movies of each true genre, as shares of the row. A movie counts in
 * the row of each of its genres. Rows without a movie are left out.
 */
export function confusionHeatmap(rows: readonly ConfusionRow[], text: ChartText = {}): ChartSpec {
  const support = new Map<string, number>();
  for (const { trueGenre, count } of rows) {
    support.set(trueGenre, (support.get(trueGenre) ?? 0) + count);
  }
  const genres = [...support.keys()].filter((genre) => support.get(genre)! > 0)
    .sort((a, b) => support.get(b)! - support.get(a)! || a.localeCompare(b));
  const predictedOnly = new Set(
    rows.filter((row) => row.count > 0 && !genres.includes(row.predictedGenre))
      .map((row) => row.predictedGenre),
  );
  const name = (genre: string) => `${genre} (${formatCount(support.get(genre)!)})`;
  const cells = rows.filter((row) => row.count > 0).map((row) => {
    const share = row.count / support.get(row.trueGenre)!;
    return {
      row: name(row.trueGenre),
      column: row.predictedGenre,
      count: row.count,
      share,
      label: share >= 0.045 ? (100 * share).toFixed(0) : "",
    };
  });
  return {
    ...chartFrame({
      title: "Top-ranked genre by true genre",
      subtitle:
        "Each row adds up to 100% of the movies of that genre (their number in brackets). Outlined: the top-ranked genre is the row's own.",
      ...text,
    }),
    ...MATRIX_CELL,
    data: { values: chartValues("confusionHeatmap", cells) },
    layer: genreMatrixLayers({
      genres: { rows: genres.map(name), columns: [...genres, ...predictedOnly] },
      titles: { row: "True genre", column: "Top-ranked genre" },
      colour: { field: "share", title: "Share of the row's movies", format: "%" },
      outlineDiagonal: true,
    }),
  };
}

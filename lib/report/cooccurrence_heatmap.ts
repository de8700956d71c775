import { chartValues } from "./chart_data.ts";
import { formatShare } from "./format_number.ts";
import { chartFrame, type ChartSpec, type ChartText } from "./theme.ts";
import { genreMatrixLayers, MATRIX_CELL } from "./genre_matrix.ts";

/** Movies that carry both genres; with `genreA` equal to `genreB`, those that carry the genre. */
export interface CooccurrenceRow {
  /** One genre. */
  readonly genreA: string;
  /** The other, or the same. */
  readonly genreB: string;
  /** Movies that carry both. */
  readonly count: number;
}

/** Options of {@linkcode cooccurrenceHeatmap}. */
export interface CooccurrenceOptions extends ChartText {
  /**
   * `"share"` (default): of the row's movies, the share that carries the column's genre as well;
   * needs the rows with `genreA` equal to `genreB`. `"count"`: movies that carry both.
   */
  readonly colour?: "share" | "count";
}

/**
 * Which genres come together. Pairs may be given once or both ways round; the diagonal is left
 * blank; genres are ordered by their number of movies where it is known, else by name.
 * @throws {RangeError} If shares are asked for and a genre's own count is missing.
 */
export function cooccurrenceHeatmap(
  rows: readonly CooccurrenceRow[],
  options: CooccurrenceOptions = {},
): ChartSpec {
  const { colour = "share", ...text } = options;
  const counts = new Map<string, Map<string, number>>();
  const put = (from: string, to: string, count: number) => {
    if (!counts.has(from)) counts.set(from, new Map());
    counts.get(from)!.set(to, count);
  };
  for (const row of rows) {
    put(row.genreA, row.genreB, row.count);
    put(row.genreB, row.genreA, row.count);
  }
  const own = (genre: string) => counts.get(genre)?.get(genre);
  const genres = [...counts.keys()].sort((a, b) =>
    (own(b) ?? 0) - (own(a) ?? 0) || a.localeCompare(b)
  );
  const pairs = genres.flatMap((row) =>
    genres.filter((column) => column !== row).map((column) => ({
      row,
      column,
      count: counts.get(row)!.get(column) ?? 0,
    }))
  ).filter((pair) => pair.count > 0).map((pair) => {
    if (colour === "count") return { ...pair, label: "" };
    const total = own(pair.row);
    if (!total) {
      throw new RangeError(
        `Cannot draw cooccurrenceHeatmap as the count of "${pair.row}" with itself must be positive: current value is ${total}`,
      );
    }
    const share = pair.count / total;
    return { ...pair, share, label: share >= 0.095 ? (100 * share).toFixed(0) : "" };
  });
  const subtitle = colour === "share"
    ? `Of the movies of the row's genre, the share that carries the column's genre as well. Numbers are percentages from ${
      formatShare(0.1)
    } up.`
    : "Movies that carry both genres.";
  return {
    ...chartFrame({ title: "Genres that come together", subtitle, ...text }),
    ...MATRIX_CELL,
    data: { values: chartValues("cooccurrenceHeatmap", pairs) },
    layer: genreMatrixLayers({
      genres: { rows: genres, columns: genres },
      titles: { row: "Genre", column: "Also carries" },
      colour: colour === "share"
        ? { field: "share", title: "Share of the row's movies", format: "%" }
        : {
          field: "count",
          title: "Movies with both",
          format: ",",
          largest: Math.max(...pairs.map((pair) => pair.count)),
        },
    }),
  };
}

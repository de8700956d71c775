/**
 * The genres one by one.
 * @module
 */
import type { GenreRow } from "../evaluation/genre_rows.ts";
import { formatCount, formatFixed, formatInterval, formatMean, NO_VALUE } from "./format_number.ts";
import { type Board, meanAndSd, type RunGroup } from "./run_groups.ts";
import type { TextTable } from "./text_table.ts";

/** The groups of a board that were trained on the whole training part. */
export function wholeGroups({ groups }: Pick<Board, "groups">): RunGroup[] {
  return groups.filter(({ trainShare }) => trainShare === 1);
}

/**
 * Average precision of each genre beside the constant predictor's, which is the genre's share of
 * the movies. The most frequent genre stands first. Several seeds: mean ± standard deviation; one:
 * interval over the movies.
 * @param groups Groups of one board, at least one.
 */
export function genreTable(groups: readonly RunGroup[]): TextTable {
  const rows = genresOf(groups[0], 0).toSorted((a, b) => b.support - a.support);
  return {
    headers: ["Genre", "Test movies", "Constant", ...groups.map(({ name }) => name)],
    alignments: ["left", "right", "right", ...groups.map(() => "right" as const)],
    rows: rows.map(({ genre, support, prevalence }) => [
      genre,
      formatCount(support),
      support === 0 ? NO_VALUE : formatFixed(prevalence, 3),
      ...groups.map((group) => apCell(group, genre)),
    ]),
  };
}

/** Genres that no run of the group predicts for any test movie. */
export function neverPredicted({ runs }: RunGroup): string[] {
  return runs[0].metrics.test.genres.map(({ genre }) => genre)
    .filter((genre) => runs.every((_, i) => rowOf({ runs }, i, genre).predicted === 0));
}

/**
 * Genres whose average precision is, in every run, above the constant's by more than the interval
 * over the movies explains; runs without intervals count as not above.
 */
export function clearlyLearned({ runs }: RunGroup): string[] {
  return runs[0].metrics.test.genres.map(({ genre }) => genre)
    .filter((genre) =>
      runs.every((_, i) => {
        const { averagePrecisionInterval: interval, prevalence } = rowOf({ runs }, i, genre);
        return interval?.low != null && interval.low > prevalence;
      })
    );
}

function apCell(group: RunGroup, genre: string): string {
  const rows = group.runs.map((_, i) => rowOf(group, i, genre));
  const values = rows.flatMap(({ averagePrecision }) => averagePrecision ?? []);
  if (values.length === 0) return NO_VALUE;
  const { averagePrecisionInterval: interval } = rows[0];
  if (rows.length === 1 && interval) return formatInterval(interval, 3);
  return formatMean(meanAndSd(values), 3);
}

function rowOf(group: Pick<RunGroup, "runs">, i: number, genre: string): GenreRow {
  return genresOf(group, i).find((row) => row.genre === genre)!;
}

function genresOf({ runs }: Pick<RunGroup, "runs">, i: number): readonly GenreRow[] {
  return runs[i].metrics.test.genres;
}

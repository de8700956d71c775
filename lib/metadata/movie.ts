/** One row of `MovieGenre.csv`, typed. */
export interface Movie {
  /** IMDb's number of the title, without the leading `tt`; it also names the poster file. */
  readonly imdbId: number;
  /** Title as the table gives it, the year in parentheses included. */
  readonly title: string;
  /** Year of release, or null where the title names none. */
  readonly year: number | null;
  /** IMDb score in [0, 10], or null where the cell is blank. */
  readonly imdbScore: number | null;
  /** Genres in the table's order; empty where the cell is blank. */
  readonly genres: readonly string[];
  /** Address of the poster, or null where the cell is blank. */
  readonly posterUrl: string | null;
  /** 1-based line of the table on which the row starts. */
  readonly line: number;
}

import type { Movie } from "../../lib/metadata/movie.ts";

/** A complete movie that exists nowhere, with the given values. */
export function madeUpMovie(values: Partial<Movie> & Pick<Movie, "imdbId">): Movie {
  const { imdbId, year = 2005 } = values;
  return {
    title: `Film ${imdbId}${year === null ? "" : ` (${year})`}`,
    year,
    imdbScore: 6,
    genres: ["Drama"],
    posterUrl: `http://example.org/${imdbId}.jpg`,
    line: imdbId + 1,
    ...values,
  };
}

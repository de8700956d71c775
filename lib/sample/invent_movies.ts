/**
 * Invents the movies of the sample set, before any defect is put in.
 * @module
 */
import type { Movie } from "../metadata/movie.ts";
import { deriveSeed, makePrng, type Prng, shuffle } from "../random.ts";
import { drawGenreSets, sortGenres } from "./genre_mix.ts";
import { inventTitle } from "./invent_title.ts";

/** An invented movie; all cells are filled. */
export interface SampleMovie extends Omit<Movie, "line"> {
  /** Year of release. */
  readonly year: number;
  /** Score in [1.5, 9.4]. */
  readonly imdbScore: number;
  /** Address of the poster, at a host that does not exist. */
  readonly posterUrl: string;
}

const OLD_SHARE = 0.2;
const OLD_DECADES = [1930, 1940, 1950, 1960, 1970, 1980, 1990];
/** Years from which a decade is drawn, each decade as often as its number of entries. */
const OLD_DECADE_WEIGHTS = [6, 7, 9, 12, 15, 18, 27];
/** IMDb has not given out numbers of eight digits from 9 on, so no real title is named. */
const FIRST_IMDB_ID = 90_000_000;
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const MEAN_SCORE = 6.3;
/** How far a genre's mean score lies from the mean of all. */
const SCORE_SHIFT: Readonly<Record<string, number>> = {
  Documentary: 0.95,
  Biography: 0.6,
  History: 0.6,
  Short: 0.8,
  Music: 0.5,
  War: 0.4,
  Animation: 0.4,
  Drama: 0.2,
  Thriller: -0.5,
  Action: -0.4,
  Fantasy: -0.3,
  "Sci-Fi": -0.8,
  Horror: -1.2,
};

/** Invents movies: about one in five from before 2000, every title and year only once. */
export function inventMovies(nMovies: number, seed: number): SampleMovie[] {
  const prng = makePrng(deriveSeed(seed, "movies"));
  const nOld = Math.round(nMovies * OLD_SHARE);
  const years = shuffle(
    Array.from({ length: nMovies }, (_, i) => i < nOld ? oldYear(prng) : newYear(prng)),
    { prng },
  );
  const taken = new Set<string>();
  return drawGenreSets(nMovies, prng).map((drawn, i) => {
    const year = years[i];
    const genres = withFilmNoir(prng, drawn, year);
    let title;
    do title = `${inventTitle(prng, genres)} (${year})`; while (taken.has(title));
    taken.add(title);
    return {
      imdbId: FIRST_IMDB_ID + 17 * i + prng.integer(0, 16),
      title,
      year,
      genres,
      imdbScore: inventScore(prng, genres, year),
      posterUrl: inventPosterUrl(prng),
    };
  });
}

function oldYear(prng: Prng): number {
  const decades = OLD_DECADES.flatMap((decade, i) =>
    Array<number>(OLD_DECADE_WEIGHTS[i]).fill(decade)
  );
  return prng.pick(decades) + prng.integer(0, 9);
}

/** 2000 to 2018; the last two years are thin, as in the real table. */
function newYear(prng: Prng): number {
  const year = prng.integer(2000, 2018);
  return year > 2016 && prng.chance(0.6) ? prng.integer(2000, 2016) : year;
}

/** Half of the dark movies of the forties and fifties are Film-Noir, which ends before 2000. */
function withFilmNoir(prng: Prng, genres: readonly string[], year: number): readonly string[] {
  const isDark = genres.some((genre) => ["Crime", "Mystery", "Thriller"].includes(genre));
  if (year < 1940 || year > 1959 || !isDark || !prng.chance(0.5)) return genres;
  return sortGenres([...genres.slice(0, 2), "Film-Noir"]);
}

function inventScore(prng: Prng, genres: readonly string[], year: number): number {
  const shifts = genres.map((genre) => SCORE_SHIFT[genre] ?? 0);
  const shift = shifts.reduce((sum, s) => sum + s, 0) / shifts.length;
  // What is still seen of an old decade is its better part.
  const age = 0.012 * Math.max(0, 2000 - year);
  const score = prng.normal(MEAN_SCORE + shift + age, 0.95);
  return Math.round(Math.min(9.4, Math.max(1.5, score)) * 10) / 10;
}

/** An address of the real form, with commas, at a host name reserved for examples. */
function inventPosterUrl(prng: Prng): string {
  const name = Array.from({ length: 36 }, () => prng.pick([...LETTERS])).join("");
  const crop = prng.chance(0.6) ? "UX182_CR0" : `UY268_CR${prng.integer(0, 9)}`;
  return `https://posters.example/M/${name}@._V1_${crop},0,182,268_AL_.jpg`;
}

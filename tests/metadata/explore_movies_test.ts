import { assertEquals, assertThrows } from "@std/assert";
import * as explore from "../../lib/metadata/explore_movies.ts";
import { moviesFrame } from "../../lib/metadata/movies_frame.ts";
import { madeUpMovie } from "./made_up_movie.ts";

const movies = [
  madeUpMovie({ imdbId: 1, year: 2010, imdbScore: 4, genres: ["Comedy", "Drama"] }),
  madeUpMovie({ imdbId: 2, year: 2003, imdbScore: 5, genres: ["Drama"] }),
  madeUpMovie({ imdbId: 3, year: 2003, imdbScore: 8, genres: ["Comedy", "Drama", "War"] }),
  madeUpMovie({ imdbId: 4, year: null, imdbScore: 9, genres: ["War"] }),
  madeUpMovie({ imdbId: 5, year: 2001, imdbScore: null, genres: [], posterUrl: null }),
  madeUpMovie({ imdbId: 2, year: 2003, imdbScore: 6, genres: ["Drama"] }),
];
const frame = moviesFrame(movies);

Deno.test("moviesFrame() has one row per movie, null where the table is blank", () => {
  assertEquals(frame.height, 6);
  assertEquals(frame.toRecords().slice(3, 5), [
    {
      imdbId: 4,
      title: "Film 4",
      year: null,
      imdbScore: 9,
      genres: "War",
      nGenres: 1,
      hasPosterUrl: true,
    },
    {
      imdbId: 5,
      title: "Film 5 (2001)",
      year: 2001,
      imdbScore: null,
      genres: null,
      nGenres: 0,
      hasPosterUrl: false,
    },
  ]);
});

Deno.test("countByYear() leaves unknown years out", () => {
  assertEquals(explore.countByYear(frame), [
    { year: 2001, count: 1 },
    { year: 2003, count: 3 },
    { year: 2010, count: 1 },
  ]);
});

Deno.test("countByGenre() counts a movie for each of its genres, most frequent first", () => {
  assertEquals(explore.countByGenre(frame), [
    { genre: "Drama", count: 4, share: 4 / 6 },
    { genre: "Comedy", count: 2, share: 2 / 6 },
    { genre: "War", count: 2, share: 2 / 6 },
  ]);
});

Deno.test("countByNumberOfGenres() counts movies without genres too", () => {
  assertEquals(explore.countByNumberOfGenres(frame), [
    { nGenres: 0, count: 1 },
    { nGenres: 1, count: 3 },
    { nGenres: 2, count: 1 },
    { nGenres: 3, count: 1 },
  ]);
});

Deno.test("countGenrePairs() gives both orders and the diagonal", () => {
  const pairs = explore.countGenrePairs(frame).map(({ genreA, genreB, count }) => [
    genreA,
    genreB,
    count,
  ]);
  assertEquals(pairs, [
    ["Comedy", "Comedy", 2],
    ["Comedy", "Drama", 2],
    ["Comedy", "War", 1],
    ["Drama", "Comedy", 2],
    ["Drama", "Drama", 4],
    ["Drama", "War", 1],
    ["War", "Comedy", 1],
    ["War", "Drama", 1],
    ["War", "War", 2],
  ]);
});

Deno.test("scoreByAge() gives mean and quartiles of each range of ages", () => {
  // Ages 7 (scores 5, 8, 6) and 0 (score 4) from 2010; quartiles of 5, 6, 8 by hand.
  assertEquals(explore.scoreByAge(frame, { referenceYear: 2010, binYears: 5 }), [
    { fromAge: 0, toAge: 4, ageYears: 2, count: 1, mean: 4, q1: 4, median: 4, q3: 4 },
    { fromAge: 5, toAge: 9, ageYears: 7, count: 3, mean: 19 / 3, q1: 5.5, median: 6, q3: 7 },
  ]);
});

Deno.test("scoreByAge() rejects ages below 0 and ranges without width", () => {
  assertThrows(
    () => explore.scoreByAge(frame, { referenceYear: 2009 }),
    RangeError,
    "referenceYear must be at least the newest movie's year 2010: current value is 2009",
  );
  assertThrows(
    () => explore.scoreByAge(frame, { referenceYear: 2010, binYears: 0 }),
    RangeError,
    "binYears must be a positive integer: current value is 0",
  );
});

Deno.test("countBlanks() counts per column", () => {
  const counts = explore.countBlanks(frame).map(({ column, nBlank }) => [column, nBlank]);
  assertEquals(counts, [
    ["title", 0],
    ["year", 1],
    ["imdbScore", 1],
    ["genres", 1],
    ["posterUrl", 1],
  ]);
  assertEquals(explore.countBlanks(frame)[1].share, 1 / 6);
});

Deno.test("countDuplicates() counts ids by their number of rows", () => {
  assertEquals(explore.countDuplicates(frame), [
    { rowsPerId: 1, nIds: 4 },
    { rowsPerId: 2, nIds: 1 },
  ]);
});

Deno.test("the counts of no movies are empty", () => {
  const empty = moviesFrame([]);
  assertEquals(explore.countByYear(empty), []);
  assertEquals(explore.countByGenre(empty), []);
  assertEquals(explore.countGenrePairs(empty), []);
  assertEquals(explore.scoreByAge(empty, { referenceYear: 2010 }), []);
});

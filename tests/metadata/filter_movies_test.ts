import { assertEquals, assertThrows } from "@std/assert";
import { filterMovies, type FilterMoviesOptions } from "../../lib/metadata/filter_movies.ts";
import { madeUpMovie } from "./made_up_movie.ts";

const byYear = [1999, 2000, 2004, 2005, null].map((year, i) =>
  madeUpMovie({ imdbId: i + 1, year })
);

const keptYears = (options: FilterMoviesOptions) =>
  filterMovies(byYear, options).kept.map(({ year }) => year);

Deno.test("filterMovies() keeps films released in fromYear and in toYear", () => {
  assertEquals(keptYears({ fromYear: 2000, toYear: 2004 }), [2000, 2004]);
  assertEquals(keptYears({ fromYear: 2004, toYear: 2004 }), [2004]);
});

Deno.test("filterMovies() starts at 2000 and drops unknown years by default", () => {
  assertEquals(keptYears({}), [2000, 2004, 2005]);
});

Deno.test("filterMovies() keeps unknown years on request, whatever the range", () => {
  assertEquals(keptYears({ fromYear: 2005, unknownYear: "keep" }), [2005, null]);
});

Deno.test("filterMovies() keeps the last of several rows with one imdbId", () => {
  const rows = [3, 8, 3].map((imdbId, i) => madeUpMovie({ imdbId, line: i + 2 }));
  const { kept, removed } = filterMovies(rows);
  assertEquals(kept.map(({ line }) => line), [3, 4]);
  assertEquals(removed.map(({ movie, reason }) => [movie.line, reason]), [
    [2, "duplicate of line 4"],
  ]);
});

Deno.test("filterMovies() names the blank columns", () => {
  const { kept, removed } = filterMovies([
    madeUpMovie({ imdbId: 1, imdbScore: null }),
    madeUpMovie({ imdbId: 2, genres: [], posterUrl: null }),
    madeUpMovie({ imdbId: 3, imdbScore: 0 }),
  ]);
  assertEquals(kept.map(({ imdbId }) => imdbId), [3]);
  assertEquals(removed.map(({ reason }) => reason), ["blank IMDB Score", "blank Genre, Poster"]);
});

Deno.test("filterMovies() counts every row in the first step that removes it", () => {
  const { funnel, removed } = filterMovies([
    ...byYear,
    madeUpMovie({ imdbId: 1, year: 1990, genres: [] }),
    madeUpMovie({ imdbId: 6, year: null, posterUrl: null }),
  ], { toYear: 2004 });
  assertEquals(funnel, [
    { step: "rows", removed: 0, remaining: 7 },
    { step: "duplicate", removed: 1, remaining: 6 },
    { step: "blank", removed: 2, remaining: 4 },
    { step: "unknown year", removed: 1, remaining: 3 },
    { step: "too old", removed: 0, remaining: 3 },
    { step: "too new", removed: 1, remaining: 2 },
  ]);
  assertEquals(removed.map(({ step }) => step), [
    "duplicate",
    "blank",
    "blank",
    "unknown year",
    "too new",
  ]);
  assertEquals(removed.at(-1)?.reason, "too new: 2005");
});

Deno.test("filterMovies() rejects years that make no range", () => {
  assertThrows(
    () => filterMovies([], { fromYear: 2010, toYear: 2009 }),
    RangeError,
    "fromYear must be at most toYear: current value is 2010, toYear is 2009",
  );
  for (const fromYear of [NaN, 2000.5]) {
    assertThrows(() => filterMovies([], { fromYear }), RangeError, `current value is ${fromYear}`);
  }
});

Deno.test("filterMovies() rejects another word for unknown years", () => {
  const options = { unknownYear: "maybe" } as unknown as FilterMoviesOptions;
  assertThrows(() => filterMovies([], options), TypeError, 'current value is "maybe"');
});

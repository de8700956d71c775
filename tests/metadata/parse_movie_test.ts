import { assertEquals } from "@std/assert";
import { MOVIE_COLUMNS, parseMovie, yearOfTitle } from "../../lib/metadata/parse_movie.ts";

const row = ["7", "http://example.org/7", "Moth (2004)", "6.5", "Drama|War", "https://a.org/7.jpg"];

const parse = (fields: readonly string[]) => parseMovie({ fields, line: 3 }, MOVIE_COLUMNS);

/** The row with one cell changed. */
const withCell = (column: typeof MOVIE_COLUMNS[number], value: string) =>
  parse(row.with(MOVIE_COLUMNS.indexOf(column), value));

Deno.test("parseMovie() reads every column", () => {
  assertEquals(parse(row), {
    imdbId: 7,
    title: "Moth (2004)",
    year: 2004,
    imdbScore: 6.5,
    genres: ["Drama", "War"],
    posterUrl: "https://a.org/7.jpg",
    line: 3,
  });
});

Deno.test("parseMovie() reads blank cells as null and as no genres", () => {
  const movie = parse(["7", "", "Moth", "", " ", ""]);
  assertEquals(movie, {
    imdbId: 7,
    title: "Moth",
    year: null,
    imdbScore: null,
    genres: [],
    posterUrl: null,
    line: 3,
  });
});

Deno.test("parseMovie() finds columns by name, in any order", () => {
  const header = [...MOVIE_COLUMNS, "Notes"].reverse();
  assertEquals(parseMovie({ fields: [...row, "x"].reverse(), line: 3 }, header), parse(row));
});

for (const value of ["", "0", "-1", "1.5", "N/A", "tt12", " 7", "9".repeat(20)]) {
  Deno.test(`parseMovie() rejects the imdbId ${JSON.stringify(value)}`, () => {
    const expected = { column: "imdbId", rule: "be a positive integer", value };
    assertEquals(withCell("imdbId", value), expected as ReturnType<typeof parse>);
  });
}

for (const value of ["10.1", "-1", "6,5", "good", "NaN", "1e1"]) {
  Deno.test(`parseMovie() rejects the score ${JSON.stringify(value)}`, () => {
    const expected = { column: "IMDB Score", rule: "be blank or a number from 0 to 10", value };
    assertEquals(withCell("IMDB Score", value), expected as ReturnType<typeof parse>);
  });
}

Deno.test("parseMovie() accepts the scores 0 and 10", () => {
  const scores = ["0", "10"].map((value) => withCell("IMDB Score", value));
  assertEquals(scores.map((movie) => "rule" in movie ? movie.rule : movie.imdbScore), [0, 10]);
});

for (const value of ["Drama|", "|War", "Drama||War", "Drama|Drama", "Drama| War"]) {
  Deno.test(`parseMovie() rejects the genres ${JSON.stringify(value)}`, () => {
    const rule = 'be blank or different genres with "|" between them';
    assertEquals(withCell("Genre", value), { column: "Genre", rule, value });
  });
}

for (const value of ["poster.jpg", "ftp://a.org/7.jpg", "http://", "javascript:1"]) {
  Deno.test(`parseMovie() rejects the poster address ${JSON.stringify(value)}`, () => {
    const rule = "be blank or an http or https address";
    assertEquals(withCell("Poster", value), { column: "Poster", rule, value });
  });
}

Deno.test("parseMovie() rejects a row with another number of fields", () => {
  const expected = { column: null, rule: "have 6 fields", value: "5 fields" };
  assertEquals(parse(row.slice(1)), expected);
});

Deno.test("yearOfTitle() takes the last parenthesis that holds a year", () => {
  const titles: [string, number | null][] = [
    ["Moth (2004)", 2004],
    ["Moth (1999) (2004)", 2004],
    ["Moth: A Life (a.k.a. Night Moth) (1994)", 1994],
    ["Moth (1994) (a.k.a. Night Moth)", 1994],
    ["2010 (1984)", 1984],
    ["Moth (2010–2014)", 2010],
    ["Moth (2010– )", 2010],
    ["Moth (TV Series 2005)", 2005],
    ["Moth (2004", null],
    ["Moth 2004", null],
    ["Moth ($2,004)", null],
    ["Moth (12004)", null],
    ["Moth (5000)", null],
    ["", null],
  ];
  for (const [title, year] of titles) assertEquals(yearOfTitle(title), year, title);
});

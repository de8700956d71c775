import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { loadMovies, parseMovies } from "../../lib/metadata/load_movies.ts";

const header = "imdbId,Imdb Link,Title,IMDB Score,Genre,Poster";
const moth = "7,http://example.org/7,Moth (2004),6.5,Drama|War,http://a.org/7.jpg";
const oak = '9,http://example.org/9,"Oak, Ash\r\nand Thorn (2011)",,,';
const bad = "N/A,http://example.org/8,Rain (2001),5,Drama,";

const bytesOf = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0));

const parse = (rows: readonly string[], options = {}) =>
  parseMovies(bytesOf([header, ...rows].join("\r\n")), "data/MovieGenre.csv", options);

Deno.test("loadMovies() reads a file in ISO-8859-1", async () => {
  const file = await Deno.makeTempFile({ suffix: ".csv" });
  try {
    await Deno.writeFile(file, bytesOf(`${header}\r\n${moth.replace("Moth", "L\xe9on\x92s")}\r\n`));
    const { movies, rejected, nRows } = await loadMovies(file);
    assertEquals(movies.map(({ title }) => title), ["L\xe9on\x92s (2004)"]);
    assertEquals([rejected, nRows], [[], 1]);
  } finally {
    await Deno.remove(file);
  }
});

Deno.test("loadMovies() rejects a missing file", async () => {
  await assertRejects(() => loadMovies("no/such/file.csv"), Deno.errors.NotFound, "file.csv");
});

Deno.test("parseMovies() keeps the table's order and rows that stand twice", () => {
  const { movies } = parse([oak, moth, moth]);
  assertEquals(movies.map(({ imdbId, line }) => [imdbId, line]), [[9, 2], [7, 4], [7, 5]]);
});

Deno.test("parseMovies() reads UTF-8 with a byte order mark", () => {
  const text = `\ufeff${header}\n${moth.replace("Moth", "Łza")}\n`;
  const { movies } = parseMovies(new TextEncoder().encode(text), "films.csv");
  assertEquals(movies[0].title, "Łza (2004)");
});

Deno.test("parseMovies() names file, line, column, rule and value of a faulty cell", () => {
  assertThrows(
    () => parse([oak, bad]),
    SyntaxError,
    'Cannot parse data/MovieGenre.csv line 4, column "imdbId" as it must be a positive integer: ' +
      'current value is "N/A"',
  );
});

Deno.test("parseMovies() names the line with a field too many", () => {
  assertThrows(
    () => parse([moth, `${moth},`]),
    SyntaxError,
    "Cannot parse data/MovieGenre.csv line 3 as it must have 6 fields: current value is 7 fields",
  );
});

Deno.test("parseMovies() with lenient records faulty rows and goes on", () => {
  const { movies, rejected, nRows } = parse([oak, bad, moth, "1,2"], { lenient: true });
  assertEquals(movies.map(({ imdbId }) => imdbId), [9, 7]);
  assertEquals(nRows, 4);
  assertEquals(rejected, [
    {
      line: 4,
      column: "imdbId",
      rule: "be a positive integer",
      value: "N/A",
      message:
        'Cannot parse data/MovieGenre.csv line 4, column "imdbId" as it must be a positive ' +
        'integer: current value is "N/A"',
    },
    {
      line: 6,
      column: null,
      rule: "have 6 fields",
      value: "2 fields",
      message:
        "Cannot parse data/MovieGenre.csv line 6 as it must have 6 fields: current value is 2 fields",
    },
  ]);
});

Deno.test("parseMovies() rejects an empty file, also one of empty lines", () => {
  for (const text of ["", "\r\n\r\n"]) {
    assertThrows(
      () => parseMovies(bytesOf(text), "films.csv"),
      SyntaxError,
      "Cannot parse films.csv line 1 as the table must start with a row of column names: " +
        "current value is an empty file",
    );
  }
});

Deno.test("parseMovies() names a missing column and lists those found", () => {
  assertThrows(
    () => parseMovies(bytesOf("imdbId,Title\n1,A\n"), "films.csv"),
    SyntaxError,
    'Cannot parse films.csv line 1 as column "Imdb Link" must be there once: ' +
      'current value is ["imdbId","Title"]',
  );
});

Deno.test("parseMovies() rejects a column that stands twice", () => {
  const text = `${header},Genre\n`;
  assertThrows(() => parseMovies(bytesOf(text), "a.csv"), SyntaxError, 'column "Genre" must be');
});

Deno.test("parseMovies() rejects a cut-off quoted field even with lenient", () => {
  assertThrows(
    () => parse([moth, '8,http://example.org/8,"Rain'], { lenient: true }),
    SyntaxError,
    "data/MovieGenre.csv line 3 as a quoted field must be closed before the file ends",
  );
});

Deno.test("parseMovies() accepts a table without rows", () => {
  assertEquals(parse([]), { movies: [], rejected: [], nRows: 0 });
});

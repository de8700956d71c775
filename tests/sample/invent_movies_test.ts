import { assert, assertEquals, assertThrows } from "@std/assert";
import { encodeTable } from "../../lib/sample/encode_table.ts";
import { inventMovies } from "../../lib/sample/invent_movies.ts";
import { addTableDefects, ROW_DEFECT_SHARES } from "../../lib/sample/table_defects.ts";

const movies = inventMovies(1500, 20);
const meanScore = (genre: string) => {
  const scores = movies.filter(({ genres }) => genres.includes(genre)).map((m) => m.imdbScore);
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
};

Deno.test("inventMovies() gives numbers and titles only once", () => {
  assertEquals(new Set(movies.map((movie) => movie.imdbId)).size, 1500);
  assertEquals(new Set(movies.map((movie) => movie.title)).size, 1500);
});

Deno.test("inventMovies() puts a fifth before 2000, and Film-Noir only there", () => {
  assertEquals(movies.filter(({ year }) => year < 2000).length, 300);
  assert(movies.every(({ year }) => year >= 1930 && year <= 2018));
  const noir = movies.filter(({ genres }) => genres.includes("Film-Noir"));
  assert(noir.length > 0 && noir.every(({ year }) => year >= 1940 && year < 1960));
});

Deno.test("inventMovies() scores in tenths, documentaries above horror", () => {
  assert(movies.every(({ imdbScore }) => Number.isInteger(Math.round(imdbScore * 1e6) / 1e5)));
  assert(meanScore("Documentary") > meanScore("Drama"));
  assert(meanScore("Drama") > meanScore("Horror") + 0.5);
});

Deno.test("inventMovies() has titles with commas and with accents", () => {
  assert(movies.filter(({ title }) => title.includes(",")).length > 20);
  assert(movies.filter(({ title }) => /[^\x20-\x7e]/.test(title)).length > 30);
});

Deno.test("addTableDefects() gives each kind its share", () => {
  const { rows, defects } = addTableDefects(movies, 20);
  for (const [kind, share] of Object.entries(ROW_DEFECT_SHARES)) {
    assertEquals(defects[kind as keyof typeof defects].length, Math.round(share * 1500), kind);
  }
  assertEquals(rows.length, 1500 + defects.duplicateRow.length);
});

Deno.test("encodeTable() quotes cells, ends lines in CRLF, writes one byte per letter", () => {
  const row = {
    imdbId: 7,
    title: 'Élan, "so" (1999)',
    imdbScore: null,
    genres: ["A", "B"],
    posterUrl: null,
  };
  const text = new TextDecoder("latin1").decode(encodeTable([row]));
  assertEquals(
    text,
    "imdbId,Imdb Link,Title,IMDB Score,Genre,Poster\r\n" +
      '7,http://www.imdb.com/title/tt7,"Élan, ""so"" (1999)",,A|B,\r\n',
  );
  assertThrows(() => encodeTable([{ ...row, title: "Łódź" }]), RangeError, "Łódź");
});

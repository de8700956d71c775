import { assert, assertEquals } from "@std/assert";
import { makePrng } from "../../lib/random.ts";
import { drawGenreSets, sortGenres } from "../../lib/sample/genre_mix.ts";
import { GENRE_SHARES } from "../../lib/sample/genre_shares.ts";
import { GENRE_STYLES } from "../../lib/sample/genre_styles.ts";
import { TITLE_WORDS } from "../../lib/sample/title_words.ts";

const nMovies = 10_000;
const sets = drawGenreSets(nMovies, makePrng(1));
const count = (...wanted: string[]) =>
  sets.filter((genres) => wanted.every((genre) => genres.includes(genre))).length;

Deno.test("drawGenreSets() gives each movie one to three different genres", () => {
  assertEquals(sets.length, nMovies);
  for (const genres of sets) {
    assert(genres.length >= 1 && genres.length <= 3);
    assertEquals(new Set(genres).size, genres.length);
  }
});

Deno.test("drawGenreSets() meets each genre's share", () => {
  for (const [genre, { share }] of Object.entries(GENRE_SHARES)) {
    const found = count(genre);
    assert(Math.abs(found - share) <= 0.03 * share + 6, `${genre}: ${found}, not ${share}`);
  }
});

Deno.test("drawGenreSets() meets the shares of frequent pairs", () => {
  const pairs = Object.entries(GENRE_SHARES).flatMap(([genre, { with: companions }]) =>
    Object.entries(companions).map(([other, share]) => ({ genre, other, share }))
  ).filter(({ share }) => share >= 100);
  assert(pairs.length > 30);
  for (const { genre, other, share } of pairs) {
    const found = count(genre, other);
    assert(Math.abs(found - share) <= 0.12 * share, `${genre}, ${other}: ${found}, not ${share}`);
  }
});

Deno.test("drawGenreSets() draws the same sets from the same generator", () => {
  assertEquals(drawGenreSets(50, makePrng(4)), drawGenreSets(50, makePrng(4)));
});

Deno.test("sortGenres() names Documentary, Animation and Short first, then by letter", () => {
  assertEquals(sortGenres(["Drama", "Short", "Animation"]), ["Animation", "Short", "Drama"]);
  assertEquals(sortGenres(["Drama", "Comedy", "Documentary"]), ["Documentary", "Comedy", "Drama"]);
});

Deno.test("every genre has a style and words for titles", () => {
  assertEquals(Object.keys(GENRE_SHARES).length, 27);
  for (const genre of [...Object.keys(GENRE_SHARES), "Film-Noir"]) {
    assert(genre in GENRE_STYLES && genre in TITLE_WORDS, genre);
  }
});

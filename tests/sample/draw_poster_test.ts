import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { makePrng } from "../../lib/random.ts";
import { drawPoster } from "../../lib/sample/draw_poster.ts";
import { addGrain } from "../../lib/sample/film_grain.ts";
import { GENRE_STYLES } from "../../lib/sample/genre_styles.ts";
import { renderSvg } from "../../lib/svg.ts";

const draw = (genres: readonly string[], seed: number, title = "Nine Paper Lanterns (2004)") =>
  renderSvg(drawPoster({ title, genres, year: 2004, seed }));
const meanOf = (values: ArrayLike<number>) => {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
};

Deno.test("drawPoster() fills 182 x 268 pixels for every genre", () => {
  for (const genre of Object.keys(GENRE_STYLES)) {
    for (let seed = 0; seed < 3; seed++) {
      const image = draw([genre], seed);
      assertEquals([image.widthPx, image.heightPx], [182, 268]);
      const pixels = image.pixels();
      assert(pixels.every((value, i) => i % 4 !== 3 || value === 255), `${genre} has holes`);
    }
  }
});

Deno.test("drawPoster() depends on the seed, the genres and the title", () => {
  const posters = [
    draw(["Drama"], 1),
    draw(["Drama"], 2),
    draw(["Western"], 1),
    draw(["Drama"], 1, "Dust"),
  ].map((image) => image.pixels().join());
  assertEquals(new Set(posters).size, 4);
});

Deno.test("drawPoster() makes horror darker than family movies", () => {
  const brightness = (genre: string) =>
    meanOf(Array.from({ length: 30 }, (_, seed) => meanOf(draw([genre], seed).pixels())));
  assert(brightness("Horror") + 30 < brightness("Family"));
});

Deno.test("drawPoster() leaves out what stands in parentheses, and takes unusual titles", () => {
  const svg = drawPoster({ title: 'Ada <&> "Bo" (2001)', genres: [], year: null, seed: 5 });
  assert(!svg.includes("2001"));
  assertEquals(renderSvg(svg).widthPx, 182);
  assertEquals(
    renderSvg(drawPoster({ title: "(2001)", genres: ["?"], year: 1931, seed: 5 })).widthPx,
    182,
  );
});

Deno.test("addGrain() changes brightness by at most its strength, the same way each time", () => {
  const drawing = renderSvg(
    `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><rect width="40" height="30" fill="#808080"/></svg>`,
  );
  const { pixels, widthPx, heightPx } = addGrain(drawing, 6, makePrng(2));
  assertEquals([widthPx, heightPx, pixels.length], [40, 30, 3600]);
  assert(pixels.every((value) => Math.abs(value - 128) <= 6));
  assert(Math.abs(meanOf(pixels) - 128) < 0.5);
  assertEquals(addGrain(drawing, 6, makePrng(2)).pixels, pixels);
  assertNotEquals(addGrain(drawing, 6, makePrng(3)).pixels, pixels);
});

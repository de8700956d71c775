import { assert, assertAlmostEquals, assertEquals, assertNotEquals } from "@std/assert";
import { deriveSeed, makePrng, shuffle } from "../lib/random.ts";

Deno.test("deriveSeed() differs by seed and by purpose, and repeats", () => {
  assertEquals(deriveSeed(1, "dropout", 2), deriveSeed(1, "dropout", 2));
  assertNotEquals(deriveSeed(1, "dropout", 2), deriveSeed(1, "dropout", 3));
  assertNotEquals(deriveSeed(1, "dropout", 2), deriveSeed(2, "dropout", 2));
  // ["a", "bc"] and ["ab", "c"] are different purposes.
  assertNotEquals(deriveSeed(1, "a", "bc"), deriveSeed(1, "ab", "c"));
});

Deno.test("makePrng() repeats its numbers from the same seed", () => {
  const [a, b] = [makePrng(7), makePrng(7)];
  const draw = (
    prng: typeof a,
  ) => [prng.uniform(), prng.integer(1, 6), prng.normal(), prng.chance(0.5)];
  assertEquals(draw(a), draw(b));
  assertNotEquals(draw(a), draw(makePrng(8)));
});

Deno.test("makePrng() draws from the stated distributions", () => {
  const prng = makePrng(1);
  const n = 20_000;
  const normals = Array.from({ length: n }, () => prng.normal(3, 2));
  const mean = normals.reduce((sum, x) => sum + x) / n;
  const variance = normals.reduce((sum, x) => sum + (x - mean) ** 2, 0) / n;
  assertAlmostEquals(mean, 3, 0.06);
  assertAlmostEquals(Math.sqrt(variance), 2, 0.05);
  const uniforms = Array.from({ length: n }, () => prng.uniform());
  assert(uniforms.every((x) => x >= 0 && x < 1));
  assertAlmostEquals(uniforms.reduce((sum, x) => sum + x) / n, 0.5, 0.01);
});

Deno.test("shuffle() keeps every item, repeats from the same seed and leaves its argument", () => {
  const items = Array.from({ length: 100 }, (_, i) => i);
  const shuffled = shuffle(items, { prng: makePrng(3) });
  assertEquals(shuffled, shuffle(items, { prng: makePrng(3) }));
  assertNotEquals(shuffled, items);
  assertEquals(shuffled.toSorted((a, b) => a - b), items);
});

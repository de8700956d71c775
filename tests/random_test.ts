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

for (const [alpha, beta] of [[0.2, 0.2], [0.4, 0.4], [1, 1], [2, 5], [0.5, 3]]) {
  Deno.test(`makePrng() draws from Beta(${alpha}, ${beta})`, () => {
    const prng = makePrng(2);
    const n = 20_000;
    const values = Array.from({ length: n }, () => prng.beta(alpha, beta));
    const mean = values.reduce((sum, x) => sum + x) / n;
    const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / n;
    const total = alpha + beta;
    assertAlmostEquals(mean, alpha / total, 0.012);
    assertAlmostEquals(variance, alpha * beta / (total ** 2 * (total + 1)), 0.004);
    assert(values.every((x) => x >= 0 && x <= 1));
  });
}

Deno.test("makePrng() draws from a Beta distribution whose Gammas are too small for a number", () => {
  const prng = makePrng(3);
  const values = Array.from({ length: 2000 }, () => prng.beta(1e-4, 1e-4));
  assert(values.every((x) => x >= 0 && x <= 1));
  assertAlmostEquals(values.reduce((sum, x) => sum + x) / values.length, 0.5, 0.05);
});

Deno.test("shuffle() keeps every item, repeats from the same seed and leaves its argument", () => {
  const items = Array.from({ length: 100 }, (_, i) => i);
  const shuffled = shuffle(items, { prng: makePrng(3) });
  assertEquals(shuffled, shuffle(items, { prng: makePrng(3) }));
  assertNotEquals(shuffled, items);
  assertEquals(shuffled.toSorted((a, b) => a - b), items);
});

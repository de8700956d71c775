import { assert, assertEquals, assertThrows } from "@std/assert";
import { makePrng, shuffle } from "../../lib/random.ts";
import { partSizes, SPLIT_PARTS, type SplitPart } from "../../lib/dataset/split_part.ts";
import {
  DEFAULT_SPLIT_FRACTIONS,
  type SplitSample,
  stratifiedSplit,
} from "../../lib/dataset/stratified_split.ts";

const nLabels = 12;

/** Samples with one to three of 12 labels, of which the first is about 200 times the last. */
function makeSamples(nSamples: number, groupOf = (index: number) => `${index}`): SplitSample[] {
  const prng = makePrng(3);
  return Array.from({ length: nSamples }, (_, index) => {
    const draw = () => Math.floor(nLabels * prng.uniform() ** 3);
    const labels = Array.from({ length: prng.integer(1, 3) }, draw);
    return { labels: [...new Set(labels)], group: groupOf(index) };
  });
}

const sizesOf = (parts: readonly SplitPart[]) =>
  Object.fromEntries(SPLIT_PARTS.map((name) => [name, parts.filter((p) => p === name).length]));

/** Largest deviation of a label's share in val or test from its share in all samples. */
function imbalance(samples: readonly SplitSample[], parts: readonly SplitPart[]): number {
  const share = (label: number, isIn: (part: SplitPart) => boolean) => {
    const chosen = samples.filter((_, i) => isIn(parts[i]));
    return chosen.filter(({ labels }) => labels.includes(label)).length / chosen.length;
  };
  return Math.max(
    ...["val", "test"].flatMap((name) =>
      Array.from({ length: nLabels }, (_, label) =>
        Math.abs(
          share(label, (part) => part === name) - share(label, () => true),
        ))
    ),
  );
}

Deno.test("stratifiedSplit() gives every sample one part, in exactly the promised sizes", () => {
  for (const nSamples of [1, 9, 10, 137, 1000]) {
    const parts = stratifiedSplit(makeSamples(nSamples), { seed: 1 });
    assertEquals(parts.length, nSamples);
    assertEquals(sizesOf(parts), partSizes(nSamples, DEFAULT_SPLIT_FRACTIONS));
  }
});

Deno.test("stratifiedSplit() repeats itself for one seed and differs for another", () => {
  const samples = makeSamples(500);
  const parts = stratifiedSplit(samples, { seed: 5 });
  assertEquals(stratifiedSplit(samples, { seed: 5 }), parts);
  assert(stratifiedSplit(samples, { seed: 6 }).some((part, i) => part !== parts[i]));
});

Deno.test("stratifiedSplit() balances labels better than each of 20 random splits", () => {
  const samples = makeSamples(1000);
  const parts = stratifiedSplit(samples, { seed: 1 });
  const stratified = imbalance(samples, parts);
  for (let seed = 0; seed < 20; seed++) {
    const random = imbalance(samples, shuffle(parts, { prng: makePrng(seed) }));
    assert(2 * stratified < random, `${stratified} is not half of ${random}`);
  }
});

Deno.test("stratifiedSplit() keeps groups together and the sizes exact", () => {
  // 60 groups of 5 among 700 single samples.
  const samples = makeSamples(1000, (i) => i < 300 ? `group ${i % 60}` : `${i}`);
  for (const seed of [1, 2, 3]) {
    const parts = stratifiedSplit(samples, { seed });
    const partOfGroup = new Map(samples.map(({ group }, i) => [group, parts[i]]));
    assertEquals(samples.map(({ group }) => partOfGroup.get(group)), parts);
    assertEquals(sizesOf(parts), { train: 800, val: 100, test: 100 });
    // The groups themselves are divided in about the same proportions.
    const { train, val, test } = sizesOf(parts.slice(0, 300));
    assert(train >= 210 && train <= 270 && val >= 15 && test >= 15, `${[train, val, test]}`);
  }
});

Deno.test("stratifiedSplit() exceeds a size by less than a group where groups do not fit", () => {
  const samples = makeSamples(40, (i) => `group ${i % 8}`);
  const sizes = sizesOf(stratifiedSplit(samples, { seed: 1 }));
  const wanted = partSizes(40, DEFAULT_SPLIT_FRACTIONS);
  for (const name of SPLIT_PARTS) assert(sizes[name] < wanted[name] + 5, `${name} ${sizes[name]}`);
});

Deno.test("stratifiedSplit() sends labels with fewer samples than parts to train", () => {
  const thirds = { train: 0.34, val: 0.33, test: 0.33 };
  const samples = makeSamples(300).map((sample, i) =>
    i < 2 ? { ...sample, labels: [...sample.labels, 99] } : sample
  );
  for (let seed = 0; seed < 10; seed++) {
    assertEquals(stratifiedSplit(samples, { fractions: thirds, seed }).slice(0, 2), [
      "train",
      "train",
    ]);
  }
});

Deno.test("stratifiedSplit() spreads a label with ten samples over all parts", () => {
  const samples = makeSamples(300).map((sample, i) =>
    i < 10 ? { ...sample, labels: [...sample.labels, 99] } : sample
  );
  const parts = stratifiedSplit(samples, { seed: 1 }).slice(0, 10);
  assertEquals(sizesOf(parts), { train: 8, val: 1, test: 1 });
});

Deno.test("stratifiedSplit() splits samples without labels too", () => {
  const samples = makeSamples(100).map(({ group }) => ({ labels: [], group }));
  assertEquals(sizesOf(stratifiedSplit(samples, { seed: 1 })), { train: 80, val: 10, test: 10 });
});

Deno.test("stratifiedSplit() leaves parts with fraction 0 empty", () => {
  const fractions = { train: 0.75, val: 0.25, test: 0 };
  const parts = stratifiedSplit(makeSamples(200), { fractions, seed: 1 });
  assertEquals(sizesOf(parts), { train: 150, val: 50, test: 0 });
});

Deno.test("stratifiedSplit() rejects fractions whose sum is not 1", () => {
  const fractions = { train: 0.8, val: 0.1, test: 0.2 };
  assertThrows(() => stratifiedSplit([], { fractions, seed: 1 }), RangeError, '"test":0.2');
});

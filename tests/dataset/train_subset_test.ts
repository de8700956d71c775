import { assert, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { trainSubset } from "../../lib/dataset/train_subset.ts";
import { makePrng, shuffle } from "../../lib/random.ts";

const nLabels = 8;
const shares = [0.01, 0.125, 0.2, 0.25, 0.5, 0.7, 0.999, 1];

/** Samples with one to three of 8 labels, the first about 20 times as frequent as the last. */
function makeSamples(nSamples: number): { readonly id: number; readonly labels: Uint8Array }[] {
  const prng = makePrng(7);
  return Array.from({ length: nSamples }, (_, id) => {
    const labels = new Uint8Array(nLabels);
    for (let n = prng.integer(1, 3); n > 0; n--) labels[Math.floor(8 * prng.uniform() ** 2)] = 1;
    return { id, labels };
  });
}

const samples = makeSamples(1001);

Deno.test("trainSubset() takes the rounded share of the samples, each once and in their order", () => {
  for (const share of shares) {
    const ids = trainSubset(samples, { share, seed: 1 }).map(({ id }) => id);
    assertEquals(ids.length, Math.round(share * 1001));
    assertEquals(ids, [...new Set(ids)].sort((a, b) => a - b));
  }
  assertEquals(trainSubset(samples, { share: 1, seed: 1 }), samples);
  assertEquals(trainSubset(samples, { share: 1e-6, seed: 1 }).length, 1);
});

Deno.test("trainSubset() puts every share inside the larger ones", () => {
  const subsets = shares.map((share) => new Set(trainSubset(samples, { share, seed: 3 })));
  for (let i = 1; i < subsets.length; i++) assert(subsets[i - 1].isSubsetOf(subsets[i]));
});

Deno.test("trainSubset() repeats itself for one seed and differs for another", () => {
  const ids = (seed: number) => trainSubset(samples, { share: 0.25, seed }).map(({ id }) => id);
  assertEquals(ids(1), ids(1));
  assertNotEquals(ids(1), ids(2));
});

/** Sum of the deviations of the labels' frequencies in the subset from those in all samples. */
function imbalance(subset: readonly { readonly labels: Uint8Array }[]): number {
  const frequency = (some: typeof subset, label: number) =>
    some.filter(({ labels }) => labels[label]).length / some.length;
  const deviations = Array.from(
    { length: nLabels },
    (_, label) => Math.abs(frequency(subset, label) - frequency(samples, label)),
  );
  return deviations.reduce((sum, deviation) => sum + deviation);
}

Deno.test("trainSubset() keeps the labels' frequencies better than random subsets do", () => {
  for (const share of [0.125, 0.25, 0.5]) {
    for (const seed of [1, 2, 3]) {
      const subset = trainSubset(samples, { share, seed });
      const random = Array.from({ length: 20 }, (_, i) => {
        const order = shuffle(samples, { prng: makePrng(i) });
        return imbalance(order.slice(0, subset.length));
      }).sort((a, b) => a - b);
      assert(imbalance(subset) < random[1], `${share} ${seed}: ${imbalance(subset)}, ${random}`);
    }
  }
});

Deno.test("trainSubset() keeps both samples of a rare label in every half", () => {
  const rare = samples.map(({ id, labels }) => ({ id, labels: Uint8Array.from([...labels, 0]) }));
  for (const id of [400, 700]) rare[id].labels[nLabels] = 1;
  for (const share of [0.5, 0.25, 0.125]) {
    const ids = trainSubset(rare, { share, seed: 1 }).map(({ id }) => id);
    assert(ids.includes(400) && ids.includes(700), `${share}`);
  }
});

Deno.test("trainSubset() refuses a share outside (0, 1] and an empty part", () => {
  for (const share of [0, -0.5, 1.01, NaN]) {
    assertThrows(() => trainSubset(samples, { share, seed: 1 }), RangeError, `${share} of 1001`);
  }
  assertThrows(() => trainSubset([], { share: 0.5, seed: 1 }), RangeError, "0.5 of 0");
});

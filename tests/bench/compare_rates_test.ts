import { assertEquals, assertThrows } from "@std/assert";
import { compareRates, fastest, median } from "./compare_rates.ts";

Deno.test("median() is the middle value, or the mean of two, in any order", () => {
  assertEquals(median([9, 1, 5]), 5);
  assertEquals(median([10, 1, 9, 2]), 5.5);
  assertEquals(median([3]), 3);
  assertThrows(() => median([]), RangeError);
});

Deno.test("median() leaves its input as it is", () => {
  const values = [3, 1, 2];
  median(values);
  assertEquals(values, [3, 1, 2]);
});

Deno.test("compareRates() takes ratios round by round, so a slow minute of the machine cancels", () => {
  // Twice as fast in every round, while the machine slows down to a tenth.
  const [ours, keras] = compareRates([
    { name: "ours", rates: [100, 10, 20] },
    { name: "Keras", rates: [50, 5, 10] },
  ]);
  assertEquals(keras.oursRatio, 2);
  assertEquals(ours.oursRatio, 1);
  assertEquals([keras.median, keras.min, keras.max], [10, 5, 50]);
});

Deno.test("compareRates() gives the median of the ratios, not the ratio of the medians", () => {
  const rows = compareRates([
    { name: "ours", rates: [10, 30, 20] },
    { name: "Keras", rates: [10, 10, 40] },
  ]);
  assertEquals(rows[1].oursRatio, 1); // of 1, 3 and 1/2; the medians' ratio is 2
});

Deno.test("compareRates() refuses different numbers of rounds", () => {
  assertThrows(
    () => compareRates([{ name: "ours", rates: [1, 2] }, { name: "Keras", rates: [1] }]),
    RangeError,
    "Keras",
  );
});

Deno.test("fastest() has the highest median, whatever its best round", () => {
  const rows = compareRates([
    { name: "steady", rates: [5, 5, 5] },
    { name: "lucky", rates: [4, 4, 90] },
  ]);
  assertEquals(fastest(rows).name, "steady");
  assertThrows(() => fastest([]), RangeError);
});

import { assertAlmostEquals, assertEquals } from "@std/assert";
import { percentileInterval, quantile } from "../../lib/evaluation/interval.ts";

Deno.test("quantile() is linear between neighbours", () => {
  assertEquals(quantile([1, 2, 4], 0), 1);
  assertEquals(quantile([1, 2, 4], 0.5), 2);
  assertEquals(quantile([1, 2, 4], 0.75), 3);
  assertEquals(quantile([1, 2, 4], 1), 4);
  assertEquals(quantile([7], 0.3), 7);
});

Deno.test("percentileInterval() cuts off the same share on both sides", () => {
  const resampled = Float64Array.from({ length: 1001 }, (_, i) => (1000 - i) / 1000);
  const { value, low, high } = percentileInterval(0.4, resampled, 0.95);
  assertEquals(value, 0.4);
  assertAlmostEquals(low!, 0.025, 1e-12);
  assertAlmostEquals(high!, 0.975, 1e-12);
});

Deno.test("percentileInterval() leaves out undefined resamples", () => {
  const interval = percentileInterval(2, Float64Array.of(NaN, 3, 1, NaN), 0.5);
  assertEquals(interval, { value: 2, low: 1.5, high: 2.5 });
});

Deno.test("percentileInterval() is null where nothing is defined", () => {
  const undefinedInterval = { value: null, low: null, high: null };
  assertEquals(percentileInterval(NaN, Float64Array.of(1, 2), 0.9), undefinedInterval);
  assertEquals(percentileInterval(1, Float64Array.of(NaN), 0.9), undefinedInterval);
});

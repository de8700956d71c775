import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { bootstrapMeasures, drawCounts } from "../../lib/evaluation/bootstrap.ts";
import { computeMeasures, MEASURES } from "../../lib/evaluation/measures.ts";
import { makePrng } from "../../lib/random.ts";
import { randomCase } from "../metrics/random_case.ts";

const settings = { threshold: 0.5, resamples: 200, level: 0.95, seed: 1 };
const first = randomCase(makePrng(10), { nSamples: 60, nLabels: 5 });
const second = randomCase(makePrng(11), { nSamples: 60, nLabels: 5 });
const yTrue = first.yTrue;
const yScores = [first.yScore, second.yScore];

Deno.test("drawCounts() draws as many samples as there are", () => {
  const counts = drawCounts(50, makePrng(1));
  assertEquals(counts.length, 50);
  assertEquals(counts.reduce((sum, count) => sum + count), 50);
  assert(counts.includes(0));
});

Deno.test("drawCounts() draws all samples alike, the first and the last too", () => {
  const prng = makePrng(2);
  const totals = [0, 0, 0, 0];
  for (let i = 0; i < 2500; i++) drawCounts(4, prng).forEach((count, j) => totals[j] += count);
  for (const total of totals) assertAlmostEquals(total / 10_000, 1 / 4, 0.02);
});

Deno.test("bootstrapMeasures() gives the values of computeMeasures() inside their intervals", () => {
  const intervals = bootstrapMeasures({ yTrue, yScores, ...settings });
  yScores.forEach((yScore, predictor) => {
    const values = computeMeasures({ yTrue, yScore, threshold: 0.5 });
    for (const { key } of MEASURES) {
      const { value, low, high } = intervals[predictor].measures[key];
      assertAlmostEquals(value!, values[key], 1e-12, key);
      assert(low! <= value! && value! <= high!, `${key}: ${low} ${value} ${high}`);
    }
  });
});

Deno.test("bootstrapMeasures() repeats with the same seed and changes with another", () => {
  const intervals = bootstrapMeasures({ yTrue, yScores, ...settings });
  assertEquals(bootstrapMeasures({ yTrue, yScores, ...settings }), intervals);
  const other = bootstrapMeasures({ yTrue, yScores, ...settings, seed: 2 });
  assert(other[0].measures.lrap.low !== intervals[0].measures.lrap.low);
});

Deno.test("bootstrapMeasures() compares predictors on the same resamples", () => {
  const [reference, twin] = bootstrapMeasures({
    yTrue,
    yScores: [first.yScore, first.yScore],
    ...settings,
  });
  assertEquals(twin.measures, reference.measures);
  for (const { key } of MEASURES) {
    assertEquals(twin.difference[key], { value: 0, low: 0, high: 0 });
  }
});

Deno.test("bootstrapMeasures() gives the difference to the first predictor", () => {
  const [reference, other] = bootstrapMeasures({ yTrue, yScores, ...settings });
  for (const { key } of MEASURES) {
    const difference = other.measures[key].value! - reference.measures[key].value!;
    assertAlmostEquals(other.difference[key].value!, difference, 1e-12);
  }
});

Deno.test("the paired difference of a predictor that helps a little everywhere is narrow", () => {
  // The same luck for both, so their difference varies less than either.
  const better = first.yScore.map((row, i) =>
    row.map((score, j) => score * 0.98 + yTrue[i][j] * 0.02)
  );
  const [, pair] = bootstrapMeasures({ yTrue, yScores: [first.yScore, better], ...settings });
  const width = (interval: { low: number | null; high: number | null }) =>
    interval.high! - interval.low!;
  assert(pair.difference.lrap.low! >= 0);
  assert(width(pair.difference.lrap) < width(pair.measures.lrap) / 3);
});

Deno.test("a 95 % interval of a known one-error holds it in about 95 % of the draws", () => {
  const prng = makePrng(12);
  const nSamples = 150;
  const trials = 300;
  let held = 0;
  for (let trial = 0; trial < trials; trial++) {
    // Label 0 ranks on top and is true with probability 0.7.
    const drawn = Array.from({ length: nSamples }, () => (prng.chance(0.7) ? [1, 0] : [0, 1]));
    const [{ measures }] = bootstrapMeasures({
      yTrue: drawn,
      yScores: [drawn.map(() => [0.9, 0.1])],
      ...settings,
      seed: trial,
    });
    if (measures.oneError.low! <= 0.3 && 0.3 <= measures.oneError.high!) held++;
  }
  assert(held / trials > 0.9 && held / trials < 0.99, `${held} of ${trials}`);
});

Deno.test("bootstrapMeasures() keeps NaN out of its intervals", () => {
  const [{ measures }] = bootstrapMeasures({
    yTrue: [[0, 0], [0, 0]],
    yScores: [[[0.1, 0.2], [0.3, 0.4]]],
    ...settings,
  });
  assertEquals(measures.macroAp, { value: null, low: null, high: null });
  assertEquals(measures.hammingLoss, { value: 0, low: 0, high: 0 });
});

Deno.test("bootstrapMeasures() refuses settings out of range", () => {
  const run = (change: object) => () =>
    bootstrapMeasures({ yTrue, yScores, ...settings, ...change });
  assertThrows(run({ resamples: 0 }), RangeError, "positive integer: current value is 0");
  assertThrows(run({ level: 95 }), RangeError, "in (0, 1): current value is 95");
  assertThrows(run({ yScores: [[[0.5]]] }), RangeError, "shape of yTrue");
});

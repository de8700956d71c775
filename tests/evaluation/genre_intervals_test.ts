import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { bootstrapMeasures } from "../../lib/evaluation/bootstrap.ts";
import { genreApIntervals } from "../../lib/evaluation/genre_intervals.ts";
import { averagePrecisionPerLabel } from "../../lib/metrics/macro_average_precision.ts";
import { makePrng } from "../../lib/random.ts";
import { randomCase } from "../metrics/random_case.ts";

const { yTrue, yScore } = randomCase(makePrng(3), { nSamples: 80, nLabels: 4 });
const settings = { resamples: 200, level: 0.9, seed: 5 };

Deno.test("genreApIntervals() holds each genre's average precision inside its interval", () => {
  const intervals = genreApIntervals({ yTrue, yScore, ...settings });
  assertEquals(intervals.length, 4);
  averagePrecisionPerLabel(yTrue, yScore).forEach((expected, j) => {
    const { value, low, high } = intervals[j];
    assertAlmostEquals(value!, expected, 1e-12);
    assert(low! < value! && value! < high!);
  });
});

Deno.test("genreApIntervals() draws the resamples of bootstrapMeasures()", () => {
  const one = (rows: readonly (readonly number[])[]) => rows.map((row) => [row[0]]);
  const input = { yTrue: one(yTrue), yScore: one(yScore), ...settings };
  const [{ measures }] = bootstrapMeasures({
    ...input,
    yScores: [input.yScore],
    threshold: 0.5,
  });
  const [{ low, high }] = genreApIntervals(input);
  // With one label, macro AP is its AP.
  assertAlmostEquals(low!, measures.macroAp.low!, 1e-12);
  assertAlmostEquals(high!, measures.macroAp.high!, 1e-12);
});

Deno.test("genreApIntervals() is null for a genre without a movie, and refuses other shapes", () => {
  const none = yTrue.map(([, ...rest]) => [0, ...rest]);
  assertEquals(genreApIntervals({ yTrue: none, yScore, ...settings })[0], {
    value: null,
    low: null,
    high: null,
  });
  assertThrows(
    () => genreApIntervals({ yTrue, yScore: yScore.slice(1), ...settings }),
    RangeError,
  );
});

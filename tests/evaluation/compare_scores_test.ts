import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import type { MeasureIntervals } from "../../lib/evaluation/bootstrap.ts";
import { checkUnmoved, compareScores } from "../../lib/evaluation/compare_scores.ts";
import { computeMeasures, MEASURES } from "../../lib/evaluation/measures.ts";

const yTrue = [[1, 0], [0, 1], [1, 1]];
const before = [[0.9, 0.2], [0.3, 0.7], [0.6, 0.8]];
const threshold = 0.5;

Deno.test("compareScores() gives the largest change of a probability and every measure twice", () => {
  const after = [[0.9, 0.2], [0.3, 0.7], [0.6, 0.45]];
  const { nSamples, largestChange, measures } = compareScores({ yTrue, before, after, threshold });
  assertEquals(nSamples, 3);
  assertAlmostEquals(largestChange, 0.35, 1e-12);
  const expected = [before, after].map((yScore) => computeMeasures({ yTrue, yScore, threshold }));
  assertEquals(
    measures,
    MEASURES.map(({ key }) => ({ key, before: expected[0][key], after: expected[1][key] })),
  );
  assertEquals(measures[0], { key: "hammingLoss", before: 0, after: 1 / 6 });
});

Deno.test("checkUnmoved() lets a measure move by a tenth of its interval and no further", () => {
  const intervals = Object.fromEntries(
    MEASURES.map(({ key }) => [key, { value: 0.5, low: null, high: null }]),
  ) as unknown as MeasureIntervals;
  const moved = (after: number) => ({
    nSamples: 3,
    largestChange: 0,
    measures: [{ key: "macroAp" as const, before: 0.5, after }],
  });
  const withInterval = { ...intervals, macroAp: { value: 0.5, low: 0.25, high: 0.75 } };
  for (const after of [0.5, 0.54, 0.46]) checkUnmoved(moved(after), withInterval);
  for (const after of [0.56, 0.44]) {
    assertThrows(
      () => checkUnmoved(moved(after), withInterval),
      RangeError,
      `Macro AP must not move by more than 0.05, a tenth of its interval: current values are 0.5 ` +
        `before and ${after} after`,
    );
  }
  checkUnmoved(moved(0.9), intervals);
});

/** Measures of rankings, worked out by hand; the answers are left as fractions. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { averagePrecision } from "../../lib/metrics/average_precision.ts";
import { coverageError } from "../../lib/metrics/coverage_error.ts";
import { labelRankingAveragePrecision } from "../../lib/metrics/label_ranking_average_precision.ts";
import { labelRankingLoss } from "../../lib/metrics/label_ranking_loss.ts";
import { macroAveragePrecision } from "../../lib/metrics/macro_average_precision.ts";
import { microAveragePrecision } from "../../lib/metrics/micro_average_precision.ts";
import { oneError } from "../../lib/metrics/one_error.ts";
import { precisionRecallCurve } from "../../lib/metrics/precision_recall_curve.ts";
import { topLabelConfusion } from "../../lib/metrics/top_label_confusion.ts";

Deno.test("oneError() lets the first of equal scores rank on top", () => {
  assertEquals(oneError([[1, 0]], [[0.5, 0.5]]), 0);
  assertEquals(oneError([[0, 1]], [[0.5, 0.5]]), 1);
});

Deno.test("oneError() counts a sample without a true label as an error", () => {
  assertEquals(oneError([[0, 0], [1, 0]], [[0.1, 0.2], [0.9, 0.2]]), 1 / 2);
});

Deno.test("coverageError() is the deepest rank of a true label, ties counted to their end", () => {
  assertEquals(coverageError([[1, 0, 1, 0]], [[0.9, 0.8, 0.7, 0.6]]), 3);
  assertEquals(coverageError([[1, 0, 0, 0]], [[0.5, 0.5, 0.5, 0.1]]), 3);
});

Deno.test("coverageError() of a sample without a true label is 0", () => {
  assertEquals(coverageError([[0, 0], [1, 1]], [[0.1, 0.2], [0.9, 0.2]]), 2 / 2);
});

Deno.test("labelRankingLoss() counts equal scores as a wrong pair", () => {
  // True: 0.5 and 0.9. False: 0.5 (tie), 0.7 (above one), 0.1.
  assertEquals(labelRankingLoss([[1, 1, 0, 0, 0]], [[0.5, 0.9, 0.5, 0.7, 0.1]]), 2 / 6);
});

Deno.test("labelRankingLoss() is 0 and LRAP 1 where there is nothing to rank", () => {
  for (const indicator of [0, 1]) {
    const row = [indicator, indicator, indicator];
    assertEquals(labelRankingLoss([row], [[0.1, 0.2, 0.3]]), 0);
    assertEquals(labelRankingAveragePrecision([row], [[0.1, 0.2, 0.3]]), 1);
  }
});

Deno.test("labelRankingAveragePrecision() averages over true labels, then over samples", () => {
  // Sample 0: true labels at ranks 1 and 3. Sample 1: at rank 2, tied with a false label.
  const actual = labelRankingAveragePrecision(
    [[1, 0, 1, 0], [0, 1, 0, 0]],
    [[0.9, 0.8, 0.7, 0.1], [0.6, 0.6, 0.2, 0.1]],
  );
  assertAlmostEquals(actual, ((1 + 2 / 3) / 2 + 1 / 2) / 2, 1e-15);
});

Deno.test("averagePrecision() treats equal scores as one threshold", () => {
  assertEquals(averagePrecision([1, 0, 0], [0.5, 0.5, 0.1]), 1 / 2);
  assertEquals(averagePrecision([0, 1, 0], [0.5, 0.5, 0.1]), 1 / 2);
  assertEquals(averagePrecision([1, 0, 0, 0], [0.3, 0.3, 0.3, 0.3]), 1 / 4);
});

Deno.test("averagePrecision() is NaN without a positive and 1 with nothing else", () => {
  assert(Number.isNaN(averagePrecision([0, 0], [0.1, 0.9])));
  assertEquals(averagePrecision([1, 1], [0.1, 0.9]), 1);
});

Deno.test("macroAveragePrecision() skips labels without a positive and counts them", () => {
  const scores = [[0.9, 0.3, 0.2], [0.1, 0.8, 0.7]];
  assertEquals(macroAveragePrecision([[1, 0, 1], [0, 0, 0]], scores), {
    value: (1 + 1 / 2) / 2,
    nUndefined: 1,
  });
  const { value, nUndefined } = macroAveragePrecision([[0, 0, 0], [0, 0, 0]], scores);
  assert(Number.isNaN(value));
  assertEquals(nUndefined, 3);
});

Deno.test("microAveragePrecision() ranks all cells in one list", () => {
  assertEquals(microAveragePrecision([[1, 0], [0, 1]], [[0.9, 0.2], [0.8, 0.7]]), (1 + 2 / 3) / 2);
});

Deno.test("precisionRecallCurve() has one point per distinct score and ends at recall 0", () => {
  assertEquals(precisionRecallCurve([1, 0, 1, 0], [0.5, 0.5, 0.9, 0.1]), {
    precision: [2 / 4, 2 / 3, 1, 1],
    recall: [1, 1, 1 / 2, 0],
    thresholds: [0.1, 0.5, 0.9],
  });
});

Deno.test("topLabelConfusion() counts each true label of a sample in its own row", () => {
  const actual = topLabelConfusion(
    [[1, 1, 0], [0, 1, 0], [0, 0, 0]],
    [[0.9, 0.1, 0], [0.1, 0.2, 0.3], [1, 0, 0]],
  );
  assertEquals(actual, [[1, 0, 0], [1, 0, 1], [0, 0, 0]]);
});

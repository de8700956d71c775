import { assertEquals, assertThrows } from "@std/assert";
import {
  checkIndicators,
  checkLabelScores,
  checkPredictions,
  checkProbabilities,
  checkScores,
} from "../../lib/metrics/label_matrix.ts";
import { averagePrecision } from "../../lib/metrics/average_precision.ts";
import { binaryCrossEntropy } from "../../lib/metrics/binary_cross_entropy.ts";
import { reliabilityBins } from "../../lib/metrics/calibration.ts";
import { coverageError } from "../../lib/metrics/coverage_error.ts";
import { f1PerLabel, macroF1, microF1 } from "../../lib/metrics/f1.ts";
import { hammingLoss } from "../../lib/metrics/hamming_loss.ts";
import { labelRankingAveragePrecision } from "../../lib/metrics/label_ranking_average_precision.ts";
import { labelRankingLoss } from "../../lib/metrics/label_ranking_loss.ts";
import { macroAveragePrecision } from "../../lib/metrics/macro_average_precision.ts";
import { microAveragePrecision } from "../../lib/metrics/micro_average_precision.ts";
import { oneError } from "../../lib/metrics/one_error.ts";
import { precisionPerLabel } from "../../lib/metrics/precision.ts";
import { precisionRecallCurve } from "../../lib/metrics/precision_recall_curve.ts";
import { recallPerLabel } from "../../lib/metrics/recall.ts";
import { subsetAccuracy } from "../../lib/metrics/subset_accuracy.ts";
import { topLabelConfusion } from "../../lib/metrics/top_label_confusion.ts";

Deno.test("checkScores() returns the shape and allows any finite score", () => {
  assertEquals(checkScores("x", [[0, 1, 0], [1, 1, 0]], [[-3, 2, 0], [1e9, 0, 0]]), {
    nSamples: 2,
    nLabels: 3,
  });
});

for (
  const measure of [
    binaryCrossEntropy,
    coverageError,
    f1PerLabel,
    hammingLoss,
    labelRankingAveragePrecision,
    labelRankingLoss,
    macroAveragePrecision,
    macroF1,
    microAveragePrecision,
    microF1,
    oneError,
    precisionPerLabel,
    recallPerLabel,
    reliabilityBins,
    subsetAccuracy,
    topLabelConfusion,
  ]
) {
  Deno.test(`${measure.name}() refuses shapes that differ and empty or ragged matrices`, () => {
    const refuses = (yTrue: number[][], yOther: number[][]) =>
      assertThrows(() => measure(yTrue, yOther), RangeError, "Cannot compute ");
    refuses([[1, 0]], [[1, 0], [0, 1]]);
    refuses([[1, 0]], [[1, 0, 0]]);
    refuses([[1, 0], [1]], [[1, 0], [1, 0]]);
    refuses([[1, 0], [1, 0]], [[1, 0], [1]]);
    refuses([], []);
    refuses([[]], [[]]);
    refuses([[0.5, 0]], [[1, 0]]);
    refuses([[1, 0]], [[NaN, 0]]);
  });
}

for (const measure of [averagePrecision, precisionRecallCurve]) {
  Deno.test(`${measure.name}() refuses lengths that differ and no samples`, () => {
    const start = `Cannot compute ${measure.name} as `;
    assertThrows(() => measure([1, 0], [0.5]), RangeError, start);
    assertThrows(() => measure([], []), RangeError, start);
    assertThrows(() => measure([2], [0.5]), RangeError, start);
    assertThrows(() => measure([1], [Infinity]), RangeError, start);
  });
}

Deno.test("the checks name the argument, the rule and the value found", () => {
  assertThrows(
    () => checkPredictions("hammingLoss", [[1, 0]], [[1, 0], [0, 1]]),
    RangeError,
    "Cannot compute hammingLoss as yPred must have the shape of yTrue, [1][2]: " +
      "current value is [2][2]",
  );
  assertThrows(
    () => checkPredictions("hammingLoss", [[1, 0]], [[1, 0.3]]),
    RangeError,
    "Cannot compute hammingLoss as yPred[0][1] must be 0 or 1: current value is 0.3",
  );
  assertThrows(
    () => checkProbabilities("binaryCrossEntropy", [[1, 0], [0, 1]], [[1, 0], [-2.5, 1]]),
    RangeError,
    "yScore[1][0] must be a probability in [0, 1]: current value is -2.5",
  );
  assertThrows(
    () => checkLabelScores("averagePrecision", [1, 0], [0.1]),
    RangeError,
    "Cannot compute averagePrecision as yScore must have 2 values: current value is 1",
  );
  assertThrows(
    () => checkIndicators("labelFrequencies", "yTrain", [[1, 0], [1]]),
    RangeError,
    "yTrain[1] must have 2 values: current value is 1",
  );
});

Deno.test("the checks throw a TypeError where a list of numbers takes the place of rows", () => {
  assertThrows(
    // deno-lint-ignore no-explicit-any -- what untyped callers may do
    () => checkScores("oneError", [1, 0] as any, [[0.5, 0.5]]),
    TypeError,
    "Cannot compute oneError as yTrue[0] must be an array: current value is 1",
  );
});

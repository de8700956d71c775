/** Measures of predictions, worked out by hand; the answers are left as fractions. */
import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { applyThreshold } from "../../lib/metrics/apply_threshold.ts";
import { f1PerLabel, macroF1, microF1 } from "../../lib/metrics/f1.ts";
import { hammingLoss } from "../../lib/metrics/hamming_loss.ts";
import { macroPrecision, microPrecision, precisionPerLabel } from "../../lib/metrics/precision.ts";
import { macroRecall, microRecall, recallPerLabel } from "../../lib/metrics/recall.ts";
import { subsetAccuracy } from "../../lib/metrics/subset_accuracy.ts";

// Label 0: 1 of 2 found, 1 false alarm. Label 1: never predicted. Label 2: never present.
const yTrue = [[1, 0, 0], [1, 1, 0], [0, 1, 0], [0, 0, 0]];
const yPred = [[1, 0, 0], [0, 0, 1], [1, 0, 0], [0, 0, 0]];

Deno.test("hammingLoss() is the share of wrong cells", () => {
  assertAlmostEquals(hammingLoss(yTrue, yPred), 5 / 12, 1e-15);
});

Deno.test("subsetAccuracy() counts samples that are right in every label", () => {
  assertEquals(subsetAccuracy(yTrue, yPred), 2 / 4);
});

Deno.test("precision, recall and F1 are 0 where their denominator is 0", () => {
  assertEquals(precisionPerLabel(yTrue, yPred), [1 / 2, 0, 0]);
  assertEquals(recallPerLabel(yTrue, yPred), [1 / 2, 0, 0]);
  assertEquals(f1PerLabel(yTrue, yPred), [1 / 2, 0, 0]);
  assertEquals(f1PerLabel([[0]], [[0]]), [0]);
});

Deno.test("macro averages count labels alike, micro averages count cells alike", () => {
  assertEquals(macroPrecision(yTrue, yPred), 1 / 6);
  assertEquals(microPrecision(yTrue, yPred), 1 / 3);
  assertEquals(macroRecall(yTrue, yPred), 1 / 6);
  assertEquals(microRecall(yTrue, yPred), 1 / 4);
  assertEquals(macroF1(yTrue, yPred), 1 / 6);
  assertEquals(microF1(yTrue, yPred), 2 / 7);
});

Deno.test("applyThreshold() predicts strictly above the threshold", () => {
  assertEquals(applyThreshold([[0.5, 0.5000001]], 0.5), [Uint8Array.of(0, 1)]);
});

Deno.test("applyThreshold() takes one threshold per label", () => {
  assertEquals(applyThreshold([[0.5, 0.5], [0.2, 0.9]], [0.1, 0.8]), [
    Uint8Array.of(1, 0),
    Uint8Array.of(1, 1),
  ]);
});

Deno.test("applyThreshold() refuses a wrong number of thresholds and NaN", () => {
  const message = "one for each of the 2 labels: current value is 3";
  assertThrows(() => applyThreshold([[0.5, 0.5]], [1, 0, 0]), RangeError, message);
  assertThrows(() => applyThreshold([[0.5, 0.5]], NaN), RangeError, "current value is NaN");
});

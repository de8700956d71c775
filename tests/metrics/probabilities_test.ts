/** Measures of probabilities, worked out by hand; the answers are left as fractions. */
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { binaryCrossEntropy } from "../../lib/metrics/binary_cross_entropy.ts";
import { expectedCalibrationError, reliabilityBins } from "../../lib/metrics/calibration.ts";

Deno.test("binaryCrossEntropy() is ln 2 at one half and clips certain predictions", () => {
  assertAlmostEquals(binaryCrossEntropy([[1, 0, 0]], [[0.5, 0.5, 0.5]]), Math.LN2, 1e-15);
  assertAlmostEquals(binaryCrossEntropy([[1]], [[0]]), 7 * Math.LN10, 1e-12);
  assertAlmostEquals(binaryCrossEntropy([[0]], [[1]]), 7 * Math.LN10, 1e-8);
  assertAlmostEquals(binaryCrossEntropy([[0, 1]], [[0, 1]]), 1e-7, 1e-13);
});

Deno.test("binaryCrossEntropy() refuses logits", () => {
  assertThrows(() => binaryCrossEntropy([[1, 0]], [[2.5, -1]]), RangeError, "in [0, 1]");
});

Deno.test("reliabilityBins() puts an edge into the lower bin and 0 into the first", () => {
  const bins = reliabilityBins([[0, 0, 1, 1]], [[0, 0.1, 0.3, 1]]);
  assertEquals(bins.map((bin) => bin.count), [2, 0, 1, 0, 0, 0, 0, 0, 0, 1]);
  assertEquals(bins[2].positiveFraction, 1);
  assert(Number.isNaN(bins[1].meanScore) && Number.isNaN(bins[1].positiveFraction));
});

Deno.test("reliabilityBins() keeps edges apart that multiplication would round over", () => {
  const nBins = 100;
  for (let edge = 1; edge <= nBins; edge++) {
    const bins = reliabilityBins([[1]], [[edge / nBins]], { nBins });
    assertEquals(bins.findIndex((bin) => bin.count === 1), edge - 1);
  }
});

Deno.test("reliabilityBins() refuses a number of bins below 1", () => {
  assertThrows(() => reliabilityBins([[1]], [[0.5]], { nBins: 0 }), RangeError, "value is 0");
});

Deno.test("expectedCalibrationError() weighs the gaps by the counts of the bins", () => {
  // Bin 1: mean 0.25, none true. Bin 2: mean 0.75, 2 of 3 true.
  const bins = reliabilityBins([[0, 1], [1, 0]], [[0.25, 0.75], [0.75, 0.75]], { nBins: 2 });
  assertAlmostEquals(expectedCalibrationError(bins), (0.25 + 3 * (0.75 - 2 / 3)) / 4, 1e-15);
});

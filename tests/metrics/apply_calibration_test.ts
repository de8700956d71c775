import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  applyCalibration,
  clippedLogit,
  IDENTITY_LINE,
  sigmoid,
} from "../../lib/metrics/apply_calibration.ts";
import { calibrationGaps, expectedCalibrationError } from "../../lib/metrics/calibration.ts";
import { reliabilityBins } from "../../lib/metrics/calibration.ts";
import { makePrng } from "../../lib/random.ts";
import { randomCase } from "./random_case.ts";

Deno.test("sigmoid() and clippedLogit() undo each other, and certainty stays finite", () => {
  for (const p of [0.001, 0.3, 0.5, 0.75, 0.9999]) {
    assertAlmostEquals(sigmoid(clippedLogit(p)), p, 1e-14);
  }
  assertEquals([sigmoid(-1000), sigmoid(0), sigmoid(1000)], [0, 0.5, 1]);
  assertAlmostEquals(clippedLogit(1), Math.log((1 - 1e-7) / 1e-7), 1e-8);
  assertEquals(clippedLogit(0), clippedLogit(1e-9));
});

Deno.test("applyCalibration() corrects each label by its own line", () => {
  const lines = [{ slope: 2, intercept: 0 }, { slope: 1, intercept: Math.log(3) }];
  const [[first, second]] = applyCalibration([[0.75, 0.25]], lines);
  assertAlmostEquals(first, 9 / 10); // odds of 3 squared
  assertAlmostEquals(second, 1 / 2); // odds of a third times 3
});

Deno.test("applyCalibration() leaves probabilities exactly as they are with the identity", () => {
  const rows = applyCalibration([[0, 0.1], [1, 1e-12]], [IDENTITY_LINE, IDENTITY_LINE]);
  assertEquals(rows.map((row) => [...row]), [[0, 0.1], [1, 1e-12]]);
});

Deno.test("applyCalibration() keeps the order of a label's probabilities", () => {
  const { yScore } = randomCase(makePrng(3), { nSamples: 50, nLabels: 1 });
  const calibrated = applyCalibration(yScore, [{ slope: 0.3, intercept: -2 }]);
  const order = (matrix: readonly ArrayLike<number>[]) =>
    matrix.map((_, i) => i).sort((a, b) => matrix[a][0] - matrix[b][0] || a - b);
  assertEquals(order(calibrated), order(yScore));
});

Deno.test("applyCalibration() names a wrong number of lines and a score that is no probability", () => {
  assertThrows(
    () => applyCalibration([[0.5, 0.5]], [IDENTITY_LINE]),
    RangeError,
    "one line for each of the 2 labels: current value is 1",
  );
  assertThrows(() => applyCalibration([[1.5]], [IDENTITY_LINE]), RangeError, "1.5");
});

Deno.test("calibrationGaps() add up to the expected calibration error", () => {
  const { yTrue, yScore } = randomCase(makePrng(4), { nSamples: 40, nLabels: 6 });
  for (const nBins of [1, 4, 10]) {
    const gaps = calibrationGaps(yTrue, yScore, { nBins });
    assertEquals([gaps.length, gaps[0].length], [nBins, 40]);
    const sum = gaps.reduce(
      (total, bin) => total + Math.abs(bin.reduce((a, b) => a + b, 0) / yTrue.length),
      0,
    );
    const expected = expectedCalibrationError(reliabilityBins(yTrue, yScore, { nBins }));
    assert(expected > 0);
    assertAlmostEquals(sum, expected, 1e-12);
  }
  assertThrows(
    () => calibrationGaps(yTrue, yScore, { nBins: 0 }),
    RangeError,
    "Cannot compute calibrationGaps as nBins must be a positive integer: current value is 0",
  );
});

import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { chooseDecisions } from "../../lib/evaluation/choose_decisions.ts";
import { buildDecisionsReport } from "../../lib/evaluation/decisions_report.ts";
import { computeMeasures } from "../../lib/evaluation/measures.ts";
import { applyCalibration } from "../../lib/metrics/apply_calibration.ts";
import { applyThreshold } from "../../lib/metrics/apply_threshold.ts";
import { expectedCalibrationError, reliabilityBins } from "../../lib/metrics/calibration.ts";
import { thresholdsFor } from "../../lib/model/decisions.ts";
import { distortedScores } from "./distorted_scores.ts";

const model = {
  nSamples: 200,
  frequencies: [0.4, 0.3, 0.02],
  lines: [{ slope: 1, intercept: 1 }, { slope: 2, intercept: -1 }, { slope: 1, intercept: 0 }],
};
const decisions = chooseDecisions({
  labels: ["Comedy", "Drama", "War"],
  weightsSha256: "abc",
  ...distortedScores(model),
  seed: 1,
});
const { yTrue, yScore } = distortedScores({ ...model, seed: 12 });
const settings = { threshold: 0.5, resamples: 60, level: 0.95, seed: 1 };
const report = buildDecisionsReport({ decisions, yTrue, yScore, ...settings });
const calibrated = applyCalibration(yScore, decisions.genres);

Deno.test("buildDecisionsReport() measures the probabilities before and after calibration", () => {
  assertEquals(report.calibration.map((row) => row.isCalibrated), [false, true]);
  for (const [i, scores] of [yScore, calibrated].entries()) {
    const { measures } = report.calibration[i];
    const expected = computeMeasures({ yTrue, yScore: scores, threshold: 0.5 });
    for (const key of ["binaryCrossEntropy", "oneError", "coverage", "lrap"] as const) {
      assertAlmostEquals(measures[key].value!, expected[key], 1e-12, key);
    }
    const error = expectedCalibrationError(reliabilityBins(yTrue, scores));
    assertAlmostEquals(measures.calibrationError.value!, error, 1e-12);
    for (const { value, low, high } of Object.values(measures)) assert(low! <= high! && value! > 0);
  }
  const [before, after] = report.calibration.map((row) => row.measures.calibrationError.value!);
  assert(after < before);
  assertAlmostEquals(report.reliability.expectedCalibrationError, after, 1e-12);
  assertAlmostEquals(
    report.calibration[1].difference.calibrationError.value!,
    after - before,
    1e-12,
  );
});

Deno.test("buildDecisionsReport() measures the fixed threshold first, then each set of thresholds", () => {
  assertEquals(
    report.thresholds.map(({ chosenFor, isCalibrated }) => [chosenFor, isCalibrated]),
    [["fixed", false], ["fixed", true], ["macroF1", true], ["microF1", true], [
      "hammingLoss",
      true,
    ]],
  );
  const rules = [
    { scores: yScore, threshold: 0.5 },
    { scores: calibrated, threshold: 0.5 },
    { scores: calibrated, threshold: thresholdsFor(decisions, "macroF1") },
    { scores: calibrated, threshold: thresholdsFor(decisions, "microF1") },
    { scores: calibrated, threshold: thresholdsFor(decisions, "hammingLoss") },
  ];
  rules.forEach(({ scores, threshold }, i) => {
    const { measures, difference } = report.thresholds[i];
    const expected = computeMeasures({ yTrue, yScore: scores, threshold });
    for (const key of ["hammingLoss", "microF1", "macroF1", "subsetAccuracy"] as const) {
      assertAlmostEquals(measures[key].value!, expected[key], 1e-12, key);
    }
    const nPredicted = applyThreshold(scores, threshold)
      .reduce((sum, row) => sum + row.reduce((n, cell) => n + cell), 0);
    assertAlmostEquals(measures.genresPerMovie.value!, nPredicted / yTrue.length, 1e-12);
    if (i === 0) assertEquals(difference.hammingLoss, { value: 0, low: 0, high: 0 });
  });
});

Deno.test("buildDecisionsReport() says how many genres have values of their own, as plain JSON", () => {
  assertEquals([report.method, report.fixedThreshold], ["perGenre", 0.5]);
  assertEquals([report.nOwnCalibrations, report.nOwnThresholds], [2, 2]);
  assertEquals(JSON.parse(JSON.stringify(report)), report);
  assertEquals(buildDecisionsReport({ decisions, yTrue, yScore, ...settings }), report);
});

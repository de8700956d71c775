import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { binaryCrossEntropy } from "../../lib/metrics/binary_cross_entropy.ts";
import { expectedCalibrationError, reliabilityBins } from "../../lib/metrics/calibration.ts";
import { column } from "../../lib/metrics/columns.ts";
import { coverageError } from "../../lib/metrics/coverage_error.ts";
import { f1PerLabel, macroF1, microF1 } from "../../lib/metrics/f1.ts";
import { hammingLoss } from "../../lib/metrics/hamming_loss.ts";
import { labelRankingAveragePrecision } from "../../lib/metrics/label_ranking_average_precision.ts";
import { labelRankingLoss } from "../../lib/metrics/label_ranking_loss.ts";
import {
  averagePrecisionPerLabel,
  macroAveragePrecision,
} from "../../lib/metrics/macro_average_precision.ts";
import { microAveragePrecision } from "../../lib/metrics/micro_average_precision.ts";
import { oneError } from "../../lib/metrics/one_error.ts";
import { macroPrecision, microPrecision, precisionPerLabel } from "../../lib/metrics/precision.ts";
import { precisionRecallCurve } from "../../lib/metrics/precision_recall_curve.ts";
import { macroRecall, microRecall, recallPerLabel } from "../../lib/metrics/recall.ts";
import { subsetAccuracy } from "../../lib/metrics/subset_accuracy.ts";
import { topLabelConfusion } from "../../lib/metrics/top_label_confusion.ts";
import { applyThreshold } from "../../lib/metrics/apply_threshold.ts";
import { loadGolden } from "./golden_cases.ts";

const TOLERANCE = 1e-12;
const golden = loadGolden();

function assertClose(actual: number, expected: number | null, name: string) {
  if (expected === null) assert(Number.isNaN(actual), `${name}: ${actual} is not NaN`);
  else assertAlmostEquals(actual, expected, TOLERANCE, `${name}: ${actual} is not ${expected}`);
}

function assertAllClose(
  actual: readonly number[],
  expected: readonly (number | null)[],
  name: string,
) {
  assertEquals(actual.length, expected.length, name);
  actual.forEach((value, i) => assertClose(value, expected[i], `${name}[${i}]`));
}

Deno.test("the golden file says which scikit-learn wrote it and holds all kinds of cases", () => {
  assert(golden.versions["scikit-learn"]);
  assertEquals(golden.cases.length, 16);
});

for (const { name, yTrue, yScore, yPred, expected } of golden.cases) {
  Deno.test(`measures of predictions agree with scikit-learn on ${name}`, () => {
    assertEquals(applyThreshold(yScore, 0.5).map((row) => [...row]), yPred);
    assertClose(hammingLoss(yTrue, yPred), expected.hammingLoss, "hammingLoss");
    assertClose(subsetAccuracy(yTrue, yPred), expected.subsetAccuracy, "subsetAccuracy");
    const { precision, recall, f1 } = expected;
    assertAllClose(precisionPerLabel(yTrue, yPred), precision.perLabel, "precisionPerLabel");
    assertClose(microPrecision(yTrue, yPred), precision.micro, "microPrecision");
    assertClose(macroPrecision(yTrue, yPred), precision.macro, "macroPrecision");
    assertAllClose(recallPerLabel(yTrue, yPred), recall.perLabel, "recallPerLabel");
    assertClose(microRecall(yTrue, yPred), recall.micro, "microRecall");
    assertClose(macroRecall(yTrue, yPred), recall.macro, "macroRecall");
    assertAllClose(f1PerLabel(yTrue, yPred), f1.perLabel, "f1PerLabel");
    assertClose(microF1(yTrue, yPred), f1.micro, "microF1");
    assertClose(macroF1(yTrue, yPred), f1.macro, "macroF1");
  });

  Deno.test(`ranking measures agree with scikit-learn on ${name}`, () => {
    assertClose(oneError(yTrue, yScore), expected.oneError, "oneError");
    assertEquals(topLabelConfusion(yTrue, yScore), expected.topLabelConfusion);
    assertClose(coverageError(yTrue, yScore), expected.coverageError, "coverageError");
    assertClose(labelRankingLoss(yTrue, yScore), expected.labelRankingLoss, "labelRankingLoss");
    assertClose(
      labelRankingAveragePrecision(yTrue, yScore),
      expected.labelRankingAveragePrecision,
      "labelRankingAveragePrecision",
    );
    const perLabel = expected.averagePrecisionPerLabel;
    assertAllClose(averagePrecisionPerLabel(yTrue, yScore), perLabel, "averagePrecisionPerLabel");
    const macroAp = macroAveragePrecision(yTrue, yScore);
    assertClose(macroAp.value, expected.macroAveragePrecision, "macroAveragePrecision");
    assertEquals(macroAp.nUndefined, perLabel.filter((value) => value === null).length);
    const microAp = microAveragePrecision(yTrue, yScore);
    assertClose(microAp, expected.microAveragePrecision, "microAveragePrecision");
    const curve = precisionRecallCurve(column(yTrue, 1), column(yScore, 1));
    assertAllClose(curve.precision, expected.precisionRecallCurve.precision, "precision");
    assertAllClose(curve.recall, expected.precisionRecallCurve.recall, "recall");
    assertEquals(curve.thresholds, expected.precisionRecallCurve.thresholds);
  });

  Deno.test(`measures of probabilities agree with scikit-learn on ${name}`, () => {
    assertClose(binaryCrossEntropy(yTrue, yScore), expected.binaryCrossEntropy, "crossEntropy");
    const bins = reliabilityBins(yTrue, yScore, { nBins: golden.reliabilityBins });
    const filled = bins.filter((bin) => bin.count > 0);
    const { counts, positiveFraction, meanScore } = expected.calibration;
    assertEquals(bins.map((bin) => bin.count), counts);
    assertAllClose(filled.map((bin) => bin.positiveFraction), positiveFraction, "fraction");
    assertAllClose(filled.map((bin) => bin.meanScore), meanScore, "meanScore");
    assertClose(
      expectedCalibrationError(bins),
      expected.calibration.expectedCalibrationError,
      "expectedCalibrationError",
    );
  });
}

import { assertAlmostEquals, assertEquals } from "@std/assert";
import { binaryCrossEntropy } from "../../lib/metrics/binary_cross_entropy.ts";
import { expectedCalibrationError, reliabilityBins } from "../../lib/metrics/calibration.ts";
import { coverageError } from "../../lib/metrics/coverage_error.ts";
import { macroF1, microF1 } from "../../lib/metrics/f1.ts";
import { hammingLoss } from "../../lib/metrics/hamming_loss.ts";
import type { LabelMatrix } from "../../lib/metrics/label_matrix.ts";
import { labelRankingAveragePrecision } from "../../lib/metrics/label_ranking_average_precision.ts";
import { labelRankingLoss } from "../../lib/metrics/label_ranking_loss.ts";
import { macroAveragePrecision } from "../../lib/metrics/macro_average_precision.ts";
import { microAveragePrecision } from "../../lib/metrics/micro_average_precision.ts";
import { oneError } from "../../lib/metrics/one_error.ts";
import { macroPrecision, microPrecision } from "../../lib/metrics/precision.ts";
import { macroRecall, microRecall } from "../../lib/metrics/recall.ts";
import { subsetAccuracy } from "../../lib/metrics/subset_accuracy.ts";
import { makePrng, shuffle } from "../../lib/random.ts";
import { randomCase } from "./random_case.ts";

type MeasureOf = (yTrue: LabelMatrix, yOther: LabelMatrix) => number;

const ofPredictions: MeasureOf[] = [
  hammingLoss,
  subsetAccuracy,
  microPrecision,
  macroPrecision,
  microRecall,
  macroRecall,
  microF1,
  macroF1,
];
const ofRankings: MeasureOf[] = [
  coverageError,
  labelRankingLoss,
  labelRankingAveragePrecision,
  function macroAp(yTrue, yScore) {
    return macroAveragePrecision(yTrue, yScore).value;
  },
  microAveragePrecision,
];
const ofProbabilities: MeasureOf[] = [
  binaryCrossEntropy,
  function calibrationError(yTrue, yScore) {
    return expectedCalibrationError(reliabilityBins(yTrue, yScore));
  },
];

function check(measure: MeasureOf, change: (matrix: number[][]) => LabelMatrix, levels?: number) {
  const { yTrue, yScore, yPred } = randomCase(makePrng(3), { nSamples: 40, nLabels: 7, levels });
  const yOther = ofPredictions.includes(measure) ? yPred : yScore;
  assertAlmostEquals(measure(change(yTrue), change(yOther)), measure(yTrue, yOther), 1e-12);
}

for (const measure of [...ofPredictions, ...ofRankings, oneError, ...ofProbabilities]) {
  Deno.test(`${measure.name}() does not depend on the order of the samples`, () => {
    const order = shuffle([...Array(40).keys()], { prng: makePrng(4) });
    check(measure, (matrix) => order.map((i) => matrix[i]), 4);
  });

  Deno.test(`${measure.name}() does not depend on the kind of array`, () => {
    check(measure, (matrix) => matrix.map((row) => Float64Array.from(row)));
  });
}

for (const measure of [...ofPredictions, ...ofRankings, ...ofProbabilities]) {
  Deno.test(`${measure.name}() does not depend on the order of the labels, even with ties`, () => {
    const order = shuffle([...Array(7).keys()], { prng: makePrng(5) });
    check(measure, (matrix) => matrix.map((row) => order.map((j) => row[j])), 4);
  });
}

for (const measure of [...ofRankings, oneError]) {
  Deno.test(`${measure.name}() depends on the order of the scores only`, () => {
    const { yTrue, yScore } = randomCase(makePrng(6), { nSamples: 40, nLabels: 7, levels: 5 });
    const stretched = yScore.map((row) => row.map((score) => 3 * score ** 3 - 7));
    assertEquals(measure(yTrue, stretched), measure(yTrue, yScore));
  });
}

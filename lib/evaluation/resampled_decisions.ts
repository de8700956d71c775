/**
 * What calibration and thresholds change, prepared once for all resamples of a bootstrap.
 * @module
 */
import { applyThreshold } from "../metrics/apply_threshold.ts";
import { binaryCrossEntropyPerSample } from "../metrics/binary_cross_entropy.ts";
import { calibrationGaps } from "../metrics/calibration.ts";
import { coverageErrorPerSample } from "../metrics/coverage_error.ts";
import { hammingLossPerSample } from "../metrics/hamming_loss.ts";
import { labelRankingAveragePrecisionPerSample } from "../metrics/label_ranking_average_precision.ts";
import { oneErrorPerSample } from "../metrics/one_error.ts";
import { subsetAccuracyPerSample } from "../metrics/subset_accuracy.ts";
import type { Resampled } from "./bootstrap.ts";
import type { MeasureKey, ScoredSamples } from "./measures.ts";
import { prepareF1 } from "./resampled_f1.ts";
import { weightedMean } from "./resampled_measures.ts";

/** What thresholds decide. `genresPerMovie` is the mean number of predicted genres. */
export type ThresholdKey =
  | Extract<MeasureKey, "hammingLoss" | "microF1" | "macroF1" | "subsetAccuracy">
  | "genresPerMovie";

/**
 * What calibration changes: the expected calibration error, the cross-entropy, and the measures
 * that rank the genres of a movie among each other.
 */
export type CalibrationKey =
  | "calibrationError"
  | Extract<MeasureKey, "binaryCrossEntropy" | "oneError" | "coverage" | "lrap">;

/**
 * Measures of thresholds.
 * @throws {RangeError} If the shapes differ or a value is not allowed.
 */
export function prepareThresholdMeasures(
  { yTrue, yScore, threshold }: ScoredSamples,
): Resampled<ThresholdKey> {
  const yPred = applyThreshold(yScore, threshold);
  const hammingLoss = hammingLossPerSample(yTrue, yPred);
  const subsetAccuracy = subsetAccuracyPerSample(yTrue, yPred);
  const genresPerMovie = Float64Array.from(yPred, (row) => row.reduce((sum, cell) => sum + cell));
  const f1 = prepareF1(yTrue, yPred);
  return (counts) => ({
    hammingLoss: weightedMean(hammingLoss, counts),
    ...f1(counts),
    subsetAccuracy: weightedMean(subsetAccuracy, counts),
    genresPerMovie: weightedMean(genresPerMovie, counts),
  });
}

/**
 * Measures of probabilities. The calibration error of a resample lies somewhat high: it counts
 * chance gaps too, and a resample has more of them than the movies themselves.
 * @throws {RangeError} If the shapes differ or a value is not allowed.
 */
export function prepareCalibrationMeasures(
  { yTrue, yScore }: Pick<ScoredSamples, "yTrue" | "yScore">,
): Resampled<CalibrationKey> {
  const perSample = {
    binaryCrossEntropy: binaryCrossEntropyPerSample(yTrue, yScore),
    oneError: oneErrorPerSample(yTrue, yScore),
    coverage: coverageErrorPerSample(yTrue, yScore),
    lrap: labelRankingAveragePrecisionPerSample(yTrue, yScore),
  };
  const gapsOfBins = calibrationGaps(yTrue, yScore);
  return (counts) => ({
    calibrationError: gapsOfBins.reduce(
      (sum, gaps) => sum + Math.abs(weightedMean(gaps, counts)),
      0,
    ),
    binaryCrossEntropy: weightedMean(perSample.binaryCrossEntropy, counts),
    oneError: weightedMean(perSample.oneError, counts),
    coverage: weightedMean(perSample.coverage, counts),
    lrap: weightedMean(perSample.lrap, counts),
  });
}

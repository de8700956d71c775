import { applyThreshold } from "../metrics/apply_threshold.ts";
import { binaryCrossEntropyPerSample } from "../metrics/binary_cross_entropy.ts";
import { column, flatten } from "../metrics/columns.ts";
import { coverageErrorPerSample } from "../metrics/coverage_error.ts";
import { hammingLossPerSample } from "../metrics/hamming_loss.ts";
import { labelRankingAveragePrecisionPerSample } from "../metrics/label_ranking_average_precision.ts";
import { labelRankingLossPerSample } from "../metrics/label_ranking_loss.ts";
import { mean } from "../metrics/mean.ts";
import { oneErrorPerSample } from "../metrics/one_error.ts";
import { subsetAccuracyPerSample } from "../metrics/subset_accuracy.ts";
import type { MeasureKey, ScoredSamples } from "./measures.ts";
import { prepareAveragePrecision } from "./resampled_average_precision.ts";
import { prepareF1 } from "./resampled_f1.ts";

/** All measures of a resample, given how often each sample was drawn, shape [nSamples]. */
export type ResampledMeasures = (counts: ArrayLike<number>) => Record<MeasureKey, number>;

/**
 * Does once what all resamples share, so that a bootstrap of all measures takes seconds. With
 * every count 1 the result is that of `computeMeasures`.
 * @throws {RangeError} If the shapes differ or a value is not allowed.
 */
export function prepareMeasures({ yTrue, yScore, threshold }: ScoredSamples): ResampledMeasures {
  const yPred = applyThreshold(yScore, threshold);
  const perSample = {
    hammingLoss: hammingLossPerSample(yTrue, yPred),
    oneError: oneErrorPerSample(yTrue, yScore),
    coverage: coverageErrorPerSample(yTrue, yScore),
    lrap: labelRankingAveragePrecisionPerSample(yTrue, yScore),
    rankingLoss: labelRankingLossPerSample(yTrue, yScore),
    subsetAccuracy: subsetAccuracyPerSample(yTrue, yPred),
    binaryCrossEntropy: binaryCrossEntropyPerSample(yTrue, yScore),
  };
  const nLabels = yTrue[0].length;
  const labelAps = Array.from(
    { length: nLabels },
    (_, j) => prepareAveragePrecision(column(yTrue, j), column(yScore, j), (cell) => cell),
  );
  const microAp = prepareAveragePrecision(
    flatten(yTrue),
    flatten(yScore),
    (cell) => Math.floor(cell / nLabels),
  );
  const f1 = prepareF1(yTrue, yPred);
  return (counts) => {
    const aps = labelAps.map((labelAp) => labelAp(counts));
    return {
      hammingLoss: weightedMean(perSample.hammingLoss, counts),
      oneError: weightedMean(perSample.oneError, counts),
      coverage: weightedMean(perSample.coverage, counts),
      lrap: weightedMean(perSample.lrap, counts),
      rankingLoss: weightedMean(perSample.rankingLoss, counts),
      macroAp: mean(aps.filter((ap) => !Number.isNaN(ap))),
      microAp: microAp(counts),
      ...f1(counts),
      subsetAccuracy: weightedMean(perSample.subsetAccuracy, counts),
      binaryCrossEntropy: weightedMean(perSample.binaryCrossEntropy, counts),
    };
  };
}

/** Mean over a resample, given how often each sample was drawn, shape [nSamples]. */
export function weightedMean(values: Float64Array, counts: ArrayLike<number>): number {
  let sum = 0;
  let n = 0;
  for (let i = 0; i < values.length; i++) {
    sum += values[i] * counts[i];
    n += counts[i];
  }
  return sum / n;
}

/**
 * The measures that every results table shows, in its order.
 * @module
 */
import { applyThreshold } from "../metrics/apply_threshold.ts";
import { binaryCrossEntropy } from "../metrics/binary_cross_entropy.ts";
import { coverageError } from "../metrics/coverage_error.ts";
import { macroF1, microF1 } from "../metrics/f1.ts";
import { hammingLoss } from "../metrics/hamming_loss.ts";
import type { LabelMatrix } from "../metrics/label_matrix.ts";
import { labelRankingAveragePrecision } from "../metrics/label_ranking_average_precision.ts";
import { labelRankingLoss } from "../metrics/label_ranking_loss.ts";
import { macroAveragePrecision } from "../metrics/macro_average_precision.ts";
import { microAveragePrecision } from "../metrics/micro_average_precision.ts";
import { oneError } from "../metrics/one_error.ts";
import { subsetAccuracy } from "../metrics/subset_accuracy.ts";

/** Name of a measure in results files. */
export type MeasureKey =
  | "hammingLoss"
  | "oneError"
  | "coverage"
  | "lrap"
  | "rankingLoss"
  | "macroAp"
  | "microAp"
  | "macroF1"
  | "microF1"
  | "subsetAccuracy"
  | "binaryCrossEntropy";

/** How to show and read a measure. */
export interface Measure {
  /** Name in results files. */
  readonly key: MeasureKey;
  /** Name in tables and charts. */
  readonly name: string;
  /** Which values are better. */
  readonly direction: "lower" | "higher";
}

/** The measures in the order of the results table; the original's three come first. */
export const MEASURES: readonly Measure[] = [
  { key: "hammingLoss", name: "Hamming loss", direction: "lower" },
  { key: "oneError", name: "One-error", direction: "lower" },
  { key: "coverage", name: "Coverage", direction: "lower" },
  { key: "lrap", name: "LRAP", direction: "higher" },
  { key: "rankingLoss", name: "Ranking loss", direction: "lower" },
  { key: "macroAp", name: "Macro AP", direction: "higher" },
  { key: "microAp", name: "Micro AP", direction: "higher" },
  { key: "macroF1", name: "Macro F1", direction: "higher" },
  { key: "microF1", name: "Micro F1", direction: "higher" },
  { key: "subsetAccuracy", name: "Subset accuracy", direction: "higher" },
  { key: "binaryCrossEntropy", name: "Binary cross-entropy", direction: "lower" },
];

/**
 * A measure by its key.
 * @throws {RangeError} If there is no such measure.
 */
export function measureOf(key: MeasureKey): Measure {
  const measure = MEASURES.find((measure) => measure.key === key);
  if (!measure) {
    throw new RangeError(
      `A measure must be one of ${MEASURES.map(({ key }) => key).join(", ")}: ` +
        `current value is ${key}`,
    );
  }
  return measure;
}

/** A threshold for all labels, or one per label, shape [nLabels]. */
export type Threshold = number | readonly number[];

/** What a predictor is measured by. */
export interface ScoredSamples {
  /** Indicators in {0, 1}, shape [nSamples][nLabels]. */
  readonly yTrue: LabelMatrix;
  /** Probabilities in [0, 1], shape [nSamples][nLabels]. */
  readonly yScore: LabelMatrix;
  /** A label is predicted where its probability is above this, strictly. */
  readonly threshold: Threshold;
}

/**
 * Computes all {@linkcode MEASURES}. Macro AP leaves out labels without a positive; it and micro
 * AP are NaN if there is no positive at all.
 * @throws {RangeError} If the shapes differ or a value is not allowed.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const yTrue = [[1, 0], [0, 1]];
 * const { oneError, coverage } = computeMeasures({ yTrue, yScore: yTrue, threshold: 0.5 });
 * assertEquals({ oneError, coverage }, { oneError: 0, coverage: 1 });
 * ```
 */
export function computeMeasures(
  { yTrue, yScore, threshold }: ScoredSamples,
): Record<MeasureKey, number> {
  const yPred = applyThreshold(yScore, threshold);
  return {
    hammingLoss: hammingLoss(yTrue, yPred),
    oneError: oneError(yTrue, yScore),
    coverage: coverageError(yTrue, yScore),
    lrap: labelRankingAveragePrecision(yTrue, yScore),
    rankingLoss: labelRankingLoss(yTrue, yScore),
    macroAp: macroAveragePrecision(yTrue, yScore).value,
    microAp: microAveragePrecision(yTrue, yScore),
    macroF1: macroF1(yTrue, yPred),
    microF1: microF1(yTrue, yPred),
    subsetAccuracy: subsetAccuracy(yTrue, yPred),
    binaryCrossEntropy: binaryCrossEntropy(yTrue, yScore),
  };
}

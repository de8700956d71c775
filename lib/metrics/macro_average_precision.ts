import { averagePrecision } from "./average_precision.ts";
import { column } from "./columns.ts";
import { checkScores, type LabelMatrix } from "./label_matrix.ts";
import { mean } from "./mean.ts";

/** Mean over the labels where AP is defined, and how many were left out. */
export interface MacroAveragePrecision {
  /** Mean AP in (0, 1], or NaN if no label has a positive. */
  readonly value: number;
  /** Labels without a positive. */
  readonly nUndefined: number;
}

/**
 * Mean of the labels' average precision, also called mAP: every label counts the same, however
 * rare. Labels without a positive are skipped and counted. Higher is better; scores without
 * information get about the mean prevalence of the labels.
 * @param yTrue Indicators in {0, 1}, shape [nSamples][nLabels].
 * @param yScore Scores, larger means more likely, shape [nSamples][nLabels].
 * @throws {RangeError} If the shapes differ or a value is not allowed.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const yTrue = [[1, 0, 0], [0, 1, 0]];
 * const yScore = [[0.9, 0.5, 0.1], [0.2, 0.5, 0.3]];
 * assertEquals(macroAveragePrecision(yTrue, yScore), { value: (1 + 1 / 2) / 2, nUndefined: 1 });
 * ```
 */
export function macroAveragePrecision(
  yTrue: LabelMatrix,
  yScore: LabelMatrix,
): MacroAveragePrecision {
  const perLabel = averagePrecisionPerLabel(yTrue, yScore);
  const defined = perLabel.filter((value) => !Number.isNaN(value));
  return { value: mean(defined), nUndefined: perLabel.length - defined.length };
}

/**
 * Average precision of every label, NaN where a label has no positive; shape [nLabels].
 * @throws {RangeError} If the shapes differ or a value is not allowed.
 */
export function averagePrecisionPerLabel(yTrue: LabelMatrix, yScore: LabelMatrix): number[] {
  const { nLabels } = checkScores("averagePrecisionPerLabel", yTrue, yScore);
  return Array.from(
    { length: nLabels },
    (_, label) => averagePrecision(column(yTrue, label), column(yScore, label)),
  );
}

/**
 * The type that all measures share, and the checks on it.
 * @module
 */
import {
  checkNotEmpty,
  checkRow,
  INDICATOR,
  lengthOf,
  PROBABILITY,
  SCORE,
} from "./check_values.ts";
import type { ValueRule } from "./check_values.ts";

/** Indicators or scores of every sample for every label, shape [nSamples][nLabels]. */
export type LabelMatrix = readonly ArrayLike<number>[];

/** Size of a {@linkcode LabelMatrix}. */
export interface MatrixShape {
  /** Number of rows. */
  readonly nSamples: number;
  /** Number of columns. */
  readonly nLabels: number;
}

/**
 * Checks true labels against predicted ones.
 * @param task What is computed, for the message.
 * @param yTrue Indicators in {0, 1}, shape [nSamples][nLabels].
 * @param yPred Indicators in {0, 1}, shape [nSamples][nLabels].
 * @throws {TypeError} If an argument is not a list of rows.
 * @throws {RangeError} If there is no sample or no label, the shapes differ, or a value is neither
 * 0 nor 1.
 */
export function checkPredictions(
  task: string,
  yTrue: LabelMatrix,
  yPred: LabelMatrix,
): MatrixShape {
  return checkPair(task, yTrue, { name: "yPred", matrix: yPred, rule: INDICATOR });
}

/**
 * Checks true labels against scores, which may be any finite numbers.
 * @throws {TypeError} If an argument is not a list of rows.
 * @throws {RangeError} If there is no sample or no label, the shapes differ, or a value is not
 * allowed.
 */
export function checkScores(task: string, yTrue: LabelMatrix, yScore: LabelMatrix): MatrixShape {
  return checkPair(task, yTrue, { name: "yScore", matrix: yScore, rule: SCORE });
}

/**
 * Checks true labels against scores that must be probabilities.
 * @throws {TypeError} If an argument is not a list of rows.
 * @throws {RangeError} If there is no sample or no label, the shapes differ, or a value is not
 * allowed.
 */
export function checkProbabilities(
  task: string,
  yTrue: LabelMatrix,
  yScore: LabelMatrix,
): MatrixShape {
  return checkPair(task, yTrue, { name: "yScore", matrix: yScore, rule: PROBABILITY });
}

/**
 * Checks the true indicators and the scores of one label, both of shape [nSamples].
 * @throws {TypeError} If an argument is not a list of numbers.
 * @throws {RangeError} If there is no sample, the lengths differ, or a value is not allowed.
 */
export function checkLabelScores(
  task: string,
  yTrue: ArrayLike<number>,
  yScore: ArrayLike<number>,
): void {
  const nSamples = lengthOf(task, "yTrue", yTrue);
  checkNotEmpty(task, "yTrue", nSamples);
  checkRow(task, { name: "yTrue", row: yTrue, length: nSamples, rule: INDICATOR });
  checkRow(task, { name: "yScore", row: yScore, length: nSamples, rule: SCORE });
}

/**
 * Checks one matrix by itself.
 * @throws {TypeError} If it is not a list of rows.
 * @throws {RangeError} If it has no row or no column, its rows differ in length, or a value is not
 * allowed.
 */
export function checkMatrix(
  task: string,
  name: string,
  matrix: LabelMatrix,
  rule: ValueRule = SCORE,
): MatrixShape {
  const nSamples = lengthOf(task, name, matrix);
  checkNotEmpty(task, name, nSamples);
  const nLabels = lengthOf(task, `${name}[0]`, matrix[0]);
  checkNotEmpty(task, `${name}[0]`, nLabels);
  for (let i = 0; i < nSamples; i++) {
    checkRow(task, { name: `${name}[${i}]`, row: matrix[i], length: nLabels, rule });
  }
  return { nSamples, nLabels };
}

/** {@linkcode checkMatrix} for indicators, such as the true labels of the training part. */
export function checkIndicators(task: string, name: string, matrix: LabelMatrix): MatrixShape {
  return checkMatrix(task, name, matrix, INDICATOR);
}

function checkPair(
  task: string,
  yTrue: LabelMatrix,
  other: { name: string; matrix: LabelMatrix; rule: ValueRule },
): MatrixShape {
  const shape = checkMatrix(task, "yTrue", yTrue, INDICATOR);
  const { nSamples, nLabels } = checkMatrix(task, other.name, other.matrix, other.rule);
  if (nSamples !== shape.nSamples || nLabels !== shape.nLabels) {
    throw new RangeError(
      `Cannot compute ${task} as ${other.name} must have the shape of yTrue, ` +
        `[${shape.nSamples}][${shape.nLabels}]: current value is [${nSamples}][${nLabels}]`,
    );
  }
  return shape;
}

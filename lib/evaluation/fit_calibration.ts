/**
 * Chooses how a model's probabilities are calibrated. Give these functions the validation part
 * only.
 * @module
 */
import {
  applyCalibration,
  clippedLogit,
  IDENTITY_LINE,
  type LogitLine,
} from "../metrics/apply_calibration.ts";
import { binaryCrossEntropyPerSample } from "../metrics/binary_cross_entropy.ts";
import { column, flatten } from "../metrics/columns.ts";
import { checkProbabilities, type LabelMatrix } from "../metrics/label_matrix.ts";
import { mean } from "../metrics/mean.ts";
import { CALIBRATION_METHODS, type CalibrationMethod } from "../model/decisions.ts";
import { deriveSeed, makePrng, shuffle } from "../random.ts";
import { fitLogitLine } from "./fit_logit_line.ts";

/** True labels and probabilities of the validation part. */
export interface CalibrationInput {
  /** Indicators in {0, 1}, shape [nSamples][nLabels]. */
  readonly yTrue: LabelMatrix;
  /** Probabilities, shape [nSamples][nLabels]. */
  readonly yScore: LabelMatrix;
}

/** A calibration and where it came from. */
export interface FittedCalibration {
  /** What to give to `applyCalibration`, shape [nLabels]. */
  readonly lines: readonly LogitLine[];
  /** Whether a label's line is its own, shape [nLabels]. */
  readonly isOwn: readonly boolean[];
}

/** What {@linkcode chooseCalibration} found. */
export interface ChosenCalibration extends FittedCalibration {
  /** The method with the lowest cross-validated cross-entropy. */
  readonly method: CalibrationMethod;
  /** Cross-validated cross-entropy of each method; null where it could not be tried. */
  readonly crossEntropy: Readonly<Record<CalibrationMethod, number | null>>;
}

/** Positives, and negatives, that a label needs for values of its own. */
export const MIN_CASES = 20;
const N_FOLDS = 5;
// Beyond, a temperature says that the probabilities are worth nothing, not that they are too bold.
const SLOPE_RANGE = [0.05, 20] as const;

/**
 * Tries each method in five folds of the movies: fitted on four of them, measured on the fifth. The
 * method with the lowest cross-entropy over all folds is then fitted on all movies; of equally good
 * ones the simplest. With fewer movies than folds nothing is tried and nothing calibrated.
 * @param input `seed`: the run's seed, which draws the folds.
 * @throws {RangeError} If the shapes differ or a value is not allowed.
 */
export function chooseCalibration(
  { yTrue, yScore, seed }: CalibrationInput & { readonly seed: number },
): ChosenCalibration {
  const { nSamples } = checkProbabilities("chooseCalibration", yTrue, yScore);
  const crossEntropy: Record<CalibrationMethod, number | null> = {
    none: null,
    temperature: null,
    perGenre: null,
  };
  let method: CalibrationMethod = "none";
  if (nSamples >= N_FOLDS) {
    const foldOf = drawFolds(nSamples, seed);
    for (const candidate of CALIBRATION_METHODS) {
      const value = crossValidate(candidate, { yTrue, yScore }, foldOf);
      crossEntropy[candidate] = value;
      if (value < crossEntropy[method]!) method = candidate;
    }
  }
  return { method, crossEntropy, ...fitCalibration(method, { yTrue, yScore }) };
}

/**
 * Fits one method on all samples. `temperature` is one slope for all labels. `perGenre` is Platt
 * scaling label by label; a label with fewer than {@linkcode MIN_CASES} positives or negatives, or
 * whose own slope would turn its ranking round, takes the temperature of all labels instead.
 */
export function fitCalibration(
  method: CalibrationMethod,
  { yTrue, yScore }: CalibrationInput,
): FittedCalibration {
  const { nSamples, nLabels } = checkProbabilities("fitCalibration", yTrue, yScore);
  const noneOwn = new Array<boolean>(nLabels).fill(false);
  if (method === "none") {
    return { lines: new Array<LogitLine>(nLabels).fill(IDENTITY_LINE), isOwn: noneOwn };
  }
  const { slope } = fitLogitLine({
    logits: flatten(yScore).map(clippedLogit),
    yTrue: flatten(yTrue),
    hasIntercept: false,
  });
  const shared = {
    slope: Math.min(Math.max(slope, SLOPE_RANGE[0]), SLOPE_RANGE[1]),
    intercept: 0,
  };
  if (method === "temperature") {
    return { lines: new Array<LogitLine>(nLabels).fill(shared), isOwn: noneOwn };
  }
  const own = Array.from({ length: nLabels }, (_, label): LogitLine | null => {
    const indicators = column(yTrue, label);
    const nPositives = indicators.reduce((sum, indicator) => sum + indicator, 0);
    if (Math.min(nPositives, nSamples - nPositives) < MIN_CASES) return null;
    const logits = column(yScore, label).map(clippedLogit);
    const line = fitLogitLine({ logits, yTrue: indicators, hasIntercept: true });
    return line.slope > 0 ? line : null;
  });
  return { lines: own.map((line) => line ?? shared), isOwn: own.map((line) => line !== null) };
}

/** Fold of each sample; the folds differ by one sample at most. */
function drawFolds(nSamples: number, seed: number): Uint8Array {
  const prng = makePrng(deriveSeed(seed, "calibration folds"));
  const order = shuffle(Array.from({ length: nSamples }, (_, i) => i), { prng });
  const foldOf = new Uint8Array(nSamples);
  order.forEach((sample, place) => foldOf[sample] = place % N_FOLDS);
  return foldOf;
}

function crossValidate(
  method: CalibrationMethod,
  { yTrue, yScore }: CalibrationInput,
  foldOf: Uint8Array,
): number {
  const losses: number[] = [];
  for (let fold = 0; fold < N_FOLDS; fold++) {
    const rows = (matrix: LabelMatrix, isInside: boolean) =>
      matrix.filter((_, i) => (foldOf[i] === fold) === isInside);
    const { lines } = fitCalibration(method, {
      yTrue: rows(yTrue, false),
      yScore: rows(yScore, false),
    });
    const calibrated = applyCalibration(rows(yScore, true), lines);
    losses.push(...binaryCrossEntropyPerSample(rows(yTrue, true), calibrated));
  }
  return mean(losses);
}

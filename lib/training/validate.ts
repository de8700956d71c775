/**
 * The validation part's measures after an epoch.
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import { posterBatches } from "../dataset/batches.ts";
import type { PartSample } from "../dataset/part_samples.ts";
import { applyThreshold } from "../metrics/apply_threshold.ts";
import { binaryCrossEntropy } from "../metrics/binary_cross_entropy.ts";
import { coverageError } from "../metrics/coverage_error.ts";
import { hammingLoss } from "../metrics/hamming_loss.ts";
import { macroAveragePrecision } from "../metrics/macro_average_precision.ts";
import { oneError } from "../metrics/one_error.ts";
import { predictScores } from "../model/predict.ts";
import type { RunConfig } from "../config.ts";
import type { HistoryRow } from "./history.ts";

/** Posters predicted at once; a fixed number, so that the measures do not depend on the run. */
const validationBatchSize = 64;

/** What a validation measures. */
export type ValidationMeasures = Pick<
  HistoryRow,
  "valLoss" | "valHammingLoss" | "valOneError" | "valCoverage" | "valMacroAp"
>;

/** Options of {@linkcode validate}. */
export interface ValidateOptions {
  /** Folder that keeps decoded posters; without it each is decoded anew. */
  readonly decodedDir?: string;
  /** Called with the number of posters done so far. */
  readonly onBatch?: (nDone: number) => void;
}

/**
 * Predicts the validation part in its fixed order, without dropout, and measures the result. Pictures
 * have the sizes that predictions are made from; mirror images are left out, as they would
 * double the time.
 */
export async function validate(
  model: tf.LayersModel,
  samples: readonly PartSample[],
  config: RunConfig,
  { decodedDir, onBatch }: ValidateOptions = {},
): Promise<ValidationMeasures> {
  const { imageHeightPx: heightPx, imageWidthPx: widthPx, testTimeScales } = config;
  const batches = posterBatches(samples, {
    heightPx,
    widthPx,
    batchSize: validationBatchSize,
    decodedDir,
  });
  const { imdbIds, scores } = await predictScores(model, batches, onBatch, { testTimeScales });
  const labelsOf = new Map(samples.map((sample) => [sample.imdbId, sample.labels]));
  const yTrue = imdbIds.map((imdbId) => labelsOf.get(imdbId)!);
  return validationMeasures(yTrue, scores, config.threshold);
}

/**
 * The measures of a validation.
 * @param yTrue Indicators, shape [nSamples][nLabels].
 * @param scores Probabilities, shape [nSamples][nLabels].
 * @param threshold A genre counts as predicted above this.
 * @throws {Error} If a probability is not a number.
 */
export function validationMeasures(
  yTrue: readonly Uint8Array[],
  scores: readonly Float32Array[],
  threshold: number,
): ValidationMeasures {
  if (scores.some((row) => row.some(Number.isNaN))) {
    throw new Error("Cannot validate the model as its probabilities must be numbers: found NaN");
  }
  return {
    valLoss: binaryCrossEntropy(yTrue, scores),
    valHammingLoss: hammingLoss(yTrue, applyThreshold(scores, threshold)),
    valOneError: oneError(yTrue, scores),
    valCoverage: coverageError(yTrue, scores),
    valMacroAp: macroAveragePrecision(yTrue, scores).value,
  };
}

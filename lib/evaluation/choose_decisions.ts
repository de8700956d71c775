import { applyCalibration } from "../metrics/apply_calibration.ts";
import { countPerLabel } from "../metrics/label_counts.ts";
import { checkProbabilities, type LabelMatrix } from "../metrics/label_matrix.ts";
import type { Decisions } from "../model/decisions.ts";
import { type SavedPrediction, savedPrediction } from "../prediction_config.ts";
import { type CalibrationInput, chooseCalibration, MIN_CASES } from "./fit_calibration.ts";
import { chooseThreshold, chooseThresholdPerLabel, type ThresholdObjective } from "./threshold.ts";

/** What {@linkcode chooseDecisions} works on; true labels and probabilities of the validation part. */
export interface DecisionsInput extends CalibrationInput, SavedPrediction {
  /** Names of the genres, shape [nLabels]. */
  readonly labels: readonly string[];
  /** SHA-256 of the weights that gave the probabilities. */
  readonly weightsSha256: string;
  /** The run's seed. */
  readonly seed: number;
}

/**
 * Chooses calibration and thresholds of a model on the validation part. Each genre has thresholds of
 * its own for the calibrated probabilities, but a genre with fewer than {@linkcode MIN_CASES}
 * positives or negatives has those that are best for all genres together: from so few movies its
 * own would fit these movies and no others.
 * @throws {RangeError} If the shapes differ or a value is not allowed.
 */
export function chooseDecisions(input: DecisionsInput): Decisions {
  const { labels, weightsSha256, yTrue, yScore, seed } = input;
  const { nSamples } = checkProbabilities("chooseDecisions", yTrue, yScore);
  const { method, crossEntropy, lines, isOwn } = chooseCalibration({ yTrue, yScore, seed });
  const calibrated = applyCalibration(yScore, lines);
  const isFrequent = haveEnoughCases(yTrue);
  const shared = (objective: ThresholdObjective) =>
    chooseThreshold(yTrue, calibrated, { objective });
  const own = (objective: "f1" | "hammingLoss") =>
    chooseThresholdPerLabel(yTrue, calibrated, { objective });
  // Rare genres share that of micro F1, as macro F1 would hang on the very genres whose own
  // thresholds are not trusted.
  const [f1, f1OfAll] = [own("f1"), shared("microF1")];
  const [hamming, hammingOfAll] = [own("hammingLoss"), shared("hammingLoss")];
  return {
    weightsSha256,
    ...savedPrediction(input),
    chosenOn: { part: "val", nSamples, minCases: MIN_CASES },
    calibration: { method, crossEntropy },
    genres: labels.map((genre, j) => ({
      genre,
      ...lines[j],
      hasOwnCalibration: isOwn[j],
      thresholds: {
        macroF1: isFrequent[j] ? f1[j] : f1OfAll,
        microF1: f1OfAll,
        hammingLoss: isFrequent[j] ? hamming[j] : hammingOfAll,
      },
      hasOwnThresholds: isFrequent[j],
    })),
  };
}

/** Whether a label has enough positives and negatives to choose by, shape [nLabels]. */
function haveEnoughCases(yTrue: LabelMatrix): boolean[] {
  const { support } = countPerLabel(yTrue, yTrue);
  return Array.from(
    support,
    (nPositives) => Math.min(nPositives, yTrue.length - nPositives) >= MIN_CASES,
  );
}

/**
 * The file `decisions.json` of a run: how its probabilities are calibrated and from where on a
 * genre counts as predicted. Both were chosen on the validation part.
 * @module
 */
import { join } from "node:path";
import { readTextIfExists, writeJsonAtomic } from "../atomic_file.ts";
import type { LogitLine } from "../metrics/apply_calibration.ts";
import { describePrediction, type SavedPrediction } from "../prediction_config.ts";

/**
 * What a set of thresholds was chosen for. `macroF1`: the highest F1 of each genre, so that rare
 * ones are found too, at the price of many false alarms; `microF1`: the highest F1 over all genres
 * with one threshold for all; `hammingLoss`: the fewest wrong answers, genre by genre.
 */
export type DecisionObjective = "macroF1" | "microF1" | "hammingLoss";

/** All of {@linkcode DecisionObjective}. */
export const DECISION_OBJECTIVES: readonly DecisionObjective[] = [
  "macroF1",
  "microF1",
  "hammingLoss",
];

/**
 * How probabilities are calibrated: not at all, all by one temperature, or each genre by a slope
 * and an intercept of its own.
 */
export type CalibrationMethod = "none" | "temperature" | "perGenre";

/** All of {@linkcode CalibrationMethod}, the simplest first. */
export const CALIBRATION_METHODS: readonly CalibrationMethod[] = [
  "none",
  "temperature",
  "perGenre",
];

/** How one genre is decided. */
export interface GenreDecision extends LogitLine {
  /** Name of the genre. */
  readonly genre: string;
  /** Whether slope and intercept are its own; a rare genre shares one temperature. */
  readonly hasOwnCalibration: boolean;
  /** It is predicted where its calibrated probability is above this, strictly. */
  readonly thresholds: Readonly<Record<DecisionObjective, number>>;
  /**
   * Whether the thresholds for macro F1 and Hamming loss are its own; a rare genre has those of all
   * genres together.
   */
  readonly hasOwnThresholds: boolean;
}

/** The file `decisions.json`. */
export interface Decisions extends SavedPrediction {
  /** SHA-256 of the weights whose probabilities these are for. */
  readonly weightsSha256: string;
  /** What all of it was chosen on. */
  readonly chosenOn: {
    /** Part of the data set; never the test part. */
    readonly part: "val";
    /** Number of movies in it. */
    readonly nSamples: number;
    /** Movies with, and movies without a genre that it needs for values of its own. */
    readonly minCases: number;
  };
  /** How the calibration was chosen. */
  readonly calibration: {
    /** The one with the lowest cross-entropy. */
    readonly method: CalibrationMethod;
    /** Cross-validated inside the part; null where it was too small to try. */
    readonly crossEntropy: Readonly<Record<CalibrationMethod, number | null>>;
  };
  /** One entry a genre, in the order of the model's outputs. */
  readonly genres: readonly GenreDecision[];
}

const fileName = "decisions.json";

/** Writes `decisions.json` into a run's folder. */
export async function writeDecisions(runDir: string, decisions: Decisions): Promise<void> {
  await writeJsonAtomic(join(runDir, fileName), decisions);
}

/**
 * A run's decisions, or null if it has none.
 * @param expected Genres in the order of the model's outputs, the hash of its weights, and what it
 * predicts from.
 * @throws {SyntaxError} If the file is no JSON.
 * @throws {Error} If it belongs to other weights, probabilities or genres.
 * @throws {RangeError} If a number in it is out of range.
 */
export async function readDecisions(
  runDir: string,
  expected: SavedPrediction & Pick<Decisions, "weightsSha256"> & {
    readonly labels: readonly string[];
  },
): Promise<Decisions | null> {
  const file = join(runDir, fileName);
  const text = await readTextIfExists(file);
  if (text === null) return null;
  let decisions: Decisions;
  try {
    decisions = JSON.parse(text);
  } catch (cause) {
    throw new SyntaxError(`Cannot read ${file}: ${(cause as Error).message}`, { cause });
  }
  if (decisions?.weightsSha256 !== expected.weightsSha256) {
    throw new Error(
      `Cannot use ${file} as it must belong to the model's weights: it was chosen for others. ` +
        "Evaluate the run again (deno task evaluate)",
    );
  }
  if (describePrediction(decisions) !== describePrediction(expected)) {
    throw new Error(
      `Cannot use ${file} as it must be for what the model predicts from, ` +
        `${describePrediction(expected)}: current value is ` +
        `${describePrediction(decisions)}. Evaluate the run again (deno task evaluate)`,
    );
  }
  const genres = Array.isArray(decisions.genres) ? decisions.genres : [];
  const names = genres.map((entry) => entry?.genre);
  if (JSON.stringify(names) !== JSON.stringify(expected.labels)) {
    throw new Error(
      `Cannot use ${file} as it must name the model's genres in their order, ` +
        `${expected.labels.join(", ")}: current value is ${names.join(", ")}`,
    );
  }
  for (const entry of genres) checkGenre(file, entry);
  return decisions;
}

function checkGenre(file: string, { genre, slope, intercept, thresholds }: GenreDecision): void {
  const check = (name: string, value: unknown, mustBe: string, holds: (x: number) => boolean) => {
    if (typeof value === "number" && Number.isFinite(value) && holds(value)) return;
    throw new RangeError(
      `Cannot use ${file} as the ${name} of ${genre} must be ${mustBe}: ` +
        `current value is ${JSON.stringify(value)}`,
    );
  };
  check("slope", slope, "a number above 0", (x) => x > 0);
  check("intercept", intercept, "a finite number", () => true);
  for (const objective of DECISION_OBJECTIVES) {
    const name = `threshold for ${objective}`;
    check(name, thresholds?.[objective], "in [0, 1]", (x) => x >= 0 && x <= 1);
  }
}

/** Thresholds of all genres, shape [nLabels]. */
export function thresholdsFor({ genres }: Decisions, objective: DecisionObjective): number[] {
  return genres.map(({ thresholds }) => thresholds[objective]);
}

import { applyCalibration } from "../metrics/apply_calibration.ts";
import { expectedCalibrationError, reliabilityBins } from "../metrics/calibration.ts";
import { checkProbabilities, type LabelMatrix } from "../metrics/label_matrix.ts";
import {
  type CalibrationMethod,
  DECISION_OBJECTIVES,
  type DecisionObjective,
  type Decisions,
  thresholdsFor,
} from "../model/decisions.ts";
import {
  bootstrapPredictors,
  type BootstrapSettings,
  type PredictorIntervals,
} from "./bootstrap.ts";
import type { Threshold } from "./measures.ts";
import {
  type CalibrationKey,
  prepareCalibrationMeasures,
  prepareThresholdMeasures,
  type ThresholdKey,
} from "./resampled_decisions.ts";
import { type ReliabilityRow, reliabilityRows } from "./reliability_rows.ts";

/** Measures of probabilities, as they are or calibrated. */
export interface CalibrationRow extends PredictorIntervals<CalibrationKey> {
  /** Whether they are calibrated; `difference` is to those that are not. */
  readonly isCalibrated: boolean;
}

/** Measures of one way to decide which genres are predicted. */
export interface ThresholdRow extends PredictorIntervals<ThresholdKey> {
  /** Whether the thresholds are for calibrated probabilities. */
  readonly isCalibrated: boolean;
  /** What the thresholds were chosen for; `fixed` is the run's setting. */
  readonly chosenFor: "fixed" | DecisionObjective;
}

/** What `metrics.json` says about a run's decisions; all figures are of the test part. */
export interface DecisionsReport {
  /** How the probabilities are calibrated. */
  readonly method: CalibrationMethod;
  /** The run's fixed threshold. */
  readonly fixedThreshold: Threshold;
  /** Number of genres with slope and intercept of their own. */
  readonly nOwnCalibrations: number;
  /** Number of genres with thresholds of their own. */
  readonly nOwnThresholds: number;
  /** As they are, then calibrated. */
  readonly calibration: readonly CalibrationRow[];
  /** Reliability of the calibrated probabilities; that of the others is in the test part's. */
  readonly reliability: {
    /** Bins of equal width, from 0 to 1. */
    readonly bins: readonly ReliabilityRow[];
    /** Mean gap between probability and share of true cells. */
    readonly expectedCalibrationError: number;
  };
  /** The fixed threshold on probabilities as they are comes first; `difference` is to it. */
  readonly thresholds: readonly ThresholdRow[];
}

/** What {@linkcode buildDecisionsReport} works on; labels and probabilities of the test part. */
export interface DecisionsReportInput extends BootstrapSettings {
  /** What was chosen on the validation part. */
  readonly decisions: Decisions;
  /** Indicators in {0, 1}, shape [nSamples][nLabels]. */
  readonly yTrue: LabelMatrix;
  /** The model's probabilities as they are, shape [nSamples][nLabels]. */
  readonly yScore: LabelMatrix;
  /** The run's fixed threshold. */
  readonly threshold: Threshold;
}

/**
 * Measures what calibration and thresholds are worth on movies that neither was chosen on.
 * @throws {RangeError} If shapes differ or a value is out of range.
 */
export function buildDecisionsReport(input: DecisionsReportInput): DecisionsReport {
  const { decisions, yTrue, yScore, threshold, resamples, level, seed } = input;
  const { nSamples } = checkProbabilities("buildDecisionsReport", yTrue, yScore);
  const bootstrap = { resamples, level, seed, nSamples };
  const calibrated = applyCalibration(yScore, decisions.genres);
  const calibrations = [{ isCalibrated: false, yScore }, {
    isCalibrated: true,
    yScore: calibrated,
  }];
  const calibrationIntervals = bootstrapPredictors(
    calibrations.map((scores) => prepareCalibrationMeasures({ yTrue, ...scores })),
    bootstrap,
  );
  const rules: (Pick<ThresholdRow, "isCalibrated" | "chosenFor"> & {
    readonly yScore: LabelMatrix;
    readonly threshold: Threshold;
  })[] = [
    ...calibrations.map((scores) => ({ ...scores, chosenFor: "fixed" as const, threshold })),
    ...DECISION_OBJECTIVES.map((chosenFor) => ({
      isCalibrated: true,
      chosenFor,
      yScore: calibrated,
      threshold: thresholdsFor(decisions, chosenFor),
    })),
  ];
  const ruleIntervals = bootstrapPredictors(
    rules.map((rule) => prepareThresholdMeasures({ yTrue, ...rule })),
    bootstrap,
  );
  const bins = reliabilityBins(yTrue, calibrated);
  const { genres, calibration: { method } } = decisions;
  return {
    method,
    fixedThreshold: threshold,
    nOwnCalibrations: genres.filter((row) => row.hasOwnCalibration).length,
    nOwnThresholds: genres.filter((row) => row.hasOwnThresholds).length,
    calibration: calibrations.map(({ isCalibrated }, i) => ({
      isCalibrated,
      ...calibrationIntervals[i],
    })),
    reliability: {
      bins: reliabilityRows(bins),
      expectedCalibrationError: expectedCalibrationError(bins),
    },
    thresholds: rules.map(({ isCalibrated, chosenFor }, i) => ({
      isCalibrated,
      chosenFor,
      ...ruleIntervals[i],
    })),
  };
}

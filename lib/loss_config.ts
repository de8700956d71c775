/**
 * Settings of what training minimizes.
 * @module
 */
import { integerFrom, numberFrom, oneOf, type SettingRule } from "./check_setting.ts";

/** How wrong a network is taken to be. */
export interface LossConfig {
  /**
   * What is minimized: binary cross-entropy from the logits, whose gradient never vanishes, which
   * is what Keras computes for a sigmoid output too; the same from clipped probabilities; or the
   * asymmetric loss, in which easy negatives count less (Ridnik et al. 2021).
   */
  readonly loss: "binaryCrossEntropyFromLogits" | "binaryCrossEntropy" | "asymmetric";
  /** Asymmetric loss: exponent that plays down positives with a high probability. */
  readonly asymmetricGammaPositive: number;
  /** Asymmetric loss: exponent that plays down negatives with a low probability. */
  readonly asymmetricGammaNegative: number;
  /** Asymmetric loss: negatives with a probability below this cost nothing. */
  readonly asymmetricMargin: number;
  /** Weight of a genre's positives in the loss: 1, or as many as it has negatives to a positive. */
  readonly positiveWeights: "none" | "balanced";
  /** Highest balanced weight; its inverse is the lowest. */
  readonly positiveWeightLimit: number;
  /** Share by which labels are moved from 0 and 1 towards a half in the loss. */
  readonly labelSmoothing: number;
}

/** Plain binary cross-entropy. */
export const CROSS_ENTROPY_LOSS: LossConfig = Object.freeze({
  loss: "binaryCrossEntropyFromLogits",
  // The paper's values.
  asymmetricGammaPositive: 0,
  asymmetricGammaNegative: 4,
  asymmetricMargin: 0.05,
  positiveWeights: "none",
  positiveWeightLimit: 10,
  labelSmoothing: 0,
});

/** What the settings may be. */
export const lossRules: Readonly<Record<keyof LossConfig, SettingRule>> = {
  loss: oneOf("binaryCrossEntropyFromLogits", "binaryCrossEntropy", "asymmetric"),
  // Between 0 and 1 the derivative at probability 0 is infinite.
  asymmetricGammaPositive: integerFrom(0, 10),
  asymmetricGammaNegative: integerFrom(0, 10),
  asymmetricMargin: numberFrom(0, 0.5),
  positiveWeights: oneOf("none", "balanced"),
  positiveWeightLimit: numberFrom(1, 1e6),
  labelSmoothing: numberFrom(0, 0.9),
};

/**
 * Settings of what a trained network's probabilities are.
 * @module
 */
import { flag, type SettingRule } from "./check_setting.ts";

/** How a run's best model is asked; training has no part in it. */
export interface PredictionConfig {
  /**
   * Whether each poster's probabilities are the mean of its own and its mirror image's, in twice
   * the time. It holds for evaluation and for all predictions of the saved model; the validation
   * after each epoch looks at posters as they are. `deno task evaluate --flips` changes it without
   * training again.
   */
  readonly testTimeFlips: boolean;
}

/** Posters as they are, once. */
export const PLAIN_PREDICTION: PredictionConfig = Object.freeze({ testTimeFlips: false });

/** What the settings may be. */
export const predictionRules: Readonly<Record<keyof PredictionConfig, SettingRule>> = {
  testTimeFlips: flag(),
};

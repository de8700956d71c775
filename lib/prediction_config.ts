/**
 * Settings of what a trained network's probabilities are.
 * @module
 */
import { flag, numbersFrom, type SettingRule } from "./check_setting.ts";

/**
 * How a run's best model is asked; training has no part in it. It holds for evaluation and for all
 * predictions of the saved model; the validation after each epoch looks at posters as they are.
 * `deno task evaluate --flips --scales` changes it without training again.
 */
export interface PredictionConfig {
  /**
   * Whether each poster's probabilities are the mean of its own and its mirror image's, in twice
   * the time.
   */
  readonly testTimeFlips: boolean;
  /**
   * Sizes, as shares of the network's own picture size, whose mean the probabilities are: each
   * picture is resized to them, to multiples of 8 pixels. For networks that take any size.
   */
  readonly testTimeScales: readonly number[];
}

/** Settings of prediction as files keep them: those that differ from {@linkcode PLAIN_PREDICTION}. */
export type SavedPrediction = Partial<PredictionConfig>;

/** Posters as they are, once. */
export const PLAIN_PREDICTION: PredictionConfig = Object.freeze({
  testTimeFlips: false,
  testTimeScales: [1],
});

/** What the settings may be. */
export const predictionRules: Readonly<Record<keyof PredictionConfig, SettingRule>> = {
  testTimeFlips: flag(),
  testTimeScales: numbersFrom(0.25, 4),
};

/** The settings to save, from among others such as a run's or a saved model's. */
export function savedPrediction(
  { testTimeFlips, testTimeScales = PLAIN_PREDICTION.testTimeScales }: SavedPrediction,
): SavedPrediction {
  const isOwnSize = testTimeScales.length === 1 && testTimeScales[0] === 1;
  return { ...(testTimeFlips && { testTimeFlips }), ...(!isOwnSize && { testTimeScales }) };
}

/** What a model with these settings predicts from, in words: different ones differ. */
export function describePrediction(settings: SavedPrediction): string {
  const { testTimeFlips, testTimeScales } = savedPrediction(settings);
  const words = [
    ...(testTimeFlips ? ["mirrored pictures too"] : []),
    ...(testTimeScales ? [`pictures at ${testTimeScales.join(", ")} times their size`] : []),
  ];
  return words.join("; ") || "pictures as they are";
}

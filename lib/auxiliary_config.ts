/**
 * Settings of what a network learns to guess besides genres.
 * @module
 */
import { numberFrom, type SettingRule, someOf } from "./check_setting.ts";

/** A column of the movie table that a network can be made to guess. */
export type AuxiliaryTarget = "year" | "imdbScore";

/** All auxiliary targets. */
export const AUXILIARY_TARGETS: readonly AuxiliaryTarget[] = ["year", "imdbScore"];

/** Further tasks on the features that genres are told from: they may make these better. */
export interface AuxiliaryConfig {
  /**
   * What a second output layer guesses during training: the year of release, the IMDB score, both
   * or, by default, nothing. The saved network has genres only.
   */
  readonly auxiliaryTargets: readonly AuxiliaryTarget[];
  /**
   * Weight of the targets' mean squared error, in squared standard deviations, in the training
   * loss; the validation loss is that of the genres alone.
   */
  readonly auxiliaryWeight: number;
}

/** Genres only. */
export const NO_AUXILIARY_TARGETS: AuxiliaryConfig = Object.freeze({
  auxiliaryTargets: [],
  // A guess of the mean costs 0.1, about half of what the genres cost: they stay the main task.
  auxiliaryWeight: 0.1,
});

/** What the settings may be. */
export const auxiliaryRules: Readonly<Record<keyof AuxiliaryConfig, SettingRule>> = {
  auxiliaryTargets: someOf(...AUXILIARY_TARGETS),
  // With 0 the genres are learned as without targets.
  auxiliaryWeight: numberFrom(0, 100),
};

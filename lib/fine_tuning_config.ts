/**
 * Settings of training from weights that were learned elsewhere.
 * @module
 */
import { anyText, flag, integerFrom, numberFrom, type SettingRule } from "./check_setting.ts";

/** How a network that has seen other pictures is brought to see posters. */
export interface FineTuningConfig {
  /**
   * Whether all but the output layer starts from ImageNet weights; for the EfficientNet-Lite
   * family, whose published weights are installed when a run first asks for them.
   */
  readonly pretrained: boolean;
  /**
   * Folder of a run, or of a model, whose saved network the run starts from, its layers and all of
   * its weights; from the project's folder where it is no whole path. Empty for a network that is
   * built. The data set must have the genres, and the run the picture size, of that network, whose
   * layers replace all settings that shape one.
   */
  readonly startFrom: string;
  /**
   * Blocks, the first ones, that never learn, with all that comes before them. They see edges and
   * textures, which posters share with other pictures, on the largest maps: without their gradients
   * a step takes far less time.
   */
  readonly frozenBlocks: number;
  /** Name of the first layer that learns, all before it stay as they are; empty for all. */
  readonly frozenBefore: string;
  /** Epochs, the first ones, in which only the output layer learns. */
  readonly frozenEpochs: number;
  /** Share of the learning rate that all but the output layer learn with. */
  readonly backboneLearningRateShare: number;
}

/** Every weight is drawn by chance and learns alike. */
export const NO_FINE_TUNING: FineTuningConfig = Object.freeze({
  pretrained: false,
  startFrom: "",
  frozenBlocks: 0,
  frozenBefore: "",
  frozenEpochs: 0,
  backboneLearningRateShare: 1,
});

/** What the settings may be. */
export const fineTuningRules: Readonly<Record<keyof FineTuningConfig, SettingRule>> = {
  pretrained: flag(),
  startFrom: anyText(),
  frozenBlocks: integerFrom(0, 100),
  frozenBefore: anyText(),
  frozenEpochs: integerFrom(0, 10_000),
  backboneLearningRateShare: numberFrom(0, 1),
};

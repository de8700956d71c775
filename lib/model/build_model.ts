/**
 * The network of a configuration.
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import type { RunConfig } from "../config.ts";
import { efficientnetLite, type EfficientnetLiteConfig } from "./efficientnet_lite.ts";
import { type FreezeConfig, freezeLayers } from "./freeze_layers.ts";
import { posterCnn, type PosterCnnConfig } from "./poster_cnn.ts";
import { residualCnn, type ResidualCnnConfig } from "./residual_cnn.ts";

/** The part of {@linkcode RunConfig} that shapes a network. */
export type ModelConfig =
  & Pick<RunConfig, "architecture">
  & FreezeConfig
  & PosterCnnConfig
  & ResidualCnnConfig
  & EfficientnetLiteConfig;

type ModelMaker = (
  config: ModelConfig,
  nLabels: number,
  outputBias?: readonly number[],
) => tf.LayersModel;

const makers: Readonly<Record<Exclude<RunConfig["architecture"], "saved">, ModelMaker>> = {
  posterCnn,
  residualCnn,
  efficientnetLite0: (...args) => efficientnetLite("lite0", ...args),
  efficientnetLite1: (...args) => efficientnetLite("lite1", ...args),
  efficientnetLite2: (...args) => efficientnetLite("lite2", ...args),
};

/**
 * The untrained network of a configuration.
 * @param nLabels Number of genres.
 * @param outputBias Bias of the outputs at the start, shape [nLabels]; 0 by default.
 * @returns An uncompiled model: images [batch, height, width, 3] in [0, 1] to probabilities
 * [batch, nLabels].
 * @throws {RangeError} If it is a saved network, which is loaded instead, or as `freezeLayers` says.
 */
export function buildModel(
  config: ModelConfig,
  nLabels: number,
  outputBias?: readonly number[],
): tf.LayersModel {
  if (config.architecture === "saved") {
    throw new RangeError("A saved network is loaded, not built: see networkOf()");
  }
  const model = makers[config.architecture](config, nLabels, outputBias);
  freezeLayers(model, config);
  return model;
}

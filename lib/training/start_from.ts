/**
 * Runs that start from a saved network.
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import { resolve } from "node:path";
import { ensembleMembers } from "../backend/ensemble_members.ts";
import type { RunConfig } from "../config.ts";
import { freezeLayers } from "../model/freeze_layers.ts";
import { loadModel, readModelMetadata } from "../model/model_files.ts";
import { projectRoot } from "../setup/paths.ts";
import { modelDirOf } from "./model_dir_of.ts";

/**
 * The settings that a run needs to start from a saved network, its picture size among them.
 * @param startFrom As in {@linkcode RunConfig}.
 * @throws {Error} If there is no model.
 */
export async function startSettings(startFrom: string): Promise<Partial<RunConfig>> {
  const { heightPx, widthPx } = await readModelMetadata(await startDir(startFrom));
  return { startFrom, architecture: "saved", imageHeightPx: heightPx, imageWidthPx: widthPx };
}

/**
 * Loads the network that a run starts from; what learns of it is up to the run.
 * @param labels Genres of the data set.
 * @throws {Error} If there is no model, it is the mean of several, or has other genres.
 * @throws {RangeError} If it takes pictures of another size, or as `freezeLayers` says.
 */
export async function loadStart(
  config: RunConfig,
  labels: readonly string[],
): Promise<tf.LayersModel> {
  const { startFrom, imageHeightPx, imageWidthPx } = config;
  const { model, metadata } = await loadModel(await startDir(startFrom));
  try {
    const { heightPx, widthPx } = metadata;
    const refuse = (rule: string, value: string) =>
      `Cannot start from ${startFrom} as it must be ${rule}: current value is ${value}`;
    const nMembers = ensembleMembers(model).length;
    if (nMembers) throw new Error(refuse("one network", `the mean of ${nMembers}`));
    if (JSON.stringify(metadata.labels) !== JSON.stringify(labels)) {
      throw new Error(refuse("of the data set's genres", metadata.labels.join(", ")));
    }
    if (heightPx !== imageHeightPx || widthPx !== imageWidthPx) {
      const rule = `of the run's picture size, ${imageHeightPx}x${imageWidthPx} pixels`;
      throw new RangeError(refuse(rule, `${heightPx}x${widthPx}`));
    }
    for (const layer of model.layers) layer.trainable = true;
    freezeLayers(model, config);
    return model;
  } catch (error) {
    model.dispose();
    throw error;
  }
}

/** Folder of the network that `startFrom` names. @throws {Error} If there is no model. */
export async function startDir(startFrom: string): Promise<string> {
  return await modelDirOf(resolve(projectRoot, startFrom));
}

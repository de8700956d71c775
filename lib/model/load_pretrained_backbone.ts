/**
 * From an untrained EfficientNet-Lite to one that has seen ImageNet.
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import type { BackboneName } from "../setup/backbone_wheels.ts";
import { ensureBackbone } from "../setup/ensure_backbone.ts";
import { type BackboneLeftOut, loadBackboneWeights } from "./load_backbone_weights.ts";
import { readTorchCheckpoint } from "./read_torch_checkpoint.ts";

/**
 * Gives a network its architecture's published weights, which are installed first where missing.
 * @param model Network of `efficientnetLite()`; only its output layer keeps its weights.
 * @returns What was not used.
 * @throws {Error} If the weights cannot be had or do not fit.
 */
export async function loadPretrainedBackbone(
  model: tf.LayersModel,
  name: BackboneName,
): Promise<BackboneLeftOut> {
  const file = await ensureBackbone(name);
  return loadBackboneWeights(model, readTorchCheckpoint(await Deno.readFile(file)));
}

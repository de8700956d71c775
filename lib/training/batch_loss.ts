/**
 * What a run minimizes.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { applyModel } from "../backend/apply_model.ts";
import type { RunConfig } from "../config.ts";
import { asymmetricLoss } from "./asymmetric_loss.ts";
import { binaryCrossEntropyFromLogits } from "./binary_cross_entropy_from_logits.ts";
import { binaryCrossEntropyLoss } from "./binary_cross_entropy_loss.ts";
import { modelLogits } from "./model_logits.ts";
import { balancedPositiveWeights } from "./positive_weights.ts";

/** The part of {@linkcode RunConfig} that shapes the loss. */
export type LossConfig = Pick<
  RunConfig,
  | "loss"
  | "asymmetricGammaPositive"
  | "asymmetricGammaNegative"
  | "asymmetricMargin"
  | "positiveWeights"
  | "positiveWeightLimit"
  | "labelSmoothing"
>;

/** Images [batch, height, width, 3] and indicators [batch, nLabels] to a loss, dropout included. */
export type BatchLoss = (images: tf.Tensor4D, yTrue: tf.Tensor2D) => tf.Scalar;

/**
 * The loss function of a configuration.
 * @param yTrain Indicators of the training part, shape [nSamples][nLabels].
 * @throws {TypeError} If the loss needs logits and the model does not end in a sigmoid.
 */
export function batchLoss(
  model: tf.LayersModel,
  config: LossConfig,
  yTrain: readonly ArrayLike<number>[],
): BatchLoss {
  const weights = config.positiveWeights === "balanced"
    ? balancedPositiveWeights(yTrain, config.positiveWeightLimit)
    : undefined;
  const targets = (yTrue: tf.Tensor2D) => smoothLabels(yTrue, config.labelSmoothing);
  if (config.loss === "binaryCrossEntropy") {
    return (images, yTrue) =>
      tf.tidy(() => {
        const probabilities = applyModel(model, images, { training: true }) as tf.Tensor2D;
        return binaryCrossEntropyLoss(targets(yTrue), probabilities, weights);
      });
  }
  const logitsOf = modelLogits(model);
  const lossOf = config.loss === "asymmetric"
    ? (yTrue: tf.Tensor2D, logits: tf.Tensor2D) =>
      asymmetricLoss(yTrue, logits, {
        gammaPositive: config.asymmetricGammaPositive,
        gammaNegative: config.asymmetricGammaNegative,
        margin: config.asymmetricMargin,
        positiveWeights: weights,
      })
    : (yTrue: tf.Tensor2D, logits: tf.Tensor2D) =>
      binaryCrossEntropyFromLogits(yTrue, logits, weights);
  return (images, yTrue) => tf.tidy(() => lossOf(targets(yTrue), logitsOf(images)));
}

/** Labels moved from 0 and 1 towards a half by a share of the way, as Keras does. */
export function smoothLabels(yTrue: tf.Tensor2D, smoothing: number): tf.Tensor2D {
  return smoothing === 0 ? yTrue : tf.tidy(() => yTrue.mul(1 - smoothing).add(smoothing / 2));
}

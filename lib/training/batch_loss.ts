/**
 * What a run minimizes.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { RunConfig } from "../config.ts";
import type { LossConfig } from "../loss_config.ts";
import { outputLogits } from "../model/output_logits.ts";
import { asymmetricLoss } from "./asymmetric_loss.ts";
import type { AuxiliaryHead } from "./auxiliary_head.ts";
import { binaryCrossEntropyFromLogits } from "./binary_cross_entropy_from_logits.ts";
import { binaryCrossEntropyLoss } from "./binary_cross_entropy_loss.ts";
import { outputFeatures } from "./output_features.ts";
import { balancedPositiveWeights } from "./positive_weights.ts";

/** The part of {@linkcode RunConfig} that shapes the loss. */
export type BatchLossConfig = LossConfig & Pick<RunConfig, "auxiliaryWeight" | "precision">;

/**
 * Images [batch, height, width, 3] and indicators [batch, nLabels] to a loss, dropout included; with
 * an auxiliary head also its targets [batch, 2 nTargets].
 */
export type BatchLoss = (
  images: tf.Tensor4D,
  yTrue: tf.Tensor2D,
  auxiliary?: tf.Tensor2D,
) => tf.Scalar;

/** Indicators and what the model's last layer takes, shape [batch, nFeatures], to a loss. */
type FeatureLoss = (yTrue: tf.Tensor2D, features: tf.Tensor2D) => tf.Scalar;

/**
 * The loss function of a configuration.
 * @param yTrain Indicators of the training part, shape [nSamples][nLabels].
 * @param head Layer whose own loss, times `auxiliaryWeight`, is added; none by default.
 * @returns A function that throws a TypeError if there is a head and a batch has no targets for it.
 * @throws {TypeError} If the loss needs logits and the model does not end in a sigmoid.
 */
export function batchLoss(
  model: tf.LayersModel,
  config: BatchLossConfig,
  yTrain: readonly ArrayLike<number>[],
  head?: AuxiliaryHead,
): BatchLoss {
  const featuresOf = outputFeatures(model, config.precision);
  const genreLoss = featureLoss(model, config, yTrain);
  return (images, yTrue, auxiliary) =>
    tf.tidy(() => {
      const features = featuresOf(images);
      const loss = genreLoss(smoothLabels(yTrue, config.labelSmoothing), features);
      if (!head) return loss;
      if (!auxiliary) {
        throw new TypeError(
          "Cannot compute the loss as each batch must have auxiliary targets: current value is none",
        );
      }
      return loss.add(head.loss(features, auxiliary).mul(config.auxiliaryWeight));
    });
}

function featureLoss(
  model: tf.LayersModel,
  config: LossConfig,
  yTrain: readonly ArrayLike<number>[],
): FeatureLoss {
  const weights = config.positiveWeights === "balanced"
    ? balancedPositiveWeights(yTrain, config.positiveWeightLimit)
    : undefined;
  if (config.loss === "binaryCrossEntropy") {
    const output = model.layers.at(-1)!;
    return (yTrue, features) =>
      binaryCrossEntropyLoss(yTrue, output.apply(features) as tf.Tensor2D, weights);
  }
  const logitsOf = outputLogits(model);
  if (config.loss === "binaryCrossEntropyFromLogits") {
    return (yTrue, features) => binaryCrossEntropyFromLogits(yTrue, logitsOf(features), weights);
  }
  return (yTrue, features) =>
    asymmetricLoss(yTrue, logitsOf(features), {
      gammaPositive: config.asymmetricGammaPositive,
      gammaNegative: config.asymmetricGammaNegative,
      margin: config.asymmetricMargin,
      positiveWeights: weights,
    });
}

/** Labels moved from 0 and 1 towards a half by a share of the way, as Keras does. */
export function smoothLabels(yTrue: tf.Tensor2D, smoothing: number): tf.Tensor2D {
  return smoothing === 0 ? yTrue : tf.tidy(() => yTrue.mul(1 - smoothing).add(smoothing / 2));
}

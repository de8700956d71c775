/**
 * A loss for many labels of which few are true.
 * @module
 */
import * as tf from "@tensorflow/tfjs";

/** Options of {@linkcode asymmetricLoss}. */
export interface AsymmetricLossOptions {
  /** Exponent that plays down positives with a high probability: 0, or 1 and more. */
  readonly gammaPositive: number;
  /** Exponent that plays down negatives with a low probability: 0, or 1 and more. */
  readonly gammaNegative: number;
  /** Probabilities of negatives are lowered by this, to 0 at least. */
  readonly margin: number;
  /** Weight of each genre's positives, shape [nLabels]; 1 by default. */
  readonly positiveWeights?: readonly number[];
}

/**
 * Asymmetric loss (Ridnik et al. 2021), mean over all movies and genres:
 * -(1 - p)^gammaPositive * log p of a positive, -q^gammaNegative * log(1 - q) of a negative, with
 * q = max(p - margin, 0). With both exponents and the margin 0 it is binary cross-entropy.
 * @param yTrue Indicators, shape [batch, nLabels].
 * @param logits Log-odds, shape [batch, nLabels].
 */
export function asymmetricLoss(
  yTrue: tf.Tensor2D,
  logits: tf.Tensor2D,
  { gammaPositive, gammaNegative, margin, positiveWeights }: AsymmetricLossOptions,
): tf.Scalar {
  return tf.tidy(() => {
    const shifted = tf.relu(logits.sigmoid().sub(margin));
    // Without a margin, 1 - q may round to 0.
    const negativeLoss = margin > 0 ? shifted.neg().log1p().neg() : logits.softplus();
    const positiveLoss = logits.neg().softplus();
    const positives = positiveWeights ? yTrue.mul([...positiveWeights]) : yTrue;
    const ofPositives = positives.mul(
      raisedTo(gammaPositive, logits.neg().sigmoid()).mul(positiveLoss),
    );
    const ofNegatives = tf.sub(1, yTrue).mul(raisedTo(gammaNegative, shifted).mul(negativeLoss));
    return ofPositives.add(ofNegatives).mean().asScalar();
  });
}

function raisedTo(exponent: number, base: tf.Tensor): tf.Tensor {
  return exponent === 0 ? tf.scalar(1) : base.pow(exponent);
}

/**
 * Binary cross-entropy whose gradient does not vanish.
 * @module
 */
import * as tf from "@tensorflow/tfjs";

/**
 * Binary cross-entropy, mean over all movies and genres. Of a probability that is 0 or 1 in
 * 32 bits no logarithm and no gradient is left; of its logit both are.
 * @param yTrue Indicators, shape [batch, nLabels].
 * @param logits Log-odds, shape [batch, nLabels].
 * @param positiveWeights Weight of each genre's positives, shape [nLabels]; 1 by default.
 */
export function binaryCrossEntropyFromLogits(
  yTrue: tf.Tensor2D,
  logits: tf.Tensor2D,
  positiveWeights?: readonly number[],
): tf.Scalar {
  return tf.tidy(() => {
    const positives = positiveWeights ? yTrue.mul([...positiveWeights]) : yTrue;
    // -log p = softplus(-z) and -log(1 - p) = softplus(z) for p = sigmoid(z).
    const ofPositives = positives.mul(logits.neg().softplus());
    const ofNegatives = tf.sub(1, yTrue).mul(logits.softplus());
    return ofPositives.add(ofNegatives).mean().asScalar();
  });
}

/**
 * Binary cross-entropy of probabilities.
 * @module
 */
import * as tf from "@tensorflow/tfjs";

/** Probabilities are kept this far from 0 and 1, as Keras does with probabilities. */
const epsilon = 1e-7;

/**
 * Binary cross-entropy, mean over all movies and genres.
 * @param yTrue Indicators, shape [batch, nLabels].
 * @param probabilities Shape [batch, nLabels].
 * @param positiveWeights Weight of each genre's positives, shape [nLabels]; 1 by default.
 */
export function binaryCrossEntropyLoss(
  yTrue: tf.Tensor2D,
  probabilities: tf.Tensor2D,
  positiveWeights?: readonly number[],
): tf.Scalar {
  return tf.tidy(() => {
    const p = tf.clipByValue(probabilities, epsilon, 1 - epsilon);
    const positives = positiveWeights ? yTrue.mul([...positiveWeights]) : yTrue;
    const logLikelihood = positives.mul(p.log()).add(tf.sub(1, yTrue).mul(tf.sub(1, p).log()));
    return logLikelihood.mean().neg().asScalar();
  });
}

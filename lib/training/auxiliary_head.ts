/**
 * A second output layer that is there in training only.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { deriveSeed } from "../random.ts";

/** What shapes an auxiliary head. */
export interface AuxiliaryHeadOptions {
  /** The run's seed. */
  readonly seed: number;
  /** Length of the rows that the model's last layer takes. */
  readonly nFeatures: number;
  /** Number of targets. */
  readonly nTargets: number;
}

/** A dense layer beside the model's last one; it guesses standardized targets. */
export class AuxiliaryHead {
  readonly #kernel: tf.Variable<tf.Rank.R2>;
  readonly #bias: tf.Variable<tf.Rank.R1>;

  /** Starts with random weights and a bias of 0, the targets' mean. */
  constructor({ seed, nFeatures, nTargets }: AuxiliaryHeadOptions) {
    const initializer = tf.initializers.glorotUniform({
      seed: deriveSeed(seed, "initial weights", "auxiliary"),
    });
    [this.#kernel, this.#bias] = tf.tidy(() => [
      tf.variable(initializer.apply([nFeatures, nTargets]) as tf.Tensor2D),
      tf.variable(tf.zeros<tf.Rank.R1>([nTargets])),
    ]);
  }

  /** What is trained: kernel and bias. */
  get variables(): readonly tf.Variable[] {
    return [this.#kernel, this.#bias];
  }

  /**
   * Mean squared error of the guesses; an unknown target costs nothing.
   * @param features What the model's last layer takes, shape [batch, nFeatures].
   * @param auxiliary Standardized targets, each times its weight, then the weights, shape
   * [batch, 2 nTargets].
   */
  loss(features: tf.Tensor2D, auxiliary: tf.Tensor2D): tf.Scalar {
    return tf.tidy(() => {
      const [weighted, weights] = tf.split(auxiliary, 2, 1); // [batch, nTargets] each
      const guesses = features.matMul<tf.Tensor2D>(this.#kernel).add(this.#bias);
      return guesses.sub(weighted.divNoNan(weights)).square().mul(weights).mean();
    });
  }

  /** Frees the layer. */
  dispose(): void {
    tf.dispose([this.#kernel, this.#bias]);
  }
}

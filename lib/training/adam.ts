/**
 * Adam (Kingma and Ba 2015) as Keras computes it, with each gradient clipped first. tfjs's own
 * restores its decay products only to within rounding; this one derives them from the step number,
 * so a resumed run goes on with the same bits.
 * @module
 */
import * as tf from "@tensorflow/tfjs";

/** Values of {@linkcode Adam}. */
export interface AdamOptions {
  /** Step size. */
  readonly learningRate: number;
  /** Largest Euclidean norm of one variable's gradient, as Keras' `clipnorm`. */
  readonly clipNorm: number;
  /** Decay of the first moment; 0.9 by default. */
  readonly beta1?: number;
  /** Decay of the second moment; 0.999 by default. */
  readonly beta2?: number;
  /** Added to the square root of the second moment; 1e-7 by default. */
  readonly epsilon?: number;
}

/** Optimizer with its state: two moments per variable and the number of updates. */
export class Adam {
  /** Updates made so far. */
  iterations = 0;
  readonly #variables: readonly tf.Variable[];
  readonly #means: tf.Variable[];
  readonly #squares: tf.Variable[];
  readonly #options: Required<AdamOptions>;

  /** Starts with zero moments. */
  constructor(variables: readonly tf.Variable[], options: AdamOptions) {
    this.#options = { beta1: 0.9, beta2: 0.999, epsilon: 1e-7, ...options };
    this.#variables = variables;
    const zeros = () =>
      variables.map((variable) => tf.tidy(() => tf.variable(tf.zeros(variable.shape), false)));
    this.#means = zeros();
    this.#squares = zeros();
  }

  /** Updates each variable in place. @param gradients In the variables' order. */
  applyGradients(gradients: readonly tf.Tensor[]): void {
    const { learningRate, beta1, beta2, epsilon, clipNorm } = this.#options;
    this.iterations++;
    const stepSize = learningRate * Math.sqrt(1 - beta2 ** this.iterations) /
      (1 - beta1 ** this.iterations);
    this.#variables.forEach((variable, i) =>
      tf.tidy(() => {
        const gradient = clipByNorm(gradients[i], clipNorm);
        const mean = this.#means[i].mul(beta1).add(gradient.mul(1 - beta1));
        const square = this.#squares[i].mul(beta2).add(gradient.square().mul(1 - beta2));
        this.#means[i].assign(mean);
        this.#squares[i].assign(square);
        variable.assign(variable.sub(mean.mul(stepSize).div(square.sqrt().add(epsilon))));
      })
    );
  }

  /** The moments: all first ones, then all second ones, in the variables' order. */
  get moments(): readonly tf.Variable[] {
    return [...this.#means, ...this.#squares];
  }

  /** Frees the moments. */
  dispose(): void {
    tf.dispose([...this.#means, ...this.#squares]);
  }
}

/** The tensor, scaled down where its Euclidean norm is above the limit. */
export function clipByNorm(tensor: tf.Tensor, limit: number): tf.Tensor {
  return tf.tidy(() => {
    const norm = tensor.square().sum().sqrt();
    return tensor.mul(tf.scalar(limit).div(tf.maximum(norm, limit)));
  });
}

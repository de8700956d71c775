/**
 * Exponential moving average of the weights, which makes better predictions than the last weights
 * do while those still jump about.
 * @module
 */
import * as tf from "@tensorflow/tfjs";

/** An average of a model's variables that follows them; with decay 0 it does nothing. */
export class WeightAverage {
  readonly #variables: readonly tf.Variable[];
  readonly #averages: readonly tf.Variable[];
  readonly #decay: number;

  /**
   * Starts with the variables' values.
   * @param decay Share that the average keeps at each update, in [0, 1).
   */
  constructor(variables: readonly tf.Variable[], decay: number) {
    this.#decay = decay;
    this.#variables = decay > 0 ? variables : [];
    this.#averages = this.#variables.map((variable) => tf.variable(variable, false));
  }

  /**
   * Moves the average towards the variables. While updates are few, it keeps less than `decay`,
   * min(decay, (1 + n) / (10 + n)), so that the untrained weights are soon forgotten.
   * @param nUpdates Updates of the variables so far, this one included.
   */
  update(nUpdates: number): void {
    const decay = Math.min(this.#decay, (1 + nUpdates) / (10 + nUpdates));
    this.#averages.forEach((average, i) =>
      tf.tidy(() => average.assign(average.sub(average.sub(this.#variables[i]).mul(1 - decay))))
    );
  }

  /** Calls a function while the variables hold the average; they then get their values back. */
  async whileAveraged<T>(use: () => Promise<T>): Promise<T> {
    const values = this.#variables.map((variable) => variable.clone());
    this.#variables.forEach((variable, i) => variable.assign(this.#averages[i]));
    try {
      return await use();
    } finally {
      this.#variables.forEach((variable, i) => variable.assign(values[i]));
      tf.dispose(values);
    }
  }

  /** The averages in the variables' order; none with decay 0. */
  get averages(): readonly tf.Variable[] {
    return this.#averages;
  }

  /** Frees the averages. */
  dispose(): void {
    tf.dispose([...this.#averages]);
  }
}

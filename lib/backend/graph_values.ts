/**
 * Values of a model's graph while it is applied.
 * @module
 */
import type * as tf from "@tensorflow/tfjs";

/**
 * Tensors by the names of a model's symbolic ones. Each is disposed of when the last layer that reads
 * it has done so, unless all are kept. Two names may have the same tensor, as dropout that is off
 * gives back what it was given.
 */
export class GraphValues {
  readonly #tensors = new Map<string, tf.Tensor>();
  readonly #readsLeft = new Map<tf.Tensor, number>();
  readonly #nReaders: ((name: string) => number) | null;

  /** For how many times each value will be read; null keeps all, as gradients need. */
  constructor(nReaders: ((name: string) => number) | null) {
    this.#nReaders = nReaders;
  }

  /** The value of that name; it must have been set. */
  get(name: string): tf.Tensor {
    return this.#tensors.get(name)!;
  }

  /** Names a value. @param isKept Whether it stays after its last reading too. */
  set(name: string, value: tf.Tensor, { isKept = false } = {}): void {
    this.#tensors.set(name, value);
    const nReads = isKept ? Infinity : this.#nReaders?.(name) ?? Infinity;
    this.#readsLeft.set(value, (this.#readsLeft.get(value) ?? 0) + nReads);
  }

  /** Tells that a layer has read these values and given its own. */
  release(names: readonly string[]): void {
    for (const name of names) {
      const value = this.get(name);
      const left = this.#readsLeft.get(value)! - 1;
      this.#readsLeft.set(value, left);
      if (left === 0) value.dispose();
    }
  }
}

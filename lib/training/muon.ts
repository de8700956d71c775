/**
 * Muon (Jordan et al. 2024): momentum whose matrices are made orthogonal, so that a kernel learns in
 * all directions alike instead of mostly in those of the largest gradients.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { Adam, type AdamOptions } from "./adam.ts";
import { gradientClip } from "./clip_gradients.ts";
import type { Optimizer } from "./optimizer.ts";
import { orthogonalized } from "./orthogonalize.ts";
import { activeIndices, fromTheStart, type VariableSchedule } from "./variable_schedules.ts";

/** Values of {@linkcode Muon}. */
export interface MuonOptions extends AdamOptions {
  /** Variables that stay with Adam though they are matrices, as of output layers. */
  readonly adamVariables?: readonly tf.Variable[];
}

/** Share of the momentum that stays at each update. */
const MOMENTUM = 0.95;
/** Root mean square of an update of Adam's in practice (Liu et al. 2025). */
const ADAM_UPDATE_RMS = 0.2;

/**
 * Muon for kernels, taken as matrices [height * width * inputs, filters], Adam for all others: biases,
 * scales, depthwise kernels, output layers. Updates of a kernel are scaled to the root mean square
 * that Adam's have, so that learning rate and weight decay mean the same (Liu et al. 2025).
 */
export class Muon implements Optimizer {
  readonly #variables: readonly tf.Variable[];
  /** Of each variable; null where Adam updates it. */
  readonly #momenta: readonly (tf.Variable | null)[];
  readonly #adam: Adam;
  readonly #schedules: readonly VariableSchedule[];
  readonly #options: MuonOptions;

  /** Starts with zero moments. */
  constructor(variables: readonly tf.Variable[], options: MuonOptions) {
    const { schedules = variables.map(() => fromTheStart), adamVariables = [] } = options;
    this.#variables = variables;
    this.#schedules = schedules;
    this.#options = options;
    this.#momenta = variables.map((variable) =>
      !adamVariables.includes(variable) && isKernel(variable)
        ? tf.tidy(() => tf.variable(tf.zeros(variable.shape), false))
        : null
    );
    const isAdams = (_: unknown, i: number) => !this.#momenta[i];
    this.#adam = new Adam(variables.filter(isAdams), {
      ...options,
      // Clipped before, all together.
      clipNorm: 0,
      clipGlobalNorm: 0,
      schedules: schedules.filter(isAdams),
    });
  }

  /** Updates made so far. */
  get iterations(): number {
    return this.#adam.iterations;
  }
  set iterations(value: number) {
    this.#adam.iterations = value;
  }

  /** The variables that the next update changes, in their order. */
  get activeVariables(): readonly tf.Variable[] {
    return activeIndices(this.#schedules, this.iterations).map((i) => this.#variables[i]);
  }

  /**
   * Updates each active variable in place.
   * @param gradients In the order of {@linkcode Muon.activeVariables}.
   * @param learningRate Step size of this update; the optimizer's by default.
   */
  applyGradients(
    gradients: readonly tf.Tensor[],
    learningRate: number = this.#options.learningRate,
  ): void {
    const active = activeIndices(this.#schedules, this.iterations);
    tf.tidy(() => {
      const clipped = gradients.map(gradientClip(gradients, this.#options));
      active.forEach((i, j) => {
        const momentum = this.#momenta[i];
        if (!momentum) return;
        const rate = learningRate * this.#schedules[i].learningRateShare;
        tf.tidy(() => this.#update(this.#variables[i], momentum, clipped[j], rate));
      });
      this.#adam.applyGradients(clipped.filter((_, j) => !this.#momenta[active[j]]), learningRate);
    });
  }

  /** One kernel's update, with Nesterov's momentum. */
  #update(kernel: tf.Variable, momentum: tf.Variable, gradient: tf.Tensor, rate: number): void {
    momentum.assign(momentum.mul(MOMENTUM).add(gradient));
    const ahead = gradient.add(momentum.mul(MOMENTUM));
    const nColumns = kernel.shape.at(-1)!;
    const nRows = kernel.size / nColumns;
    const direction = orthogonalized(ahead.reshape([nRows, nColumns])).reshape(kernel.shape);
    const stepSize = rate * ADAM_UPDATE_RMS * Math.sqrt(Math.max(nRows, nColumns));
    const { weightDecay = 0 } = this.#options;
    kernel.assign(kernel.mul(1 - rate * weightDecay).sub(direction.mul(stepSize)));
  }

  /** The kernels' momenta, then Adam's moments. */
  get moments(): readonly tf.Variable[] {
    return [...this.#kernelMomenta, ...this.#adam.moments];
  }

  /** Frees the moments. */
  dispose(): void {
    this.#kernelMomenta.forEach((momentum) => momentum.dispose());
    this.#adam.dispose();
  }

  get #kernelMomenta(): readonly tf.Variable[] {
    return this.#momenta.filter((momentum) => momentum !== null);
  }
}

/** A depthwise kernel ends with an axis of 1: its channels have nothing to do with each other. */
function isKernel({ rank, shape }: tf.Variable): boolean {
  return rank > 1 && shape.at(-1)! > 1;
}

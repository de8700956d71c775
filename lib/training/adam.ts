/**
 * Adam (Kingma and Ba 2015) and AdamW (Loshchilov and Hutter 2019) as Keras computes them, with
 * the gradients clipped first. tfjs's own Adam restores its decay products only to within rounding;
 * this one derives them from the number of updates, so a resumed run goes on with the same bits.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { hasNativeAdam, NativeAdam, nativeAdamStep } from "../backend/native_adam.ts";
import { type ClipOptions, gradientClip } from "./clip_gradients.ts";
import type { Optimizer } from "./optimizer.ts";
import { activeIndices, fromTheStart, type VariableSchedule } from "./variable_schedules.ts";

/** Values of {@linkcode Adam}. */
export interface AdamOptions extends ClipOptions {
  /** Step size. */
  readonly learningRate: number;
  /**
   * Share of each kernel that an update takes off, times the learning rate; 0 by default. Biases
   * and normalization scales, which are variables of one axis, stay as they are.
   */
  readonly weightDecay?: number;
  /** Decay of the first moment; 0.9 by default. */
  readonly beta1?: number;
  /** Decay of the second moment; 0.999 by default. */
  readonly beta2?: number;
  /** Added to the square root of the second moment; 1e-7 by default. */
  readonly epsilon?: number;
  /** How each variable learns, in their order; all alike from the start by default. */
  readonly schedules?: readonly VariableSchedule[];
}

/** Optimizer with its state: two moments per variable and the number of updates. */
export class Adam implements Optimizer {
  /** Updates made so far. */
  iterations = 0;
  readonly #variables: readonly tf.Variable[];
  readonly #means: tf.Variable[];
  readonly #squares: tf.Variable[];
  /** The fused kernel for each variable, where the backend has it. */
  readonly #native: readonly NativeAdam[] | null;
  readonly #schedules: readonly VariableSchedule[];
  readonly #options:
    & Required<Omit<AdamOptions, keyof ClipOptions | "schedules">>
    & ClipOptions;

  /** Starts with zero moments. */
  constructor(
    variables: readonly tf.Variable[],
    { schedules = variables.map(() => fromTheStart), ...options }: AdamOptions,
  ) {
    this.#schedules = schedules;
    this.#options = { weightDecay: 0, beta1: 0.9, beta2: 0.999, epsilon: 1e-7, ...options };
    this.#variables = variables;
    const zeros = () =>
      variables.map((variable) => tf.tidy(() => tf.variable(tf.zeros(variable.shape), false)));
    this.#means = zeros();
    this.#squares = zeros();
    this.#native = hasNativeAdam()
      ? variables.map((variable, i) => new NativeAdam(variable, this.#means[i], this.#squares[i]))
      : null;
  }

  /** The variables that the next update changes, in their order. */
  get activeVariables(): readonly tf.Variable[] {
    return activeIndices(this.#schedules, this.iterations).map((i) => this.#variables[i]);
  }

  /**
   * Updates each active variable in place.
   * @param gradients In the order of {@linkcode Adam.activeVariables}.
   * @param learningRate Step size of this update; the optimizer's by default.
   */
  applyGradients(
    gradients: readonly tf.Tensor[],
    learningRate: number = this.#options.learningRate,
  ): void {
    const active = activeIndices(this.#schedules, this.iterations);
    this.iterations++;
    tf.tidy(() => {
      const clip = gradientClip(gradients, this.#options);
      const steps = this.#native ? this.#nativeSteps(active, learningRate) : [];
      active.forEach((i, j) =>
        tf.tidy(() => {
          const rate = learningRate * this.#schedules[i].learningRateShare;
          const variable = this.#variables[i];
          const { weightDecay } = this.#options;
          if (weightDecay > 0 && variable.rank > 1) {
            variable.assign(variable.mul(1 - rate * weightDecay));
          }
          const gradient = clip(gradients[j]);
          if (this.#native) this.#native[i].update(gradient, steps[j]);
          else this.#update(i, gradient, rate);
        })
      );
    });
  }

  /** Number of the variable's own update, from 1: its moments start at 0 with it. */
  #iteration(i: number): number {
    return this.iterations - this.#schedules[i].firstUpdate;
  }

  /** The kernel's scalars for each of the variables, made once for all that learn alike. */
  #nativeSteps(active: readonly number[], learningRate: number): (readonly tf.Scalar[])[] {
    const { beta1, beta2, epsilon } = this.#options;
    const steps = new Map<string, readonly tf.Scalar[]>();
    return active.map((i) => {
      const step = {
        learningRate: learningRate * this.#schedules[i].learningRateShare,
        iteration: this.#iteration(i),
      };
      const key = JSON.stringify(step);
      const scalars = steps.get(key) ?? nativeAdamStep({ ...step, beta1, beta2, epsilon });
      steps.set(key, scalars);
      return scalars;
    });
  }

  /** One variable's update composed of ordinary ops. */
  #update(i: number, gradient: tf.Tensor, learningRate: number): void {
    const { beta1, beta2, epsilon } = this.#options;
    const iteration = this.#iteration(i);
    const stepSize = learningRate * Math.sqrt(1 - beta2 ** iteration) / (1 - beta1 ** iteration);
    const mean = this.#means[i].mul(beta1).add(gradient.mul(1 - beta1));
    const square = this.#squares[i].mul(beta2).add(gradient.square().mul(1 - beta2));
    this.#means[i].assign(mean);
    this.#squares[i].assign(square);
    const variable = this.#variables[i];
    variable.assign(variable.sub(mean.mul(stepSize).div(square.sqrt().add(epsilon))));
  }

  /** The moments: all first ones, then all second ones, in the variables' order. */
  get moments(): readonly tf.Variable[] {
    return [...this.#means, ...this.#squares];
  }

  /** Frees the moments. */
  dispose(): void {
    this.#native?.forEach((native) => native.dispose());
    tf.dispose([...this.#means, ...this.#squares]);
  }
}

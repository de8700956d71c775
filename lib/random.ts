/**
 * The only source of chance outside the tensors. Every generator starts from a seed derived from
 * the run's one seed and a purpose, so that no two uses share a stream.
 * @module
 */
import { createHash } from "node:crypto";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { uniformInt } from "pure-rand/distribution/uniformInt";

/** A seeded pseudo-random number generator. */
export interface Prng {
  /** A number in [0, 1). */
  uniform(): number;
  /** An integer in [min, max], both included. */
  integer(min: number, max: number): number;
  /** A number from the normal distribution with the given mean and standard deviation. */
  normal(mean?: number, standardDeviation?: number): number;
  /** A number in [0, 1] from the Beta distribution; both parameters above 0. */
  beta(alpha: number, beta: number): number;
  /** True with the given probability. */
  chance(probability: number): boolean;
  /** One of the items, all equally likely. */
  pick<T>(items: readonly T[]): T;
}

/**
 * An independent 32-bit seed for one purpose.
 * @param seed The run's seed.
 * @param purpose What the seed is for, such as `"dropout", layerIndex, step`.
 * @returns A signed 32-bit integer, the same for the same arguments on every machine.
 */
export function deriveSeed(seed: number, ...purpose: readonly (string | number)[]): number {
  return createHash("sha256").update(JSON.stringify([seed, ...purpose])).digest().readInt32LE(0);
}

/** A generator (xoroshiro128+, from the package pure-rand) that starts from the given seed. */
export function makePrng(seed: number): Prng {
  const generator = xoroshiro128plus(seed);
  const uniform = () => uniformFloat64(generator);
  // Box-Muller; 1 - u keeps the logarithm's argument above 0.
  const normal = (mean = 0, standardDeviation = 1) =>
    mean + standardDeviation * Math.sqrt(-2 * Math.log(1 - uniform())) *
      Math.cos(2 * Math.PI * uniform());
  return {
    uniform,
    integer: (min, max) => uniformInt(generator, min, max),
    normal,
    // a / (a + b) of Gamma-distributed a and b, from logarithms: both may be too small for a number.
    beta: (alpha, beta) => {
      const logRatio = logGamma(beta, uniform, normal) - logGamma(alpha, uniform, normal);
      return 1 / (1 + Math.exp(logRatio));
    },
    chance: (probability) => uniform() < probability,
    pick: (items) => items[uniformInt(generator, 0, items.length - 1)],
  };
}

/** Logarithm of a number from the Gamma distribution of scale 1 (Marsaglia and Tsang 2000). */
function logGamma(shape: number, uniform: () => number, normal: () => number): number {
  if (shape < 1) return logGamma(shape + 1, uniform, normal) + Math.log(1 - uniform()) / shape;
  const d = shape - 1 / 3;
  while (true) {
    const x = normal();
    const v = (1 + x / Math.sqrt(9 * d)) ** 3;
    if (v <= 0) continue;
    if (Math.log(1 - uniform()) < x ** 2 / 2 + d * (1 - v + Math.log(v))) return Math.log(d * v);
  }
}

/** A shuffled copy of the items (Fisher and Yates). */
export function shuffle<T>(items: readonly T[], options: { readonly prng: Prng }): T[] {
  const shuffled = [...items];
  for (let i = shuffled.length - 1; i > 0; i--) {
    const j = options.prng.integer(0, i);
    [shuffled[i], shuffled[j]] = [shuffled[j], shuffled[i]];
  }
  return shuffled;
}

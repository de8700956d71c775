import type { Prng } from "../../lib/random.ts";

/** A random case: true labels, scores with or without ties, and predictions. */
export interface RandomCase {
  readonly yTrue: number[][];
  readonly yScore: number[][];
  readonly yPred: number[][];
}

/**
 * Draws a case; about one in three samples has no label or all of them.
 * @param levels Number of different scores, so that there are ties; without ties if omitted.
 */
export function randomCase(
  prng: Prng,
  { nSamples, nLabels, levels }: { nSamples: number; nLabels: number; levels?: number },
): RandomCase {
  const score = () =>
    levels === undefined ? prng.uniform() : prng.integer(0, levels - 1) / (levels - 1);
  const yTrue = Array.from({ length: nSamples }, () => {
    const rate = prng.pick([0, 0.3, 0.3, 0.3, 0.5, 1]);
    return Array.from({ length: nLabels }, () => Number(prng.chance(rate)));
  });
  const yScore = yTrue.map((row) => row.map(score));
  const yPred = yScore.map((row) => row.map((value) => Number(value > 0.5)));
  return { yTrue, yScore, yPred };
}

/**
 * Where there are several ways to compute the same thing: times them once per shape and keeps the
 * fastest, as cuDNN's benchmark mode does. Which one wins depends on the processor; their results
 * differ in rounding, so a choice is part of what a repeatable run records.
 * @module
 */
import * as tf from "@tensorflow/tfjs";

/** A way to compute something. */
export interface KernelCandidate {
  /** Name, as it is recorded. */
  readonly name: string;
  /** Computes the result; may be called several times. */
  readonly run: () => tf.Tensor;
}

/** Names of the chosen candidates by what they compute. */
export type KernelChoices = Readonly<Record<string, string>>;

/** Share of the first candidate's time that another one must stay below to be preferred. */
const requiredShare = 0.9;
const nTimedRuns = 3;

const chosen = new Map<string, string>();
let isDeterministic = false;

/**
 * Fixes choices that were made before. What they do not name is timed when it first comes up.
 * @param options `isDeterministic` takes the first candidate instead of timing them.
 */
export function setKernelChoices(
  choices: KernelChoices,
  options: { readonly isDeterministic?: boolean } = {},
): void {
  chosen.clear();
  for (const [key, name] of Object.entries(choices)) chosen.set(key, name);
  isDeterministic = options.isDeterministic ?? false;
}

/** All choices in force, timed or fixed, in the order of their keys. */
export function kernelChoices(): KernelChoices {
  return Object.fromEntries([...chosen].sort(([a], [b]) => a < b ? -1 : 1));
}

/**
 * Computes by the fastest candidate. Only for backends that compute at once: elsewhere a call's
 * time says nothing.
 * @param key What is computed, with its shapes.
 * @param candidates The first one is the usual one.
 */
export function runFastest(key: string, candidates: readonly KernelCandidate[]): tf.Tensor {
  return fastestCandidate(key, candidates).run();
}

/**
 * The fastest candidate, for computations that are more than the trial that it is chosen by.
 * Parameters as those of {@linkcode runFastest}.
 */
export function fastestCandidate<Candidate extends KernelCandidate>(
  key: string,
  candidates: readonly Candidate[],
): Candidate {
  let name = chosen.get(key);
  if (!name) {
    name = isDeterministic ? candidates[0].name : fastestOf(candidates);
    chosen.set(key, name);
  }
  const candidate = candidates.find((candidate) => candidate.name === name);
  if (!candidate) {
    throw new RangeError(
      `The choice for ${key} must be one of ${candidates.map(({ name }) => name).join(", ")}: ` +
        `current value is "${name}"`,
    );
  }
  return candidate;
}

function fastestOf(candidates: readonly KernelCandidate[]): string {
  const milliseconds = candidates.map(() => Infinity);
  // In turn, so that a slow moment meets all of them; the first round warms up.
  for (let round = 0; round <= nTimedRuns; round++) {
    candidates.forEach(({ run }, i) => {
      const start = performance.now();
      run().dispose();
      if (round > 0) milliseconds[i] = Math.min(milliseconds[i], performance.now() - start);
    });
  }
  const best = milliseconds.indexOf(Math.min(...milliseconds));
  return candidates[milliseconds[best] < requiredShare * milliseconds[0] ? best : 0].name;
}

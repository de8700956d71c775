/**
 * A share of the training part, for learning curves.
 * @module
 */
import { deriveSeed } from "../random.ts";
import type { PartSample } from "./part_samples.ts";
import { stratifiedSplit } from "./stratified_split.ts";

/** Options of {@linkcode trainSubset}. */
export interface TrainSubsetOptions {
  /** Share of the samples, in (0, 1]; the number is rounded, but at least 1. */
  readonly share: number;
  /** The run's seed. */
  readonly seed: number;
}

/** A sample as the subset sees it, its label indices read once. */
interface Member {
  readonly index: number;
  readonly labels: readonly number[];
  readonly group: string;
}

const halves = { train: 0.5, val: 0.5, test: 0 };

/**
 * Some of the samples, in their order. With one seed, a smaller share is inside every larger one;
 * the labels keep their frequencies: the samples are halved by {@linkcode stratifiedSplit}, then
 * the half in which the subset ends, and so on. The last two samples of a label stay in the
 * first half, so that a rare label is lost late.
 * @throws {RangeError} If the share is not in (0, 1] or there is no sample.
 */
export function trainSubset<T extends Pick<PartSample, "labels">>(
  samples: readonly T[],
  { share, seed }: TrainSubsetOptions,
): T[] {
  if (!(share > 0 && share <= 1) || samples.length === 0) {
    throw new RangeError(
      "Cannot take a share of the training part as it must be in (0, 1] of one sample or more: " +
        `current value is ${share} of ${samples.length}`,
    );
  }
  const size = Math.max(1, Math.round(share * samples.length));
  if (size === samples.length) return [...samples];
  const members = samples.map(({ labels }, index): Member => ({
    index,
    labels: Array.from(labels.keys()).filter((label) => labels[label] === 1),
    group: `${index}`,
  }));
  return firstOf(members, size, seed).sort((a, b) => a - b).map((index) => samples[index]);
}

/** Indices of the first `size` members in an order in which every first half is balanced. */
function firstOf(members: readonly Member[], size: number, seed: number): number[] {
  if (size === 0) return [];
  if (size === members.length) return members.map(({ index }) => index);
  const parts = stratifiedSplit(members, {
    fractions: halves,
    seed: deriveSeed(seed, "train share", members.length, members[0].index),
  });
  const first = members.filter((_, i) => parts[i] === "train");
  if (size <= first.length) return firstOf(first, size, seed);
  const second = members.filter((_, i) => parts[i] === "val");
  return [
    ...first.map(({ index }) => index),
    ...firstOf(second, size - first.length, seed),
  ];
}

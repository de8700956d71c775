/**
 * The parts of a data set.
 * @module
 */

/** Names of the parts, the one to train on first. */
export const SPLIT_PARTS = ["train", "val", "test"] as const;

/** Part of a data set: to train on, to choose by, to measure once. */
export type SplitPart = typeof SPLIT_PARTS[number];

/** Size of each part as a fraction of all samples. */
export type SplitFractions = Readonly<Record<SplitPart, number>>;

/**
 * Checks sizes of parts.
 * @throws {RangeError} If a fraction is not from 0 to 1, train has none, or their sum is not 1.
 */
export function checkFractions(fractions: SplitFractions): void {
  const sum = SPLIT_PARTS.reduce((total, part) => total + fractions[part], 0);
  const areShares = SPLIT_PARTS.every((part) => fractions[part] >= 0 && fractions[part] <= 1);
  if (!areShares || fractions.train === 0 || Math.abs(sum - 1) > 1e-9) {
    throw new RangeError(
      `Cannot split as the fractions must be from 0 to 1 with the sum 1, train above 0: ` +
        `current value is ${JSON.stringify(fractions)}`,
    );
  }
}

/**
 * Sizes of the parts: each fraction of `nSamples` rounded down, and what is then left given one by
 * one to the largest remainders (on a tie, to the earlier part).
 * @throws {RangeError} If the fractions are not valid.
 */
export function partSizes(nSamples: number, fractions: SplitFractions): Record<SplitPart, number> {
  checkFractions(fractions);
  // 1e-9 keeps 0.1 * 30 and its like, a hair below an integer, from losing one sample.
  const sizes = SPLIT_PARTS.map((part) => Math.floor(nSamples * fractions[part] + 1e-9));
  const remainders = SPLIT_PARTS.map((part, i) => nSamples * fractions[part] - sizes[i]);
  const order = SPLIT_PARTS.map((_, i) => i).sort((a, b) => remainders[b] - remainders[a] || a - b);
  const nLeft = nSamples - sizes.reduce((total, size) => total + size, 0);
  for (const i of order.slice(0, nLeft)) sizes[i]++;
  return { train: sizes[0], val: sizes[1], test: sizes[2] };
}

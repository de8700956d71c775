import { descendingOrder } from "../metrics/descending_order.ts";

/** Average precision of a resample, given how often each sample was drawn. */
export type ResampledAveragePrecision = (counts: ArrayLike<number>) => number;

/**
 * Sorts scores once, so that the average precision of each resample takes one pass. A sample drawn
 * n times stands for n equal ones, which share its score and so its threshold.
 * @param yTrue Indicators in {0, 1}, one per cell.
 * @param yScore Finite scores, one per cell.
 * @param sampleOf Index of the sample that a cell belongs to.
 * @returns A function from counts of shape [nSamples] to AP, NaN where no positive was drawn.
 */
export function prepareAveragePrecision(
  yTrue: ArrayLike<number>,
  yScore: ArrayLike<number>,
  sampleOf: (cell: number) => number,
): ResampledAveragePrecision {
  const order = descendingOrder(yScore);
  const samples = order.map(sampleOf);
  const isPositive = Uint8Array.from(order, (cell) => yTrue[cell]);
  const endsTie = Uint8Array.from(
    order,
    (cell, k) => (yScore[order[k + 1]] === yScore[cell] ? 0 : 1),
  );
  return (counts) => {
    let predicted = 0;
    let truePositives = 0;
    let found = 0;
    let sum = 0;
    for (let k = 0; k < samples.length; k++) {
      const count = counts[samples[k]];
      predicted += count;
      if (isPositive[k] === 1) truePositives += count;
      if (endsTie[k] === 1 && truePositives > found) {
        sum += (truePositives - found) * (truePositives / predicted);
        found = truePositives;
      }
    }
    return sum / truePositives; // 0 / 0 is NaN
  };
}

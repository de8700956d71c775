/** Rates of contestants that ran in turn, and what they say about each other. */

/** Rates of one contestant, one per round. */
export interface RoundRates {
  /** Name of the contestant. */
  readonly name: string;
  /** Pictures per second, one per round. */
  readonly rates: readonly number[];
}

/** One contestant beside ours. */
export interface ComparedRates extends RoundRates {
  /** Median of the rates. */
  readonly median: number;
  /** Slowest round. */
  readonly min: number;
  /** Fastest round. */
  readonly max: number;
  /** Median over the rounds of our rate / this rate: above 1, we are faster. */
  readonly oursRatio: number;
}

/**
 * Middle value; of an even number of values the mean of the two in the middle.
 * @throws {RangeError} If there is no value.
 */
export function median(values: readonly number[]): number {
  if (!values.length) throw new RangeError("Cannot take a median as there must be a value: none");
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * Sets every contestant beside the first one. Ratios are taken round by round, so that a machine
 * that is slow for a while is slow for both.
 * @param all Ours first; as many rates each.
 * @throws {RangeError} If the numbers of rounds differ or there is none.
 */
export function compareRates(all: readonly RoundRates[]): ComparedRates[] {
  const ours = all[0].rates;
  return all.map(({ name, rates }) => {
    if (rates.length !== ours.length) {
      throw new RangeError(
        `Cannot compare ${name} with ${all[0].name} as both must have run ${ours.length} rounds: ` +
          `current value is ${rates.length}`,
      );
    }
    return {
      name,
      rates,
      median: median(rates),
      min: Math.min(...rates),
      max: Math.max(...rates),
      oursRatio: median(rates.map((rate, round) => ours[round] / rate)),
    };
  });
}

/** The contestant with the highest median. @throws {RangeError} If there is none. */
export function fastest(rows: readonly ComparedRates[]): ComparedRates {
  if (!rows.length) throw new RangeError("Cannot name the fastest as there must be a row: none");
  return rows.reduce((best, row) => row.median > best.median ? row : best);
}

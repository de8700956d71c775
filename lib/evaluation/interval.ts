/** A value with its confidence interval; null where it is undefined, as JSON has no NaN. */
export interface Interval {
  /** The value on the whole set. */
  readonly value: number | null;
  /** Lower end of the interval. */
  readonly low: number | null;
  /** Upper end of the interval. */
  readonly high: number | null;
}

/**
 * Percentile interval: the middle part of the resampled values, `level` of them. Resamples in
 * which the value is undefined (NaN) are left out.
 * @param value The value on the whole set.
 * @param resampled The value on each resample.
 * @param level Share of the resampled values inside, in (0, 1), such as 0.95.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const resampled = Float64Array.of(4, 1, 2, 0, 3);
 * assertEquals(percentileInterval(2, resampled, 0.5), { value: 2, low: 1, high: 3 });
 * ```
 */
export function percentileInterval(
  value: number,
  resampled: Float64Array,
  level: number,
): Interval {
  const sorted = resampled.filter((x) => !Number.isNaN(x)).sort();
  if (Number.isNaN(value) || sorted.length === 0) return { value: null, low: null, high: null };
  return {
    value,
    low: quantile(sorted, (1 - level) / 2),
    high: quantile(sorted, (1 + level) / 2),
  };
}

/**
 * Quantile of sorted values, linear between neighbours as numpy's default.
 * @param sorted At least one number, in ascending order.
 * @param share In [0, 1]: 0 gives the smallest, 1 the largest.
 */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const position = share * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.ceil(position);
  return sorted[below] + (sorted[above] - sorted[below]) * (position - below);
}

/**
 * A figure of runs that differ only by their seed.
 * @module
 */
import type { Interval } from "../evaluation/interval.ts";
import {
  formatDifference,
  formatFixed,
  formatInterval,
  formatMean,
  NO_VALUE,
} from "./format_number.ts";
import { meanAndSd } from "./run_groups.ts";

/**
 * Mean ± standard deviation over the seeds, or one run's value with its interval.
 * @param values One a seed.
 * @param digits Digits after the point.
 */
export function formatOverSeeds(values: readonly Interval[], digits: number): string {
  if (values.length === 1) return formatInterval(values[0], digits);
  return formatMean(meanAndSd(defined(values)), digits);
}

/** The same for differences, which have a sign. */
export function formatDifferenceOverSeeds(values: readonly Interval[], digits: number): string {
  if (values.length === 1) return formatDifference(values[0], digits);
  const { mean, sd } = meanAndSd(defined(values));
  if (Number.isNaN(mean)) return NO_VALUE;
  const shown = formatDifference({ value: mean, low: null, high: null }, digits);
  return Number.isNaN(sd) ? shown : `${shown} ± ${formatFixed(sd, digits)}`;
}

function defined(values: readonly Interval[]): number[] {
  return values.flatMap(({ value }) => value === null ? [] : [value]);
}

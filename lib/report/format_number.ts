/**
 * Numbers as people read them.
 * @module
 */
import type { Interval } from "../evaluation/interval.ts";

/** Shown where there is no number. */
export const NO_VALUE = "–";

/** A whole number with its thousands separated: `40,108`. */
export function formatCount(count: number): string {
  return Number.isFinite(count) ? Math.round(count).toLocaleString("en-US") : NO_VALUE;
}

/** A number with a fixed number of digits after the point; a dash for NaN and infinity. */
export function formatFixed(value: number, digits: number): string {
  return Number.isFinite(value) ? value.toFixed(digits) : NO_VALUE;
}

/**
 * A share in [0, 1] as a percentage of about two digits: `49%`, `2.1%`, `<0.1%`.
 * @example
 * ```ts
 * import { formatShare } from "./format_number.ts";
 * import { assertEquals } from "@std/assert";
 * assertEquals([0.493, 0.021, 0.0002].map(formatShare), ["49%", "2.1%", "<0.1%"]);
 * ```
 */
export function formatShare(share: number): string {
  if (!Number.isFinite(share)) return NO_VALUE;
  const percent = 100 * share;
  if (percent > 0 && percent < 0.1) return "<0.1%";
  return `${percent === 0 || percent >= 9.95 ? percent.toFixed(0) : percent.toFixed(1)}%`;
}

/**
 * A value followed by its interval where both bounds are known: `0.0765 [0.0741, 0.0790]`.
 * @param digits Digits after the point.
 */
export function formatInterval({ value, low, high }: Interval, digits: number): string {
  if (value === null) return NO_VALUE;
  const known = low !== null && high !== null;
  return formatFixed(value, digits) +
    (known ? ` [${formatFixed(low, digits)}, ${formatFixed(high, digits)}]` : "");
}

/**
 * A difference with its sign, and its interval where both bounds are known:
 * `−0.0039 [−0.0052, −0.0026]`.
 * @param digits Digits after the point.
 */
export function formatDifference({ value, low, high }: Interval, digits: number): string {
  if (value === null) return NO_VALUE;
  const known = low !== null && high !== null;
  const signed = (x: number) => {
    const text = formatFixed(Math.abs(x), digits);
    return Number(text) === 0 ? text : `${x < 0 ? "−" : "+"}${text}`;
  };
  return signed(value) + (known ? ` [${signed(low)}, ${signed(high)}]` : "");
}

/** Mean and standard deviation: `0.0756 ± 0.0004`; the mean alone if the other is NaN. */
export function formatMean(
  { mean, sd }: { readonly mean: number; readonly sd: number },
  digits: number,
): string {
  const spread = Number.isNaN(sd) ? "" : ` ± ${formatFixed(sd, digits)}`;
  return formatFixed(mean, digits) + spread;
}

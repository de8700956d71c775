/**
 * Rows on their way into a chart.
 * @module
 */

/** What a chart's row may hold. */
export type ChartValue = string | number | boolean | null;

/** One row inside a specification. */
export type ChartRow = Record<string, ChartValue>;

/**
 * Checks rows and rounds their numbers to 5 significant digits, which is finer than a pixel and
 * keeps specifications small. Whole numbers stay as they are.
 * @param chart Name of the chart, for the message.
 * @throws {RangeError} If there is no row, or a number is NaN or infinite.
 */
export function chartValues(chart: string, rows: readonly ChartRow[]): ChartRow[] {
  if (rows.length === 0) {
    throw new RangeError(`Cannot draw ${chart} as it needs at least 1 row: current value is 0`);
  }
  return rows.map((row, index) => {
    const entries = Object.entries(row).map(([key, value]): [string, ChartValue] => {
      if (typeof value !== "number") return [key, value];
      if (!Number.isFinite(value)) {
        throw new RangeError(
          `Cannot draw ${chart} as "${key}" of row ${index} must be finite: current value is ${value}`,
        );
      }
      return [key, Number.isInteger(value) ? value : Number(value.toPrecision(5))];
    });
    return Object.fromEntries(entries);
  });
}

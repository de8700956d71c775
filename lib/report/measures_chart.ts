import { chartValues } from "./chart_data.ts";
import { formatFixed } from "./format_number.ts";
import { haloedText } from "./haloed_text.ts";
import { chartFrame, type ChartSpec, type ChartText, COLOURS } from "./theme.ts";

/** One measure of one predictor. */
export interface MeasureChartRow {
  /** Name of the predictor. */
  readonly predictor: string;
  /** Name of the measure. */
  readonly measure: string;
  /** Whether a larger or a smaller value is better. */
  readonly direction: "higher" | "lower";
  /** The value on the whole set. */
  readonly value: number;
  /** Lower bound of the 95 % interval; null or absent where none is known. */
  readonly low?: number | null;
  /** Upper bound. */
  readonly high?: number | null;
}

/** Options of {@linkcode measuresChart}. */
export interface MeasuresChartOptions extends ChartText {
  /** Predictor whose value is drawn as a rule through each panel. */
  readonly baseline: string;
  /** Predictor that stands out; the last one by default. */
  readonly model?: string;
}

/** Predictors compared, one small panel and one scale per measure, in the order of the rows. */
export function measuresChart(
  rows: readonly MeasureChartRow[],
  options: MeasuresChartOptions,
): ChartSpec {
  const predictors = [...new Set(rows.map((row) => row.predictor))];
  const { baseline, model = predictors.at(-1), ...text } = options;
  const name = (row: MeasureChartRow) => `${row.measure} ${row.direction === "lower" ? "↓" : "↑"}`;
  const digits = (measure: string) => {
    const largest = Math.max(
      ...rows.filter((row) => row.measure === measure).map((row) => row.value),
    );
    return largest >= 1 ? 2 : largest >= 0.1 ? 3 : 4;
  };
  const values = chartValues(
    "measuresChart",
    rows.map((row) => ({
      predictor: row.predictor,
      measure: name(row),
      value: row.value,
      low: row.low ?? row.value,
      high: row.high ?? row.value,
      role: row.predictor === model ? "model" : "baseline",
      label: formatFixed(row.value, digits(row.measure)),
    })),
  );
  const y = {
    field: "predictor",
    type: "nominal",
    scale: { domain: predictors },
    title: null,
  } as const;
  const color = {
    field: "role",
    type: "nominal",
    scale: { domain: ["model", "baseline"], range: [COLOURS.blue, COLOURS.muted] },
    legend: null,
  } as const;
  return {
    ...chartFrame({
      title: "Measures of all predictors",
      subtitle:
        `Dots with 95% intervals. Arrows say which way is better; the dashed rule is “${baseline}”.`,
      ...text,
    }),
    data: { values },
    facet: { field: "measure", type: "nominal", sort: [...new Set(rows.map(name))], title: null },
    columns: 3,
    spacing: { row: 24, column: 22 },
    resolve: { scale: { x: "independent" }, axis: { x: "independent" } },
    spec: {
      width: 150,
      height: { step: 32 },
      layer: [
        {
          transform: [{ filter: { field: "predictor", equal: baseline } }],
          mark: { type: "rule", color: COLOURS.muted, strokeDash: [4, 3] },
          encoding: { x: { field: "value", type: "quantitative" } },
        },
        {
          mark: { type: "rule", strokeWidth: 2 },
          encoding: {
            y,
            x: {
              field: "low",
              type: "quantitative",
              title: null,
              scale: { zero: false, padding: 16 },
              // With digits of its own: vega would take one for steps of 10 and write 1e+1.
              axis: { tickCount: 3, format: ".3~g", grid: false },
            },
            x2: { field: "high" },
            color,
          },
        },
        {
          mark: { type: "point", filled: true, size: 60, opacity: 1, tooltip: true },
          encoding: { y, x: { field: "value", type: "quantitative" }, color },
        },
        ...haloedText({
          mark: { dy: -11, fontSize: 10 },
          encoding: {
            y,
            x: { field: "value", type: "quantitative" },
            text: { field: "label", type: "nominal" },
          },
        }),
      ],
    },
  };
}

import { chartValues } from "./chart_data.ts";
import type { MeasureChartRow } from "./measures_chart.ts";
import { chartFrame, type ChartSpec, type ChartText, COLOURS, SERIES_COLOURS } from "./theme.ts";

/** One measure of one predictor at one value of what was varied. */
export interface MeasureTrendRow extends MeasureChartRow {
  /** What was varied, such as the number of training posters. */
  readonly at: number;
}

/** Options of {@linkcode measureTrendChart}. */
export interface MeasureTrendOptions extends ChartText {
  /** What was varied, with its unit. */
  readonly xTitle: string;
  /** Whether that is shown on a logarithmic scale; false by default. */
  readonly isLog?: boolean;
  /** How its numbers are written, as a d3 format; `,d` by default. */
  readonly xFormat?: string;
  /** Predictor drawn in grey. */
  readonly baseline: string;
}

/** Measures against something that was varied: a dot a run, a line through the means. */
export function measureTrendChart(
  rows: readonly MeasureTrendRow[],
  options: MeasureTrendOptions,
): ChartSpec {
  const { xTitle, isLog = false, xFormat = ",d", baseline, ...text } = options;
  const panel = (row: MeasureTrendRow) => `${row.measure} ${row.direction === "lower" ? "↓" : "↑"}`;
  const values = chartValues(
    "measureTrendChart",
    rows.map((row) => ({
      at: row.at,
      predictor: row.predictor,
      panel: panel(row),
      value: row.value,
      low: row.low ?? row.value,
      high: row.high ?? row.value,
    })),
  );
  const predictors = [...new Set(rows.map((row) => row.predictor))];
  const others = predictors.filter((name) => name !== baseline);
  const places = [...new Set(rows.map((row) => row.at))].sort((a, b) => a - b);
  const x = {
    field: "at",
    type: "quantitative",
    title: xTitle,
    scale: {
      type: isLog ? "log" : "linear",
      ...(!isLog && { zero: false }),
      nice: false,
      padding: 18,
    },
    axis: { values: places, format: xFormat, grid: false },
  } as const;
  const color = {
    field: "predictor",
    type: "nominal",
    title: null,
    scale: {
      domain: [...others, baseline],
      range: [...others.map((_, i) => SERIES_COLOURS[i % SERIES_COLOURS.length]), COLOURS.muted],
    },
    legend: { columns: 3 },
  } as const;
  return {
    ...chartFrame({
      title: "Measures as something varies",
      subtitle:
        "A dot a run with its 95% interval, lines through the means. ↓ lower is better, ↑ higher.",
      ...text,
    }),
    data: { values },
    facet: { field: "panel", type: "nominal", sort: [...new Set(rows.map(panel))], title: null },
    columns: 2,
    spacing: { row: 18, column: 26 },
    resolve: { scale: { y: "independent" }, axis: { x: "independent", y: "independent" } },
    spec: {
      width: 238,
      height: 170,
      layer: [
        {
          mark: { type: "rule", strokeWidth: 1, opacity: 0.6 },
          encoding: {
            x,
            y: {
              field: "low",
              type: "quantitative",
              title: null,
              scale: { zero: false, nice: false, padding: 8 },
              axis: { tickCount: 5 },
            },
            y2: { field: "high" },
            color,
          },
        },
        {
          mark: { type: "line", strokeWidth: 1.5 },
          encoding: {
            x,
            y: { field: "value", type: "quantitative", aggregate: "mean", title: null },
            color,
          },
        },
        {
          mark: { type: "point", filled: true, size: 36, opacity: 1, tooltip: true },
          encoding: { x, y: { field: "value", type: "quantitative", title: null }, color },
        },
      ],
    },
  };
}

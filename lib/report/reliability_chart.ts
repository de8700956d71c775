import type { ReliabilityRow } from "../evaluation/reliability_rows.ts";
import { chartValues } from "./chart_data.ts";
import { chartFrame, type ChartSpec, type ChartText, COLOURS } from "./theme.ts";

/** Whether a predicted 30 % comes true 30 % of the time; below, how many predictions say so. */
export function reliabilityChart(bins: readonly ReliabilityRow[], text: ChartText = {}): ChartSpec {
  const filled = bins.filter((bin) => bin.count > 0);
  const values = chartValues(
    "reliabilityChart",
    filled.map(({ low, high, count, meanScore, positiveFraction }) => ({
      low,
      high,
      count,
      meanScore,
      positiveFraction,
    })),
  );
  const most = Math.max(...filled.map((bin) => bin.count));
  const powersOfTen = Array.from({ length: 1 + Math.floor(Math.log10(most)) }, (_, i) => 10 ** i);
  const x = {
    field: "meanScore",
    type: "quantitative",
    scale: { domainMin: 0, domainMax: 1, padding: 0, nice: false },
    axis: { format: ".0%", tickCount: 6 },
  } as const;
  return {
    ...chartFrame({
      title: "Reliability of the probabilities",
      subtitle: "On the diagonal a predicted probability is as often right as it says.",
      ...text,
    }),
    data: { values },
    spacing: 14,
    vconcat: [
      {
        width: 420,
        height: 360,
        layer: [
          {
            data: { values: [{ at: 0 }, { at: 1 }] },
            mark: { type: "line", color: COLOURS.muted, strokeDash: [5, 4], strokeWidth: 1 },
            encoding: {
              x: { field: "at", type: "quantitative" },
              y: { field: "at", type: "quantitative" },
            },
          },
          {
            mark: {
              type: "line",
              color: COLOURS.blue,
              point: { size: 50, color: COLOURS.blue },
              tooltip: true,
            },
            encoding: {
              x: { ...x, title: null },
              y: {
                field: "positiveFraction",
                type: "quantitative",
                title: "Share of labels that are true (%)",
                scale: { domainMin: 0, domainMax: 1 },
                axis: { format: ".0%", tickCount: 6 },
              },
            },
          },
        ],
      },
      {
        width: 420,
        height: 90,
        mark: { type: "bar", color: COLOURS.sky, binSpacing: 1, tooltip: true },
        encoding: {
          x: { ...x, field: "low", title: "Predicted probability (%)" },
          x2: { field: "high" },
          y: {
            field: "count",
            type: "quantitative",
            title: ["Predictions", "(log scale)"],
            // symlog, as log has no zero for the bars to stand on.
            scale: { type: "symlog", constant: 1 },
            axis: { values: [0, ...powersOfTen], format: ",d" },
          },
          y2: { datum: 0 },
        },
      },
    ],
  };
}

import { chartValues } from "./chart_data.ts";
import { chartFrame, type ChartSpec, type ChartText, COLOURS, FIT_WIDTH } from "./theme.ts";

/** Share of the movies of one part that carry a label. */
export interface SplitBalanceRow {
  /** Name of the label. */
  readonly label: string;
  /** Name of the part: train, val or test. */
  readonly part: string;
  /** Share in [0, 1]. */
  readonly share: number;
}

/** Whether the parts of the split agree: the share of each label in each part. */
export function splitBalanceChart(
  rows: readonly SplitBalanceRow[],
  text: ChartText = {},
): ChartSpec {
  const values = chartValues(
    "splitBalanceChart",
    rows.map(({ label, part, share }) => ({ label, part, share })),
  );
  const parts = [...new Set(rows.map((row) => row.part))];
  const largestShare = (label: string) =>
    Math.max(...rows.filter((row) => row.label === label).map((row) => row.share));
  const labels = [...new Set(rows.map((row) => row.label))]
    .sort((a, b) => largestShare(b) - largestShare(a));
  const largest = Math.max(...rows.map((row) => row.share));
  const y = {
    field: "label",
    type: "nominal",
    scale: { domain: labels },
    title: null,
  } as const;
  return {
    ...chartFrame({
      title: "Share of each genre in the parts of the split",
      subtitle: "On a square-root scale, so that rare genres can be told apart.",
      ...text,
    }),
    ...FIT_WIDTH,
    height: 17 * labels.length,
    data: { values },
    layer: [
      {
        mark: { type: "rule", color: COLOURS.pale, strokeWidth: 3 },
        encoding: {
          y,
          x: { aggregate: "min", field: "share", type: "quantitative" },
          x2: { aggregate: "max", field: "share" },
        },
      },
      {
        mark: { type: "point", filled: true, size: 48, opacity: 1, tooltip: true },
        encoding: {
          y,
          x: {
            field: "share",
            type: "quantitative",
            title: "Share of the part's movies (%)",
            scale: { type: "sqrt", nice: false, domain: [0, 1.04 * largest] },
            axis: {
              format: "~%",
              values: [0, 0.001, 0.01, 0.03, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1],
            },
          },
          color: {
            field: "part",
            type: "nominal",
            title: null,
            scale: { domain: parts, range: [COLOURS.blue, COLOURS.orange, COLOURS.green] },
          },
          shape: {
            field: "part",
            type: "nominal",
            title: null,
            scale: { domain: parts, range: ["circle", "diamond", "triangle-up"] },
          },
        },
      },
    ],
  };
}

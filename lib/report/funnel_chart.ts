import { chartValues } from "./chart_data.ts";
import { formatCount } from "./format_number.ts";
import { chartFrame, type ChartSpec, type ChartText, COLOURS, FIT_WIDTH } from "./theme.ts";

/** What one step of the preparation did to the table. */
export interface FunnelRow {
  /** Name of the step. */
  readonly step: string;
  /** Rows that the step removed. */
  readonly removed: number;
  /** Rows left after it. */
  readonly remaining: number;
}

/** How many rows each step removed and left, in the given order. */
export function funnelChart(rows: readonly FunnelRow[], text: ChartText = {}): ChartSpec {
  const values = chartValues(
    "funnelChart",
    rows.map(({ step, removed, remaining }) => ({
      step,
      removed,
      remaining,
      before: removed + remaining,
      label: formatCount(remaining) + (removed > 0 ? ` (−${formatCount(removed)})` : ""),
    })),
  );
  const most = Math.max(...rows.map((row) => row.removed + row.remaining));
  return {
    ...chartFrame({ title: "Rows left after each step", ...text }),
    ...FIT_WIDTH,
    height: 30 * rows.length,
    data: { values },
    encoding: {
      y: { field: "step", type: "nominal", sort: null, title: null },
      // Room at the right for the longest label.
      x: {
        field: "remaining",
        type: "quantitative",
        title: "Rows",
        scale: { domain: [0, 1.3 * most], nice: false },
        axis: { format: ",d", tickCount: 6, grid: false },
      },
    },
    layer: [
      {
        mark: { type: "bar", tooltip: true },
        encoding: {
          color: {
            datum: "left",
            type: "nominal",
            title: null,
            scale: { domain: ["left", "removed"], range: [COLOURS.blue, COLOURS.orange] },
          },
        },
      },
      {
        mark: { type: "bar", tooltip: true },
        encoding: { x2: { field: "before" }, color: { datum: "removed", type: "nominal" } },
      },
      {
        mark: { type: "text", align: "left", dx: 6 },
        encoding: { x: { field: "before", type: "quantitative" }, text: { field: "label" } },
      },
    ],
  };
}

import { chartValues } from "./chart_data.ts";
import { chartFrame, type ChartSpec, type ChartText, SERIES_COLOURS } from "./theme.ts";

/** One measure of one run after one epoch. */
export interface EpochCurveRow {
  /** Name of the run; each has a line of its own. */
  readonly run: string;
  /** What the colour stands for, such as the settings that the run shares with others. */
  readonly group: string;
  /** Epoch, 0 before the first update. */
  readonly epoch: number;
  /** Name of the measure; each has a panel of its own. */
  readonly measure: string;
  /** Its value. */
  readonly value: number;
}

/** Curves of several runs, one panel and one scale per measure, in the order of the rows. */
export function epochCurvesChart(rows: readonly EpochCurveRow[], text: ChartText = {}): ChartSpec {
  const values = chartValues(
    "epochCurvesChart",
    rows.map(({ run, group, epoch, measure, value }) => ({ run, group, epoch, measure, value })),
  );
  const groups = [...new Set(rows.map((row) => row.group))];
  return {
    ...chartFrame({
      title: "Runs epoch by epoch",
      subtitle:
        "One line a run; runs of one colour differ only by seed. ↓ lower is better, ↑ higher.",
      ...text,
    }),
    data: { values },
    facet: {
      field: "measure",
      type: "nominal",
      sort: [...new Set(rows.map((row) => row.measure))],
      title: null,
    },
    columns: 2,
    spacing: { row: 18, column: 26 },
    resolve: { scale: { y: "independent" }, axis: { x: "independent", y: "independent" } },
    spec: {
      width: 238,
      height: 150,
      mark: { type: "line", strokeWidth: 1.5, opacity: 0.8, point: { size: 18 }, tooltip: true },
      encoding: {
        x: {
          field: "epoch",
          type: "quantitative",
          title: "Epoch",
          scale: { nice: false, zero: false, padding: 8 },
          axis: { tickMinStep: 1, format: "d", grid: false },
        },
        y: {
          field: "value",
          type: "quantitative",
          title: null,
          scale: { zero: false, nice: false, padding: 10 },
          axis: { tickCount: 5 },
        },
        color: {
          field: "group",
          type: "nominal",
          title: null,
          scale: { domain: groups, range: [...SERIES_COLOURS] },
          legend: { columns: 3 },
        },
        detail: { field: "run", type: "nominal" },
      },
    },
  };
}

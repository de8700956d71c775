import { chartValues } from "./chart_data.ts";
import { formatFixed } from "./format_number.ts";
import { ruleWithLabel } from "./rule_with_label.ts";
import { chartFrame, type ChartSpec, type ChartText, COLOURS } from "./theme.ts";

/** Measures at one threshold. */
export interface ThresholdRow {
  /** A label is predicted where its probability is above the threshold. */
  readonly threshold: number;
  /** Share of wrong cells. */
  readonly hammingLoss: number;
  /** F1 over all cells. */
  readonly microF1: number;
  /** Mean F1 of the labels. */
  readonly macroF1: number;
}

/** Options of {@linkcode thresholdChart}. */
export interface ThresholdChartOptions extends ChartText {
  /** A threshold chosen on the validation part, marked besides 0.5. */
  readonly chosenThreshold?: number;
}

/** F1 scores and Hamming loss over the threshold; the rule marks 0.5. */
export function thresholdChart(
  rows: readonly ThresholdRow[],
  options: ThresholdChartOptions = {},
): ChartSpec {
  const { chosenThreshold, ...text } = options;
  const values = chartValues(
    "thresholdChart",
    rows.map(({ threshold, hammingLoss, microF1, macroF1 }) => ({
      threshold,
      hammingLoss,
      microF1,
      macroF1,
    })),
  );
  const rules = [
    { x: 0.5, label: "0.50", side: (chosenThreshold ?? 0) > 0.5 ? "left" : "right" } as const,
    ...(chosenThreshold === undefined ? [] : [
      {
        x: chosenThreshold,
        label: `chosen: ${formatFixed(chosenThreshold, 2)}`,
        side: chosenThreshold > 0.5 ? "right" : "left",
      } as const,
    ]),
  ];
  const losses = rows.map((row) => row.hammingLoss);
  // Low thresholds predict nearly everything; their losses would flatten the rest.
  const largestLoss = Math.min(Math.max(...losses), 3 * Math.min(...losses));
  const x = {
    field: "threshold",
    type: "quantitative",
    scale: { domainMin: 0, domainMax: 1 },
  } as const;
  const names = ["micro F1", "macro F1"];
  const line = { type: "line", strokeWidth: 2, tooltip: true } as const;
  return {
    ...chartFrame({
      title: "Measures over the threshold",
      subtitle: "A genre is predicted where its probability is above the threshold.",
      ...text,
    }),
    data: { values },
    vconcat: [
      {
        width: 540,
        height: 190,
        layer: [
          {
            mark: line,
            encoding: {
              x: { ...x, title: null },
              y: {
                field: "microF1",
                type: "quantitative",
                title: "F1 score (0 to 1)",
                axis: { tickCount: 5 },
              },
              color: {
                datum: names[0],
                type: "nominal",
                title: null,
                scale: { domain: names, range: [COLOURS.blue, COLOURS.orange] },
              },
            },
          },
          {
            mark: line,
            encoding: {
              x: { ...x, title: null },
              y: { field: "macroF1", type: "quantitative" },
              color: { datum: names[1], type: "nominal" },
            },
          },
          ...rules.flatMap((rule) => ruleWithLabel(rule)),
        ],
      },
      {
        width: 540,
        height: 150,
        layer: [
          {
            mark: { ...line, color: COLOURS.green, clip: true },
            encoding: {
              x: { ...x, title: "Threshold (probability)" },
              y: {
                field: "hammingLoss",
                type: "quantitative",
                title: "Hamming loss (0 to 1)",
                scale: { domain: [0, largestLoss] },
                axis: { tickCount: 5 },
              },
            },
          },
          ...rules.flatMap((rule) => ruleWithLabel({ ...rule, label: "" })),
        ],
      },
    ],
  };
}

import { chartValues } from "./chart_data.ts";
import { formatCount, formatFixed } from "./format_number.ts";
import { ruleWithLabel } from "./rule_with_label.ts";
import { chartFrame, type ChartSpec, type ChartText, COLOURS, FIT_WIDTH } from "./theme.ts";

/** Loss of one training batch. */
export interface StepLossRow {
  /** Update, counted from the start of the run. */
  readonly step: number;
  /** Mean loss of the batch. */
  readonly loss: number;
}

/** Options of {@linkcode liveLossChart}. */
export interface LiveLossOptions extends ChartText {
  /** Loss of the constant predictor, drawn as a rule. */
  readonly constantLoss?: number;
  /** Most points per curve; 240 by default. Steps are averaged in groups to stay below. */
  readonly maxPoints?: number;
}

/**
 * Training loss step by step, to be redrawn while training: batch losses in grey and their running
 * mean, an exponential one over the last twentieth of the steps so far (at least 10).
 */
export function liveLossChart(
  rows: readonly StepLossRow[],
  options: LiveLossOptions = {},
): ChartSpec {
  const { constantLoss, maxPoints = 240, ...text } = options;
  const groupSize = Math.max(1, Math.ceil(rows.length / maxPoints));
  const points: { step: number; loss: number; smoothed: number }[] = [];
  let weightedSum = 0;
  let weight = 0;
  let group: StepLossRow[] = [];
  rows.forEach((row, index) => {
    const keep = 1 - 1 / Math.max(10, index / 20);
    // Dividing by the summed weights keeps the first steps unbiased.
    weightedSum = keep * weightedSum + row.loss;
    weight = keep * weight + 1;
    group.push(row);
    if (group.length < groupSize && index < rows.length - 1) return;
    const loss = group.reduce((sum, { loss }) => sum + loss, 0) / group.length;
    points.push({ step: row.step, loss, smoothed: weightedSum / weight });
    group = [];
  });
  const last = points.at(-1);
  const values = chartValues("liveLossChart", points);
  return {
    ...chartFrame({
      title: `Training loss at step ${formatCount(last!.step)}: ${formatFixed(last!.smoothed, 4)}`,
      subtitle: groupSize === 1
        ? "Grey: each batch. Blue: running mean."
        : `Grey: mean of ${groupSize} batches. Blue: running mean.`,
      ...text,
    }),
    ...FIT_WIDTH,
    height: 220,
    data: { values },
    layer: [
      {
        mark: { type: "line", color: COLOURS.pale, strokeWidth: 1 },
        encoding: {
          x: {
            field: "step",
            type: "quantitative",
            title: "Step (updates of the weights)",
            scale: { nice: false, zero: false },
            axis: { format: ",d", tickMinStep: 1, tickCount: 8, grid: false },
          },
          y: {
            field: "loss",
            type: "quantitative",
            title: "Binary cross-entropy (nats per label)",
            scale: { zero: false },
          },
        },
      },
      {
        mark: { type: "line", color: COLOURS.blue, strokeWidth: 2 },
        encoding: {
          x: { field: "step", type: "quantitative" },
          y: { field: "smoothed", type: "quantitative" },
        },
      },
      ...(constantLoss === undefined ? [] : ruleWithLabel({
        y: constantLoss,
        label: `constant predictor: ${formatFixed(constantLoss, 4)}`,
      })),
    ],
  };
}

import { chartValues } from "./chart_data.ts";
import { formatFixed } from "./format_number.ts";
import { ruleWithLabel } from "./rule_with_label.ts";
import { chartFrame, type ChartSpec, type ChartText, COLOURS, FIT_WIDTH } from "./theme.ts";

/** Losses after one epoch. */
export interface HistoryChartRow {
  /** Epoch, 0 before the first update. */
  readonly epoch: number;
  /** Mean loss over the epoch's training batches; null before the first update. */
  readonly trainLoss: number | null;
  /** Loss on the validation part. */
  readonly valLoss: number;
}

/** Options of {@linkcode historyChart}. */
export interface HistoryChartOptions extends ChartText {
  /** Validation loss of the constant predictor, drawn as a rule. */
  readonly constantValLoss?: number;
}

/**
 * Learning curves; the epoch with the lowest validation loss is marked. An untrained network's loss
 * that would press all others together lies outside, and is told in words.
 */
export function historyChart(
  rows: readonly HistoryChartRow[],
  options: HistoryChartOptions = {},
): ChartSpec {
  const { constantValLoss, ...text } = options;
  const values = chartValues(
    "historyChart",
    rows.flatMap(({ epoch, trainLoss, valLoss }) => [
      ...(trainLoss === null ? [] : [{ epoch, part: "train", loss: trainLoss }]),
      { epoch, part: "val", loss: valLoss },
    ]),
  );
  const best = rows.reduce((best, row) => row.valLoss < best.valLoss ? row : best);
  const outside = untrainedOutside(rows, constantValLoss);
  return {
    ...chartFrame({
      title: "Learning curves",
      subtitle:
        `Ringed: the lowest validation loss, ${
          formatFixed(best.valLoss, 4)
        } after epoch ${best.epoch}.` +
        (outside ? ` Above the chart: the untrained network's, ${outside.loss}.` : ""),
      ...text,
    }),
    ...FIT_WIDTH,
    height: 260,
    data: { values },
    layer: [
      {
        mark: { type: "line", strokeWidth: 2, point: { size: 36 }, tooltip: true, clip: true },
        encoding: {
          x: {
            field: "epoch",
            type: "quantitative",
            title: "Epoch (passes over the training part)",
            scale: { nice: false, zero: false, padding: 10 },
            axis: { tickMinStep: 1, format: "d", grid: false },
          },
          y: {
            field: "loss",
            type: "quantitative",
            title: "Binary cross-entropy (nats per label)",
            scale: { zero: false, ...outside?.scale ?? { padding: 12 } },
          },
          color: {
            field: "part",
            type: "nominal",
            title: null,
            scale: { domain: ["train", "val"], range: [COLOURS.orange, COLOURS.blue] },
          },
        },
      },
      {
        data: { values: [{ epoch: best.epoch, loss: best.valLoss }] },
        mark: { type: "point", size: 160, opacity: 1, color: COLOURS.blue, strokeWidth: 1.5 },
        encoding: {
          x: { field: "epoch", type: "quantitative" },
          y: { field: "loss", type: "quantitative" },
        },
      },
      ...(constantValLoss === undefined ? [] : ruleWithLabel({
        y: constantValLoss,
        label: `constant predictor, val: ${formatFixed(constantValLoss, 4)}`,
      })),
    ],
  };
}

/** How often the range of all other losses an untrained network's may be above the lowest. */
const mostRanges = 3;

/** The untrained network's loss, if it is to lie outside, and the scale that the others need. */
function untrainedOutside(rows: readonly HistoryChartRow[], constantValLoss?: number) {
  const untrained = rows.find(({ epoch }) => epoch === 0);
  const others = [
    ...rows.flatMap(({ epoch, trainLoss, valLoss }) =>
      epoch === 0 ? [] : [valLoss, trainLoss ?? valLoss]
    ),
    ...(constantValLoss === undefined ? [] : [constantValLoss]),
  ];
  if (!untrained || others.length < 2) return null;
  const [low, high] = [Math.min(...others), Math.max(...others)];
  if (untrained.valLoss - low <= mostRanges * (high - low)) return null;
  const room = (high - low) / 12;
  return {
    loss: formatFixed(untrained.valLoss, 4),
    scale: { domain: [low - room, high + room], nice: false },
  };
}

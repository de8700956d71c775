import { type ChartRow, chartValues } from "./chart_data.ts";
import {
  chartFrame,
  type ChartSpec,
  type ChartText,
  COLOURS,
  FIT_WIDTH,
  SERIES_COLOURS,
} from "./theme.ts";

/** A precision-recall curve, as `precisionRecallCurve` gives it. */
export interface NamedCurve {
  /** Name of the curve: a genre, or `micro` for all labels together. */
  readonly curve: string;
  /** Precision at each threshold, shape [nThresholds]. */
  readonly precision: readonly number[];
  /** Recall at each threshold, shape [nThresholds]. */
  readonly recall: readonly number[];
}

/** Options of {@linkcode precisionRecallChart}. */
export interface PrecisionRecallOptions extends ChartText {
  /** Curve drawn black and thicker; `micro` by default. */
  readonly emphasised?: string;
  /** Most points per curve, about evenly spread over recall; 80 by default. */
  readonly maxPoints?: number;
}

/**
 * Precision over recall of up to eight curves.
 * @throws {RangeError} If there are more curves than colours that can be told apart.
 */
export function precisionRecallChart(
  curves: readonly NamedCurve[],
  options: PrecisionRecallOptions = {},
): ChartSpec {
  const { emphasised = "micro", maxPoints = 80, ...text } = options;
  const names = curves.map(({ curve }) => curve);
  const others = names.filter((name) => name !== emphasised);
  if (others.length > SERIES_COLOURS.length) {
    throw new RangeError(
      `Cannot draw precisionRecallChart as it needs at most ${SERIES_COLOURS.length} curves besides "${emphasised}": current value is ${others.length}`,
    );
  }
  const values = curves.flatMap((curve) => thinCurve(curve, maxPoints));
  return {
    ...chartFrame({
      title: "Precision and recall",
      subtitle: "Each curve runs through all thresholds, from the strictest at the left.",
      ...text,
    }),
    ...FIT_WIDTH,
    height: 340,
    data: { values: chartValues("precisionRecallChart", values) },
    mark: { type: "line", tooltip: true },
    encoding: {
      x: {
        field: "recall",
        type: "quantitative",
        title: "Recall (share of the genre's movies that are found)",
        scale: { domain: [0, 1] },
        axis: { tickCount: 6 },
      },
      y: {
        field: "precision",
        type: "quantitative",
        title: "Precision (share of the found that are right)",
        scale: { domain: [0, 1] },
        axis: { tickCount: 6 },
      },
      color: {
        field: "curve",
        type: "nominal",
        title: null,
        scale: {
          domain: names,
          range: names.map((name) =>
            name === emphasised ? COLOURS.ink : SERIES_COLOURS[others.indexOf(name)]
          ),
        },
        legend: { columns: 4 },
      },
      strokeWidth: {
        condition: { test: `datum.curve === ${JSON.stringify(emphasised)}`, value: 2.6 },
        value: 1.6,
      },
      // Points of equal recall keep the curve's order.
      order: { field: "point", type: "quantitative" },
    },
  };
}

function thinCurve({ curve, precision, recall }: NamedCurve, maxPoints: number): ChartRow[] {
  const points = precision.map((precision, i) => ({ precision, recall: recall[i] }))
    .sort((a, b) => a.recall - b.recall || b.precision - a.precision);
  const nCells = Math.max(1, maxPoints - 2);
  let lastCell = -1;
  const kept = points.filter(({ recall }, index) => {
    const cell = Math.floor(recall * nCells);
    const isKept = cell > lastCell || index === points.length - 1;
    lastCell = cell;
    return isKept;
  });
  return kept.map(({ recall, precision }, point) => ({ curve, recall, precision, point }));
}

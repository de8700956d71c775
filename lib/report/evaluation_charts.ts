/**
 * The charts of an evaluation report.
 * @module
 */
import type { EvaluationReport } from "../evaluation/evaluation_report.ts";
import { type MeasureKey, measureOf } from "../evaluation/measures.ts";
import { confusionHeatmap, type ConfusionRow } from "./confusion_heatmap.ts";
import { genreApChart } from "./genre_ap_chart.ts";
import { type MeasureChartRow, measuresChart } from "./measures_chart.ts";
import { reliabilityChart } from "./reliability_chart.ts";
import type { ChartSpec } from "./theme.ts";

/** Measures that say most, in the order of their panels. */
const shownMeasures: readonly MeasureKey[] = [
  "hammingLoss",
  "oneError",
  "coverage",
  "lrap",
  "macroAp",
  "macroF1",
];

/** Charts of a report by the name of their file. */
export function evaluationCharts(
  report: EvaluationReport,
): Record<"measures" | "genre_ap" | "reliability" | "top_label_confusion", ChartSpec> {
  return {
    measures: measuresChart(measureRows(report), { baseline: "constant" }),
    genre_ap: genreApChart(report.genres),
    reliability: reliabilityChart(report.reliability.bins),
    top_label_confusion: confusionHeatmap(confusionRows(report)),
  };
}

/**
 * Rows for {@linkcode measuresChart}; values that are not defined are left out.
 * @param keys Measures to show, in order.
 */
export function measureRows(
  report: Pick<EvaluationReport, "rows">,
  keys: readonly MeasureKey[] = shownMeasures,
): MeasureChartRow[] {
  return keys.flatMap((key) => {
    const { name, direction } = measureOf(key);
    return report.rows.flatMap(({ predictor, measures }) => {
      const { value, low, high } = measures[key];
      return value === null ? [] : [{ predictor, measure: name, direction, value, low, high }];
    });
  });
}

/** Rows for {@linkcode confusionHeatmap}: the cells of the matrix that are not 0. */
export function confusionRows(
  { labels, topLabelConfusion }: Pick<EvaluationReport, "labels" | "topLabelConfusion">,
): ConfusionRow[] {
  return topLabelConfusion.flatMap((counts, i) =>
    counts.map((count, j) => ({ trueGenre: labels[i], predictedGenre: labels[j], count }))
  ).filter((row) => row.count > 0);
}

/**
 * All charts of an evaluated run.
 * @module
 */
import { join } from "node:path";
import type { EvaluatedRun } from "../evaluation/evaluate_run.ts";
import { chooseThreshold } from "../evaluation/threshold.ts";
import { sweepThreshold } from "../evaluation/threshold_sweep.ts";
import { readHistory } from "../training/history.ts";
import { frequentGenreCurves } from "./evaluated_curves.ts";
import { evaluationCharts } from "./evaluation_charts.ts";
import { historyChart } from "./history_chart.ts";
import { precisionRecallChart } from "./precision_recall_chart.ts";
import { writeChart } from "./render_chart.ts";
import type { ChartSpec } from "./theme.ts";
import { thresholdChart } from "./threshold_chart.ts";

/** Names of a run's charts, which are those of their files. */
export type RunChartName =
  | "history"
  | "measures"
  | "genre_ap"
  | "precision_recall"
  | "reliability"
  | "top_label_confusion"
  | "threshold";

/** Charts by name; the mean of several runs has no learning curve. */
export type RunCharts =
  & Record<Exclude<RunChartName, "history">, ChartSpec>
  & Partial<Record<"history", ChartSpec>>;

/**
 * The charts of a run: the test part's, but for the learning curve and the threshold's effect,
 * which belong to the validation part.
 */
export async function runCharts(
  runDir: string,
  { metrics, val, test }: EvaluatedRun,
): Promise<RunCharts> {
  const constant = metrics.val.rows.find(({ predictor }) => predictor === "constant")!;
  const chosenThreshold = chooseThreshold(val.yTrue, val.yScore, { objective: "microF1" });
  const history = await readHistory(runDir);
  const constantValLoss = constant.measures.binaryCrossEntropy.value!;
  return {
    ...(history.length > 0 && { history: historyChart(history, { constantValLoss }) }),
    ...evaluationCharts(metrics.test),
    precision_recall: precisionRecallChart(frequentGenreCurves(metrics.test, test)),
    threshold: thresholdChart(sweepThreshold(val.yTrue, val.yScore), { chosenThreshold }),
  };
}

/** Writes the charts as Vega-Lite, SVG and PNG to `<runDir>/charts`. */
export async function writeRunCharts(
  runDir: string,
  charts: Readonly<Record<string, ChartSpec>>,
): Promise<void> {
  for (const [name, spec] of Object.entries(charts)) {
    await writeChart(join(runDir, "charts"), name, spec);
  }
}

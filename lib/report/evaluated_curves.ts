/**
 * Precision-recall curves of an evaluated part.
 * @module
 */
import type { EvaluationReport } from "../evaluation/evaluation_report.ts";
import type { RunScores } from "../evaluation/run_scores.ts";
import { column, flatten } from "../metrics/columns.ts";
import { precisionRecallCurve } from "../metrics/precision_recall_curve.ts";
import type { NamedCurve } from "./precision_recall_chart.ts";

/**
 * The curve over all cells, and those of the most frequent genres.
 * @param nGenres Number of genres; 6 by default.
 */
export function frequentGenreCurves(
  report: Pick<EvaluationReport, "genres" | "labels">,
  { yTrue, yScore }: RunScores,
  nGenres = 6,
): NamedCurve[] {
  const frequent = report.genres.toSorted((a, b) => b.support - a.support).slice(0, nGenres);
  return [
    { curve: "micro", ...precisionRecallCurve(flatten(yTrue), flatten(yScore)) },
    ...frequent.filter(({ support }) => support > 0).map(({ genre }) => {
      const label = report.labels.indexOf(genre);
      return { curve: genre, ...precisionRecallCurve(column(yTrue, label), column(yScore, label)) };
    }),
  ];
}

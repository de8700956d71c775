import { assertEquals, assertThrows } from "@std/assert";
import { buildEvaluationReport } from "../../lib/evaluation/evaluation_report.ts";
import { mapMeasures } from "../evaluation/map_measures.ts";
import {
  confusionRows,
  evaluationCharts,
  measureRows,
} from "../../lib/report/evaluation_charts.ts";
import { renderChart } from "../../lib/report/render_chart.ts";
import { REPORTED_BY_ORIGINAL, resultsTable } from "../../lib/report/results_table.ts";

const REPORT = {
  rows: [
    {
      predictor: "model",
      measures: mapMeasures(() => ({ value: 0.07551, low: 0.0741, high: 0.079 })),
    },
    {
      predictor: "constant",
      measures: mapMeasures(() => ({ value: 8.26, low: null, high: null })),
    },
  ],
};

Deno.test("resultsTable() puts the model last, directions in the header, intervals in brackets", () => {
  assertEquals(resultsTable(REPORT, { measures: ["hammingLoss", "lrap"] }), {
    headers: ["Predictor", "Hamming loss ↓", "LRAP ↑"],
    alignments: ["left", "right", "right"],
    rows: [
      ["constant", "8.2600", "8.2600"],
      ["model", "0.0755 [0.0741, 0.0790]", "0.0755 [0.0741, 0.0790]"],
    ],
  });
});

Deno.test("resultsTable() shows all eleven measures by default", () => {
  assertEquals(resultsTable(REPORT).headers.length, 12);
});

Deno.test("resultsTable() shows the reported values only when asked, before the model", () => {
  const table = resultsTable(REPORT, {
    measures: ["coverage", "lrap"],
    intervals: false,
    reported: REPORTED_BY_ORIGINAL,
  });
  assertEquals(table.rows, [
    ["constant", "8.26", "8.2600"],
    ["reported (other test set)", "7.55", "–"],
    ["model", "0.08", "0.0755"],
  ]);
});

Deno.test("resultsTable() refuses a measure that it does not know", () => {
  assertThrows(
    () => resultsTable(REPORT, { measures: ["accuracy" as never] }),
    RangeError,
    "current value is accuracy",
  );
});

Deno.test("measureRows() leaves out values that are not defined", () => {
  const measures = mapMeasures((key) => ({ value: key === "lrap" ? null : 1, low: 0, high: 2 }));
  assertEquals(measureRows({ rows: [{ predictor: "model", measures }] }, ["oneError", "lrap"]), [
    { predictor: "model", measure: "One-error", direction: "lower", value: 1, low: 0, high: 2 },
  ]);
});

Deno.test("confusionRows() names the cells of the matrix", () => {
  const report = { labels: ["Drama", "War"], topLabelConfusion: [[5, 0], [2, 1]] };
  assertEquals(confusionRows(report), [
    { trueGenre: "Drama", predictedGenre: "Drama", count: 5 },
    { trueGenre: "War", predictedGenre: "Drama", count: 2 },
    { trueGenre: "War", predictedGenre: "War", count: 1 },
  ]);
});

Deno.test("evaluationCharts() draws a report, one without a movie of some genre too", async () => {
  const yTrue = [[1, 0, 0], [1, 1, 0], [0, 1, 0], [1, 0, 0]];
  const report = buildEvaluationReport({
    labels: ["Drama", "War", "News"],
    yTrain: yTrue,
    yTrue,
    yScore: [[0.9, 0.2, 0.1], [0.7, 0.6, 0.1], [0.6, 0.3, 0.2], [0.4, 0.5, 0]],
    resamples: 50,
    seed: 1,
  });
  const charts = evaluationCharts(report);
  assertEquals(Object.keys(charts), ["measures", "genre_ap", "reliability", "top_label_confusion"]);
  for (const spec of Object.values(charts)) {
    const { svg } = await renderChart(spec);
    assertEquals(svg.match(/NaN|undefined|Infinity/), null);
  }
  const { subtitle } = charts.genre_ap.title as { subtitle: string[] };
  assertEquals(subtitle.join(" ").includes("for want of a movie: News"), true);
});

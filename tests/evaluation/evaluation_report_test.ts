import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { buildEvaluationReport } from "../../lib/evaluation/evaluation_report.ts";
import { computeMeasures, MEASURES } from "../../lib/evaluation/measures.ts";

const labels = ["Action", "Drama", "Horror"];
const yTrain = [[0, 1, 0], [1, 1, 0], [0, 1, 1], [1, 0, 0]];
const yTrue = [[1, 0, 0], [0, 1, 0], [1, 1, 0], [0, 1, 0], [1, 0, 0]];
const yScore = [[0.8, 0.3, 0.1], [0.2, 0.7, 0.1], [0.4, 0.9, 0.6], [0.3, 0.2, 0.1], [
  0.6,
  0.6,
  0.1,
]];
const input = { labels, yTrain, yTrue, yScore, resamples: 50, seed: 3 };
const report = buildEvaluationReport(input);

Deno.test("buildEvaluationReport() puts the baselines first and names the most frequent genre", () => {
  assertEquals(report.rows.map((row) => row.predictor), ["constant", "always Drama", "model"]);
  assertEquals(report.rows.map((row) => row.differenceToConstant !== undefined), [
    false,
    true,
    true,
  ]);
});

Deno.test("buildEvaluationReport() measures the model, and the constant by the training part", () => {
  const model = computeMeasures({ yTrue, yScore, threshold: 0.5 });
  const constant = computeMeasures({
    yTrue,
    yScore: yTrue.map(() => [1 / 2, 3 / 4, 1 / 4]),
    threshold: 0.5,
  });
  for (const { key } of MEASURES) {
    assertAlmostEquals(report.rows[2].measures[key].value!, model[key], 1e-12);
    assertAlmostEquals(report.rows[0].measures[key].value!, constant[key], 1e-12);
    const difference = report.rows[2].differenceToConstant![key].value!;
    assertAlmostEquals(difference, model[key] - constant[key], 1e-12);
  }
});

Deno.test("buildEvaluationReport() has one row per genre, null where AP is undefined", () => {
  assertEquals(report.genres[1], {
    genre: "Drama",
    support: 3,
    prevalence: 3 / 5,
    predicted: 3,
    precision: 2 / 3,
    recall: 2 / 3,
    f1: 2 / 3,
    averagePrecision: report.genres[1].averagePrecision,
    averagePrecisionInterval: report.genres[1].averagePrecisionInterval,
  });
  const { value, low, high } = report.genres[1].averagePrecisionInterval!;
  assertEquals(value, report.genres[1].averagePrecision);
  assert(low! < value! && value! <= high!);
  // Drama's true movies are at ranks 1, 2 and 5.
  assertAlmostEquals(report.genres[1].averagePrecision!, (1 + 1 + 3 / 5) / 3, 1e-12);
  assertEquals(report.genres[2].averagePrecision, null);
  assertEquals(report.genres[2].averagePrecisionInterval, { value: null, low: null, high: null });
  assertEquals(report.nUndefinedAp, 1);
});

Deno.test("buildEvaluationReport() survives JSON unchanged", () => {
  const text = JSON.stringify(report);
  assertEquals(JSON.parse(text), report);
  assert(report.reliability.bins.some((bin) => bin.meanScore === null));
});

Deno.test("buildEvaluationReport() survives JSON where nothing at all is defined", () => {
  const nothing = buildEvaluationReport({ ...input, yTrue: yTrue.map(() => [0, 0, 0]) });
  assertEquals(JSON.parse(JSON.stringify(nothing)), nothing);
  assertEquals(nothing.rows[2].measures.macroAp.value, null);
});

Deno.test("buildEvaluationReport() records its settings and repeats", () => {
  assertEquals(report.bootstrap, { resamples: 50, level: 0.95, seed: 3 });
  assertEquals([report.nSamples, report.nTrain, report.threshold], [5, 4, 0.5]);
  assertEquals(buildEvaluationReport(input), report);
});

Deno.test("buildEvaluationReport() shows which genre ranks first", () => {
  assertEquals(report.topLabelConfusion, [[2, 1, 0], [1, 2, 0], [0, 0, 0]]);
});

Deno.test("buildEvaluationReport() refuses a wrong number of labels", () => {
  assertThrows(
    () => buildEvaluationReport({ ...input, labels: ["Drama"] }),
    RangeError,
    "labels must have 3 entries, one per label: current value is 1",
  );
  assertThrows(
    () => buildEvaluationReport({ ...input, yTrain: [[1, 0]] }),
    RangeError,
    "rows of yTrain must have 3 entries, one per label: current value is 2",
  );
});

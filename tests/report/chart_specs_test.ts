import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { chartValues } from "../../lib/report/chart_data.ts";
import { confusionHeatmap } from "../../lib/report/confusion_heatmap.ts";
import { cooccurrenceHeatmap } from "../../lib/report/cooccurrence_heatmap.ts";
import { funnelChart } from "../../lib/report/funnel_chart.ts";
import { genreApChart } from "../../lib/report/genre_ap_chart.ts";
import { genreCountsChart } from "../../lib/report/genre_counts_chart.ts";
import { genreProbabilitiesChart } from "../../lib/report/genre_probabilities_chart.ts";
import { historyChart } from "../../lib/report/history_chart.ts";
import { liveLossChart } from "../../lib/report/live_loss_chart.ts";
import { measuresChart } from "../../lib/report/measures_chart.ts";
import { moviesPerYearChart } from "../../lib/report/movies_per_year_chart.ts";
import { precisionRecallChart } from "../../lib/report/precision_recall_chart.ts";
import { reliabilityChart } from "../../lib/report/reliability_chart.ts";
import { renderChart } from "../../lib/report/render_chart.ts";
import { scoreByAgeChart } from "../../lib/report/score_by_age_chart.ts";
import { splitBalanceChart } from "../../lib/report/split_balance_chart.ts";
import type { ChartSpec } from "../../lib/report/theme.ts";
import { thresholdChart } from "../../lib/report/threshold_chart.ts";

type Row = Record<string, string | number | boolean | null>;

/** Rows of a chart; movies per year keeps them in its first layer. */
function valuesOf(spec: ChartSpec): Row[] {
  const withData = (spec.data ? spec : layersOf(spec)[0]) as { data: { values: Row[] } };
  return withData.data.values;
}

function layersOf(spec: ChartSpec): { data?: unknown; encoding: Record<string, unknown> }[] {
  return (spec as unknown as { layer: ReturnType<typeof layersOf> }).layer;
}

function titleOf(spec: ChartSpec): { text: string; subtitle: string } {
  const { text, subtitle = [] } = spec.title as { text: string; subtitle?: string[] };
  return { text, subtitle: subtitle.join(" ") };
}

Deno.test("chartValues() refuses NaN and says where it stands", () => {
  assertThrows(
    () => chartValues("exampleChart", [{ loss: 1 }, { loss: NaN }]),
    RangeError,
    'Cannot draw exampleChart as "loss" of row 1 must be finite: current value is NaN',
  );
});

Deno.test("chartValues() refuses to draw nothing", () => {
  assertThrows(() => chartValues("exampleChart", []), RangeError, "at least 1 row");
});

Deno.test("chartValues() rounds fractions and keeps whole numbers", () => {
  assertEquals(chartValues("c", [{ x: 1 / 3, y: 1234567, z: null }]), [
    { x: 0.33333, y: 1234567, z: null },
  ]);
});

Deno.test("funnelChart() keeps the order of the steps and stacks what was removed", () => {
  const spec = funnelChart([
    { step: "table", removed: 0, remaining: 1200 },
    { step: "blank", removed: 200, remaining: 1000 },
  ]);
  assertEquals(valuesOf(spec).map((row) => [row.step, row.before, row.label]), [
    ["table", 1200, "1,200"],
    ["blank", 1200, "1,000 (−200)"],
  ]);
});

Deno.test("genreCountsChart() puts the most frequent genre first and adds its share", () => {
  const rows = [{ genre: "War", count: 20 }, { genre: "Drama", count: 500 }];
  assertEquals(valuesOf(genreCountsChart(rows, { nMovies: 1000 })).map((row) => row.label), [
    "500 (50%)",
    "20 (2.0%)",
  ]);
});

Deno.test("charts take the caller's title and subtitle", () => {
  const spec = genreCountsChart([{ genre: "War", count: 1 }], { title: "Mine", subtitle: "Yours" });
  assertEquals(titleOf(spec), { text: "Mine", subtitle: "Yours" });
});

const PAIRS = [
  { genreA: "Drama", genreB: "Drama", count: 100 },
  { genreA: "War", genreB: "War", count: 10 },
  { genreA: "Drama", genreB: "War", count: 8 },
];

Deno.test("cooccurrenceHeatmap() gives each row's share of its own movies, both ways round", () => {
  const shares = valuesOf(cooccurrenceHeatmap(PAIRS)).map((
    row,
  ) => [row.row, row.column, row.share]);
  assertEquals(shares, [["Drama", "War", 0.08], ["War", "Drama", 0.8]]);
});

Deno.test("cooccurrenceHeatmap() cannot give shares without a genre's own count", () => {
  assertThrows(() => cooccurrenceHeatmap(PAIRS.slice(2)), RangeError, '"Drama" with itself');
  assertEquals(valuesOf(cooccurrenceHeatmap(PAIRS.slice(2), { colour: "count" })).length, 2);
});

Deno.test("confusionHeatmap() normalises each row and leaves out genres without a movie", () => {
  const spec = confusionHeatmap([
    { trueGenre: "Drama", predictedGenre: "Drama", count: 3 },
    { trueGenre: "Drama", predictedGenre: "Comedy", count: 1 },
    { trueGenre: "Comedy", predictedGenre: "Comedy", count: 0 },
  ]);
  assertEquals(valuesOf(spec).map((row) => [row.row, row.column, row.share]), [
    ["Drama (4)", "Drama", 0.75],
    ["Drama (4)", "Comedy", 0.25],
  ]);
});

Deno.test("moviesPerYearChart() keeps fromYear itself and marks it with a rule", () => {
  const rows = [1999, 2000, 2001].map((year) => ({ year, count: 10 }));
  const spec = moviesPerYearChart(rows, { fromYear: 2000 });
  assertEquals(valuesOf(spec).map((row) => row.part), ["left out", "kept", "kept"]);
  assertEquals(titleOf(spec).subtitle, "20 of 30 movies lie in the kept years.");
  assert(JSON.stringify(spec).includes('"values":[{"at":1999.5,"label":"from 2000"}]'));
  assert(!JSON.stringify(moviesPerYearChart(rows)).includes('"rule"'));
});

Deno.test("splitBalanceChart() orders labels by their largest share", () => {
  const spec = splitBalanceChart([
    { label: "War", part: "train", share: 0.02 },
    { label: "Drama", part: "train", share: 0.5 },
  ]);
  const { scale } = layersOf(spec)[0].encoding.y as { scale: { domain: string[] } };
  assertEquals(scale.domain, ["Drama", "War"]);
});

const HISTORY = [
  { epoch: 0, trainLoss: null, valLoss: 0.7 },
  { epoch: 1, trainLoss: 0.25, valLoss: 0.21 },
  { epoch: 2, trainLoss: 0.2, valLoss: 0.22 },
];

Deno.test("historyChart() has no train loss before the first update and names the best epoch", () => {
  const spec = historyChart(HISTORY);
  assertEquals(valuesOf(spec).filter((row) => row.part === "train").map((row) => row.epoch), [
    1,
    2,
  ]);
  assert(titleOf(spec).subtitle.includes("0.2100 after epoch 1"));
});

Deno.test("historyChart() tells an untrained network's loss in words where it is far above all others", () => {
  const scaleOf = (spec: ChartSpec) =>
    (layersOf(spec)[0].encoding.y as { scale: { domain?: number[] } }).scale;
  const far = historyChart(HISTORY);
  const [low, high] = scaleOf(far).domain!;
  assert(0.19 < low && low < 0.2 && 0.25 < high && high < 0.26);
  assert(titleOf(far).subtitle.endsWith("Above the chart: the untrained network's, 0.7000."));
  const near = historyChart([{ epoch: 0, trainLoss: null, valLoss: 0.3 }, ...HISTORY.slice(1)]);
  assertEquals(scaleOf(near).domain, undefined);
  assert(!titleOf(near).subtitle.includes("untrained"));
});

Deno.test("historyChart() draws the constant predictor only where its loss is given", () => {
  const ruleAt = (spec: ChartSpec) =>
    layersOf(spec).flatMap(({ encoding }) => (encoding.y as { datum?: number }).datum ?? []);
  assertEquals(ruleAt(historyChart(HISTORY)), []);
  assertEquals(
    new Set(ruleAt(historyChart(HISTORY, { constantValLoss: 0.219 }))),
    new Set([0.219]),
  );
});

Deno.test("liveLossChart() averages steps in groups, the last step always among them", () => {
  const rows = Array.from({ length: 1001 }, (_, i) => ({ step: i + 1, loss: i % 2 }));
  const values = valuesOf(liveLossChart(rows, { maxPoints: 100 }));
  assert(values.length <= 100);
  assertEquals(values.at(-1)!.step, 1001);
  assertAlmostEquals(values[0].loss as number, 5 / 11, 1e-5);
});

Deno.test("liveLossChart() shows a constant loss as itself from the first step on", () => {
  const rows = Array.from({ length: 30 }, (_, i) => ({ step: i + 1, loss: 0.5 }));
  for (const { loss, smoothed } of valuesOf(liveLossChart(rows))) {
    assertEquals([loss, smoothed], [0.5, 0.5]);
  }
});

Deno.test("genreApChart() orders by AP and names the genres without a movie", () => {
  const spec = genreApChart([
    { genre: "War", averagePrecision: 0.1, prevalence: 0.02, support: 36 },
    { genre: "News", averagePrecision: null, prevalence: 0, support: 0 },
    { genre: "Drama", averagePrecision: 0.7, prevalence: 0.49, support: 881 },
  ]);
  assertEquals(valuesOf(spec).map((row) => row.label), ["0.700 (n = 881)", "0.100 (n = 36)"]);
  assert(titleOf(spec).subtitle.endsWith("Not defined, for want of a movie: News."));
});

Deno.test("precisionRecallChart() thins a curve but keeps both of its ends", () => {
  const recall = Array.from({ length: 5000 }, (_, i) => 1 - i / 4999);
  const precision = recall.map((x) => 1 - x / 2);
  const values = valuesOf(precisionRecallChart([{ curve: "micro", recall, precision }]));
  assert(values.length <= 80 && values.length > 60, `${values.length} points`);
  assertEquals([values[0].recall, values.at(-1)!.recall], [0, 1]);
  assertEquals([values[0].precision, values.at(-1)!.precision], [1, 0.5]);
});

Deno.test("precisionRecallChart() refuses more curves than it has colours", () => {
  const curves = Array.from({ length: 8 }, (_, i) => ({
    curve: `genre ${i}`,
    recall: [0, 1],
    precision: [1, 0],
  }));
  assertThrows(() => precisionRecallChart(curves), RangeError, "current value is 8");
});

Deno.test("reliabilityChart() leaves out empty bins", () => {
  const spec = reliabilityChart([
    { low: 0, high: 0.5, count: 9, meanScore: 0.2, positiveFraction: 0.25 },
    { low: 0.5, high: 1, count: 0, meanScore: null, positiveFraction: null },
  ]);
  assertEquals(valuesOf(spec).map((row) => row.meanScore), [0.2]);
});

Deno.test("thresholdChart() always marks 0.5 and, where given, the chosen threshold", () => {
  const rows = [0.2, 0.8].map((threshold) => ({
    threshold,
    hammingLoss: 0.1,
    microF1: 0.3,
    macroF1: 0.2,
  }));
  const labels = (spec: ChartSpec) =>
    new Set([...JSON.stringify(spec).matchAll(/"values":\[{"label":"([^"]*)"/g)].map((m) => m[1]));
  assertEquals(labels(thresholdChart(rows)), new Set(["0.50"]));
  assertEquals(
    labels(thresholdChart(rows, { chosenThreshold: 0.2 })),
    new Set(["0.50", "chosen: 0.20"]),
  );
});

Deno.test("genreProbabilitiesChart() highlights the most probable and ticks the true", () => {
  const spec = genreProbabilitiesChart([
    { genre: "War", probability: 0.1, isTrue: true },
    { genre: "Drama", probability: 0.6, isTrue: false },
  ], { nTop: 1 });
  assertEquals(valuesOf(spec).map((row) => [row.genre, row.isTop, row.label]), [
    ["Drama", true, "60%"],
    ["War", false, "10% ✓"],
  ]);
  assertEquals(titleOf(spec).text, "Most probable: Drama");
});

Deno.test("measuresChart() writes no number of an axis with an exponent", async () => {
  const values = [["constant", 8.1], ["always Drama", 23.93], ["model", 7.25]] as const;
  const rows = values.map(([predictor, value]) => ({ predictor, measure: "Coverage", value }));
  const spec = measuresChart(rows.map((row) => ({ ...row, direction: "lower" })), {
    baseline: "constant",
  });
  const { svg } = await renderChart(spec);
  const numbers = [...svg.matchAll(/<text[^>]*>([\d.e+]+)<\/text>/g)].map(([, number]) => number);
  assert(numbers.includes("20"), `${numbers}`);
  assertEquals(numbers.filter((number) => number.includes("e")), []);
});

Deno.test("scoreByAgeChart() leaves ages of few movies out and says so", () => {
  const row = { q1: 5, median: 6, q3: 7 };
  const spec = scoreByAgeChart([
    { ...row, ageYears: 4.5, count: 5 },
    { ...row, ageYears: 14.5, count: 4 },
  ]);
  assertEquals(valuesOf(spec).map(({ ageYears }) => ageYears), [4.5]);
  assert(titleOf(spec).subtitle.endsWith("Not shown: ages of fewer than 5 movies."));
  const full = scoreByAgeChart([{ ...row, ageYears: 4.5, count: 5 }]);
  assert(!titleOf(full).subtitle.includes("Not shown"));
  // A small table has no age of so many movies; its chart is still drawn.
  const small = scoreByAgeChart([{ ...row, ageYears: 4.5, count: 4 }]);
  assertEquals(valuesOf(small).map(({ ageYears }) => ageYears), [4.5]);
  assert(!titleOf(small).subtitle.includes("Not shown"));
});

Deno.test("measuresChart() shows the arrow of each measure and takes a missing interval", () => {
  const spec = measuresChart([
    { predictor: "constant", measure: "One-error", direction: "lower", value: 0.5 },
    {
      predictor: "model",
      measure: "One-error",
      direction: "lower",
      value: 0.4,
      low: 0.3,
      high: 0.5,
    },
  ], { baseline: "constant" });
  assertEquals(
    valuesOf(spec).map(({ measure, low, high, role }) => [measure, low, high, role]),
    [["One-error ↓", 0.5, 0.5, "baseline"], ["One-error ↓", 0.3, 0.5, "model"]],
  );
});

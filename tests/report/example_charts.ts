/**
 * One example of every chart, with made-up but likely numbers.
 * @module
 */
import { epochCurvesChart } from "../../lib/report/epoch_curves_chart.ts";
import { measureTrendChart } from "../../lib/report/measure_trend_chart.ts";
import { confusionHeatmap } from "../../lib/report/confusion_heatmap.ts";
import { cooccurrenceHeatmap } from "../../lib/report/cooccurrence_heatmap.ts";
import { funnelChart } from "../../lib/report/funnel_chart.ts";
import { genreApChart } from "../../lib/report/genre_ap_chart.ts";
import { genreCountsChart } from "../../lib/report/genre_counts_chart.ts";
import { genreProbabilitiesChart } from "../../lib/report/genre_probabilities_chart.ts";
import { genresPerMovieChart } from "../../lib/report/genres_per_movie_chart.ts";
import { historyChart } from "../../lib/report/history_chart.ts";
import { liveLossChart } from "../../lib/report/live_loss_chart.ts";
import { measuresChart } from "../../lib/report/measures_chart.ts";
import { moviesPerYearChart } from "../../lib/report/movies_per_year_chart.ts";
import { precisionRecallChart } from "../../lib/report/precision_recall_chart.ts";
import { reliabilityChart } from "../../lib/report/reliability_chart.ts";
import { scoreByAgeChart } from "../../lib/report/score_by_age_chart.ts";
import { splitBalanceChart } from "../../lib/report/split_balance_chart.ts";
import { thresholdChart } from "../../lib/report/threshold_chart.ts";
import type { ChartSpec } from "../../lib/report/theme.ts";

/** 27 genres and made-up numbers of movies, falling as such numbers do. */
export const GENRE_COUNTS: readonly { genre: string; count: number }[] = [
  ..."Drama Comedy Documentary Thriller Romance Action Crime Horror Adventure Mystery".split(" "),
  ..."Biography Family Animation Sci-Fi Fantasy Music History Short Sport War Musical".split(" "),
  ..."Western News Talk-Show Adult Reality-TV Game-Show".split(" "),
].map((genre, i) => ({ genre, count: Math.max(1, Math.round(9000 * Math.exp(-0.19 * i) - 60)) }));

const nMovies = 18_000;
const genres = GENRE_COUNTS.map((row) => row.genre);
/** Numbers in [0, 1) that look random and never change. */
const wobble = (i: number) => (Math.sin(12.9898 * (i + 1)) * 43758.5453) % 1 * 0.5 + 0.5;
const range = (length: number) => Array.from({ length }, (_, i) => i);

/** Every chart by its file's name. */
export const EXAMPLE_CHARTS: Readonly<Record<string, ChartSpec>> = {
  funnel: funnelChart([
    { step: "rows of the table", removed: 0, remaining: 40_108 },
    { step: "repeated identifiers removed", removed: 593, remaining: 39_515 },
    { step: "without a genre", removed: 144, remaining: 39_371 },
    { step: "before 2000 or of unknown year", removed: 18_900, remaining: 20_471 },
    { step: "without a poster address", removed: 385, remaining: 20_086 },
    { step: "poster missing or unreadable", removed: 2_101, remaining: 17_985 },
  ]),
  genre_counts: genreCountsChart(GENRE_COUNTS, { nMovies }),
  genres_per_movie: genresPerMovieChart([
    { nGenres: 1, count: 5_600 },
    { nGenres: 2, count: 5_300 },
    { nGenres: 3, count: 7_085 },
  ]),
  cooccurrence: cooccurrenceHeatmap(cooccurrence()),
  cooccurrence_counts: cooccurrenceHeatmap(cooccurrence(), { colour: "count" }),
  movies_per_year: moviesPerYearChart(
    range(104).map((i) => ({
      year: 1915 + i,
      count: Math.round(i ** 3 / 900 * (0.8 + 0.4 * wobble(i)) * (i > 100 ? 0.3 : 1)) + 1,
    })),
    { fromYear: 2000 },
  ),
  score_by_age: scoreByAgeChart(
    range(20).map((i) => ({
      ageYears: 2.5 + 5 * i,
      q1: 5.6 + 0.045 * i,
      median: 6.4 + 0.03 * i + 0.1 * wobble(i),
      q3: 7.2 + 0.02 * i,
      count: Math.round(9_000 * Math.exp(-i / 4)) + 10,
    })),
  ),
  split_balance: splitBalanceChart(
    GENRE_COUNTS.flatMap(({ genre, count }, i) =>
      ["train", "val", "test"].map((part, j) => ({
        label: genre,
        part,
        share: count / nMovies * (1 + (j === 0 ? 0.01 : 0.12) * (wobble(3 * i + j) - 0.5)),
      }))
    ),
  ),
  history: historyChart(
    range(13).map((epoch) => ({
      epoch,
      trainLoss: epoch === 0 ? null : 0.19 + 0.035 * Math.exp(-epoch / 4),
      valLoss: 0.2 + 0.02 * Math.exp(-epoch / 2.5) + 0.00018 * (epoch - 5) ** 2 * +(epoch > 5),
    })),
    { constantValLoss: 0.219 },
  ),
  epoch_curves: epochCurvesChart(
    [
      "Training loss ↓",
      "Validation loss ↓",
      "Hamming loss ↓",
      "One-error ↓",
      "Coverage ↓",
      "Macro AP ↑",
    ]
      .flatMap((measure, i) =>
        range(5).flatMap((run) =>
          range(10).map((epoch) => ({
            run: `run ${run}`,
            group: run < 3 ? "original" : "Keras",
            epoch: epoch + 1,
            measure,
            value: (i === 4 ? 7 : 0.1 + 0.1 * i) *
              (1 + 0.3 * Math.exp(-epoch / 3) + 0.02 * wobble(run)),
          }))
        )
      ),
  ),
  measure_trend: measureTrendChart(
    measureRows().flatMap((row) =>
      [1781, 3562, 7125, 14_250].map((at, i) => ({
        ...row,
        at,
        value: row.value * (row.predictor === "small CNN" ? 1 - 0.02 * i : 1),
      }))
    ).filter(({ predictor, measure }) =>
      predictor !== "nearest posters" && !measure.startsWith("m")
    ),
    { xTitle: "Training posters (log scale)", isLog: true, baseline: "label frequencies" },
  ),
  live_loss: liveLossChart(
    range(1200).map((i) => ({
      step: i + 1,
      loss: 0.2 + 0.4 * Math.exp(-i / 60) + 0.03 * (wobble(i) - 0.5),
    })),
    { constantLoss: 0.219 },
  ),
  genre_ap: genreApChart(GENRE_COUNTS.map(({ genre, count }, i) => ({
    genre,
    averagePrecision: i === 26
      ? null
      : Math.min(0.9, count / nMovies * 1.25 + 0.3 * wobble(i) ** 2),
    prevalence: count / nMovies,
    support: Math.round(count / 10),
  }))),
  precision_recall: precisionRecallChart(
    ["micro", "Drama", "Comedy", "Documentary", "Animation", "Horror", "News"].map((curve, k) => {
      const recall = range(1001).map((i) => 1 - i / 1000);
      return {
        curve,
        recall,
        precision: recall.map((x) => 0.06 + 0.08 * k + (0.9 - 0.1 * k) * (1 - x) ** (1 + 0.4 * k)),
      };
    }),
  ),
  reliability: reliabilityChart(
    range(10).map((i) => ({
      low: i / 10,
      high: (i + 1) / 10,
      meanScore: i === 9 ? null : 0.03 + 0.1 * i,
      positiveFraction: i === 9 ? null : 0.02 + 0.085 * i + 0.03 * wobble(i),
      count: i === 9 ? 0 : Math.round(41_000 * Math.exp(-1.05 * i)) + 3,
    })),
  ),
  confusion: confusionHeatmap(
    genres.slice(0, 24).flatMap((trueGenre, i) =>
      genres.slice(0, 18).map((predictedGenre, j) => ({
        trueGenre,
        predictedGenre,
        count: Math.round(
          GENRE_COUNTS[i].count / 20 *
            (i === j ? 0.4 : (j === 0 ? 0.35 : j === 1 ? 0.2 : 0.05 * wobble(31 * i + j) ** 3)),
        ),
      }))
    ),
  ),
  threshold: thresholdChart(
    range(99).map((i) => {
      const threshold = (i + 1) / 100;
      return {
        threshold,
        hammingLoss: 0.07 + 0.6 * Math.exp(-threshold * 12) + 0.01 * threshold,
        microF1: 2.2 * threshold ** 0.5 * (1 - threshold) ** 1.3,
        macroF1: 1.1 * threshold ** 0.4 * (1 - threshold) ** 2.2,
      };
    }),
    { chosenThreshold: 0.22 },
  ),
  genre_probabilities: genreProbabilitiesChart(genres.map((genre, i) => ({
    genre,
    probability: 0.62 * Math.exp(-0.33 * ((i * 7) % 27)),
    isTrue: [0, 4, 9].includes(i),
  }))),
  measures: measuresChart(
    measureRows(),
    { baseline: "label frequencies" },
  ),
};

function cooccurrence() {
  return genres.flatMap((genreA, i) =>
    genres.slice(i).map((genreB, j) => ({
      genreA,
      genreB,
      count: j === 0
        ? GENRE_COUNTS[i].count
        : Math.round(GENRE_COUNTS[i + j].count * 0.7 * wobble(31 * i + j) ** 3),
    }))
  );
}

function measureRows() {
  const predictors = ["label frequencies", "nearest posters", "small CNN"];
  const measures = [
    {
      measure: "Hamming loss",
      direction: "lower",
      values: [0.0802, 0.0791, 0.0755],
      spread: 0.002,
    },
    { measure: "One-error", direction: "lower", values: [0.497, 0.48, 0.464], spread: 0.022 },
    { measure: "Coverage", direction: "lower", values: [8.26, 8.4, 7.66], spread: 0.25 },
    { measure: "LRAP", direction: "higher", values: [0.535, 0.55, 0.582], spread: 0.012 },
    { measure: "mAP", direction: "higher", values: [0.094, 0.13, 0.171], spread: 0.01 },
    { measure: "macro F1", direction: "higher", values: [0.02, 0.09, 0.12], spread: 0.01 },
  ] as const;
  return measures.flatMap(({ measure, direction, values, spread }) =>
    predictors.map((predictor, i) => ({
      predictor,
      measure,
      direction,
      value: values[i],
      low: i === 0 ? null : values[i] - spread,
      high: i === 0 ? null : values[i] + spread,
    }))
  );
}

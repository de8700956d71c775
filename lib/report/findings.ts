/**
 * What a notebook found, in words with the numbers of its own data.
 * @module
 */
import type { DatasetManifest } from "../dataset/dataset_manifest.ts";
import type { RunMetrics } from "../evaluation/evaluate_run.ts";
import { type MeasureKey, measureOf } from "../evaluation/measures.ts";
import type { FunnelStep } from "../metadata/filter_movies.ts";
import type { HistoryRow } from "../training/history.ts";
import type { PartSample } from "../dataset/part_samples.ts";
import type { FilePrediction } from "../model/predict_files.ts";
import { countTopHits } from "./predicted_posters.ts";
import { formatCount, formatFixed, formatShare } from "./format_number.ts";

/** A Markdown list under the heading that every notebook ends with. */
function findings(lines: readonly string[]): string {
  return ["## What this shows", "", ...lines.map((line) => `- ${line}`)].join("\n");
}

/** Findings of the exploration. */
export function exploreFindings(
  { funnel, genreCounts, genresPerMovie, fromYear }: {
    readonly funnel: readonly FunnelStep[];
    readonly genreCounts: readonly { genre: string; count: number; share: number }[];
    readonly genresPerMovie: readonly { nGenres: number; count: number }[];
    readonly fromYear: number;
  },
): string {
  const [first] = genreCounts;
  const last = funnel.at(-1)!;
  const nMovies = genresPerMovie.reduce((sum, { count }) => sum + count, 0);
  const nGenres = genresPerMovie.reduce((sum, row) => sum + row.nGenres * row.count, 0);
  const rare = genreCounts.filter(({ count }) => count < 30).length;
  return findings([
    `Of ${formatCount(funnel[0].remaining)} rows, ${formatCount(last.remaining)} movies from ` +
    `${fromYear} on remain.`,
    `A movie carries ${
      formatFixed(nGenres / nMovies, 2)
    } genres on average. ${first.genre} stands ` +
    `on ${formatShare(first.share)} of them: whoever always says "${first.genre}" is right that ` +
    "often, without looking.",
    `${rare} of ${genreCounts.length} genres have fewer than 30 movies: too few to learn, and too ` +
    "few to measure.",
    "Next: notebook 02 builds the data set.",
  ]);
}

/** Findings of the data set's building. */
export function datasetFindings(manifest: DatasetManifest): string {
  const { partSizes, skippedPosters, samePosters, labels, labelCounts, split } = manifest;
  const untested = labelCounts.filter(({ test }) => test === 0).map(({ label }) => label);
  return findings([
    `${formatCount(partSizes.train)} movies to train on, ${formatCount(partSizes.val)} to choose ` +
    `on, ${formatCount(partSizes.test)} to test on; seed ${split.seed}.`,
    `${
      formatCount(skippedPosters.length)
    } movies have no usable poster; each is recorded with its ` +
    "reason.",
    `${formatCount(samePosters.nMovies)} movies share their poster with another, in ` +
    `${formatCount(samePosters.nGroups)} groups; a group is never divided.`,
    untested.length
      ? `Of ${labels.length} genres, the test part has no movie of ${untested.join(", ")}.`
      : `All ${labels.length} genres are in the test part.`,
    "Next: notebook 03 trains the network.",
  ]);
}

/** Findings of the training. */
export function trainingFindings(
  { history, bestEpoch, constantValLoss, runName }: {
    readonly history: readonly HistoryRow[];
    readonly bestEpoch: number;
    /** Validation loss of the constant predictor. */
    readonly constantValLoss: number;
    readonly runName: string;
  },
): string {
  const best = history.find(({ epoch }) => epoch === bestEpoch)!;
  const { epoch: nEpochs } = history.at(-1)!;
  const isBetter = best.valLoss < constantValLoss;
  return findings([
    `The untrained network's validation loss is ${
      formatFixed(history[0].valLoss, 4)
    }. A coin for ` +
    `each genre would get ln 2 = ${formatFixed(Math.LN2, 4)}, the constant predictor gets ` +
    `${formatFixed(constantValLoss, 4)}.`,
    `The lowest validation loss is ${formatFixed(best.valLoss, 4)}, after epoch ${bestEpoch} of ` +
    `${nEpochs}; those weights are kept. That is ${
      isBetter ? "below" : "not below"
    } the constant ` +
    "predictor.",
    `The run is called \`${runName}\`. Next: notebook 04 measures it.`,
  ]);
}

const comparedMeasures: readonly MeasureKey[] = ["hammingLoss", "oneError", "coverage", "macroAp"];

/** Findings of the evaluation. */
export function evaluationFindings({ test, isSample, dataset }: RunMetrics): string {
  const model = test.rows.find(({ predictor }) => predictor === "model")!;
  const constant = test.rows.find(({ predictor }) => predictor === "constant")!;
  const lines = comparedMeasures.map((key) => {
    const { name, direction } = measureOf(key);
    const { low, high } = model.differenceToConstant![key];
    const isBetter = direction === "lower" ? high! < 0 : low! > 0;
    const isWorse = direction === "lower" ? low! > 0 : high! < 0;
    const verdict = isBetter
      ? "better than the constant predictor"
      : isWorse
      ? "worse than the constant predictor"
      : "not distinguishable from the constant predictor";
    return `${name} ${formatFixed(model.measures[key].value!, 4)} against ` +
      `${formatFixed(constant.measures[key].value!, 4)}: ${verdict}.`;
  });
  const never = test.genres.filter(({ predicted }) => predicted === 0).map(({ genre }) => genre);
  return findings([
    ...lines,
    never.length
      ? `Never predicted at the threshold: ${never.join(", ")}.`
      : "Every genre is predicted for at least one movie.",
    isSample
      ? "These posters are drawn by code. Nothing here says how well real posters can be read."
      : `All of this is about the test part of \`${dataset}\`; other posters may differ.`,
    "Next: notebook 05 predicts single posters.",
  ]);
}

/** Options of {@linkcode predictionFindings}. */
export interface PredictionFindingsOptions {
  /** Whether the pictures stand in for posters like those that the network learned from. */
  readonly areStandIns?: boolean;
}

/** Findings of the predictions of single posters. */
export function predictionFindings(
  predictions: readonly FilePrediction[],
  samples: readonly PartSample[],
  labels: readonly string[],
  { areStandIns = false }: PredictionFindingsOptions = {},
): string {
  const { nHits, nKnown } = countTopHits(predictions, samples, labels);
  const failed = predictions.filter((prediction) => "error" in prediction);
  return findings([
    areStandIns
      ? `The likeliest genre is a true one for ${nHits} of these ${nKnown} drawings. The network ` +
        "learned from posters and has never seen such pictures: how good it is on posters, " +
        "notebook 04 says."
      : nKnown
      ? `The likeliest genre is a true one for ${nHits} of these ${nKnown} posters. So few say ` +
        "little: notebook 04 has the whole test part."
      : `${formatCount(predictions.length - failed.length)} posters of unknown genres.`,
    ...failed.map(({ error }) => error),
    "The same from a terminal: `deno task predict <files or folders>`.",
  ]);
}

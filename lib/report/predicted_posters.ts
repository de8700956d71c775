/**
 * Predictions of single posters, for sheets and charts.
 * @module
 */
import type { PartSample } from "../dataset/part_samples.ts";
import type { FilePrediction } from "../model/predict_files.ts";
import { formatShare } from "./format_number.ts";
import type { GenreProbabilityRow } from "./genre_probabilities_chart.ts";
import { genresOf } from "./labelled_posters.ts";
import type { CaptionedPoster } from "./poster_sheet.ts";

/** How many genres the original project's demonstration shows. */
const nShown = 3;

/**
 * Posters for a contact sheet with their three likeliest genres; where the file belongs to a known
 * sample, its true genres stand above and hits are marked. Files that could not be read are left out.
 */
export function predictedPosters(
  predictions: readonly FilePrediction[],
  samples: readonly PartSample[],
  labels: readonly string[],
): CaptionedPoster[] {
  return predictions.flatMap((prediction) => {
    if ("error" in prediction) return [];
    const truth = trueGenres(prediction.file, samples, labels);
    const top = prediction.genres.slice(0, nShown).map(({ genre, probability }) => ({
      text: `${genre} ${formatShare(probability)}`,
      tone: !truth ? "plain" as const : truth.includes(genre) ? "right" as const : "wrong" as const,
    }));
    const known = truth ? [{ text: truth.join(", "), bold: true }] : [];
    return [{ image: prediction.file, captionLines: [...known, ...top] }];
  });
}

/**
 * All genres of one poster for a chart.
 * @throws {Error} If the poster could not be read.
 */
export function probabilityRows(
  prediction: FilePrediction,
  samples: readonly PartSample[],
  labels: readonly string[],
): GenreProbabilityRow[] {
  if ("error" in prediction) throw new Error(prediction.error);
  const truth = trueGenres(prediction.file, samples, labels);
  return prediction.genres.map((row) => ({
    ...row,
    ...(truth && { isTrue: truth.includes(row.genre) }),
  }));
}

/** Of the posters whose genres are known, how many have a true genre ranked first. */
export function countTopHits(
  predictions: readonly FilePrediction[],
  samples: readonly PartSample[],
  labels: readonly string[],
): { readonly nHits: number; readonly nKnown: number } {
  const hits = predictions.flatMap((prediction) => {
    if ("error" in prediction) return [];
    const truth = trueGenres(prediction.file, samples, labels);
    return truth ? [truth.includes(prediction.genres[0].genre)] : [];
  });
  return { nHits: hits.filter(Boolean).length, nKnown: hits.length };
}

function trueGenres(
  file: string,
  samples: readonly PartSample[],
  labels: readonly string[],
): string[] | null {
  const sample = samples.find(({ posterFile }) => posterFile === file);
  return sample ? genresOf(sample, labels) : null;
}

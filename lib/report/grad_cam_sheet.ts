/**
 * Contact sheets of posters and where on them a network looks for a genre.
 * @module
 */
import type { PartSample } from "../dataset/part_samples.ts";
import type { RunScores } from "../evaluation/run_scores.ts";
import { posterHeatMap, type PosterModel } from "../model/poster_heat_map.ts";
import { formatShare } from "./format_number.ts";
import { overlayHeatMap } from "./heat_map.ts";
import { genresOf } from "./labelled_posters.ts";
import { type CaptionedPoster, type PosterSheet, renderPosterSheet } from "./poster_sheet.ts";

/** Probabilities of a part. */
export type PartScores = Pick<RunScores, "imdbIds" | "yScore">;

/** What {@linkcode gradCamSheet} draws. */
export interface GradCamSheetOptions extends PosterModel {
  /** Samples of a part. */
  readonly samples: readonly PartSample[];
  /** The network's probabilities for them. */
  readonly scores: PartScores;
  /** Genres in the order of the sheet. */
  readonly genres: readonly string[];
  /** Posters of a genre, at most; 3 by default. */
  readonly nPerGenre?: number;
}

/** A sample and how likely the network holds a genre that it has. */
export interface TopPoster {
  /** The sample. */
  readonly sample: PartSample;
  /** Probability of the genre in [0, 1], not calibrated. */
  readonly probability: number;
}

/**
 * Of each genre, the posters that have it and for which the network finds it most likely; each
 * twice, as it is and under its {@linkcode posterHeatMap}, with three posters in a row.
 * @throws {RangeError} If a genre is unknown, or no sample has it.
 * @throws {UnreadablePosterError} If a poster cannot be read.
 */
export async function gradCamSheet(
  { model, metadata, samples, scores, genres, nPerGenre = 3 }: GradCamSheetOptions,
): Promise<PosterSheet> {
  const { labels } = metadata;
  const posters: CaptionedPoster[] = [];
  for (const genre of genres) {
    const label = labelOf(genre, labels);
    const top = topPosters(label, samples, scores).slice(0, nPerGenre);
    if (!top.length) {
      throw new RangeError(
        `Cannot draw heat maps of "${genre}" as one sample at least must have it: ` +
          "current value is 0",
      );
    }
    for (const { sample, probability } of top) {
      const { image, heatMap } = await posterHeatMap({ model, metadata }, sample.posterFile, label);
      const isEmpty = heatMap.values.every((value) => value === 0);
      posters.push({
        image,
        captionLines: [{ text: genre, bold: true }, `probability ${formatShare(probability)}`],
      }, {
        image: overlayHeatMap(image, heatMap),
        captionLines: [
          isEmpty ? "no place speaks for it" : "heat map",
          { text: genresOf(sample, labels).join(", "), tone: "muted" },
        ],
      });
    }
  }
  return await renderPosterSheet(posters, { columns: 6 });
}

/**
 * The samples that have a genre, the one with the genre's highest probability first. Samples
 * without a row of probabilities, whose poster could not be read, are left out.
 * @param label Number of the genre.
 */
export function topPosters(
  label: number,
  samples: readonly PartSample[],
  { imdbIds, yScore }: PartScores,
): TopPoster[] {
  const sampleOf = new Map(samples.map((sample) => [sample.imdbId, sample]));
  return imdbIds
    .map((imdbId, i) => ({ sample: sampleOf.get(imdbId)!, probability: yScore[i][label] }))
    .filter(({ sample }) => sample.labels[label] === 1)
    .sort((a, b) => b.probability - a.probability);
}

/** Genres of the samples, the most frequent first; on a tie, in the order of the labels. */
export function frequentGenres(
  samples: readonly PartSample[],
  labels: readonly string[],
): string[] {
  return labels
    .map((genre, label) => ({
      genre,
      count: samples.filter((sample) => sample.labels[label] === 1).length,
    }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
    .map(({ genre }) => genre);
}

function labelOf(genre: string, labels: readonly string[]): number {
  const label = labels.indexOf(genre);
  if (label < 0) {
    throw new RangeError(
      `Cannot draw heat maps as a genre must be one of ${labels.join(", ")}: ` +
        `current value is "${genre}"`,
    );
  }
  return label;
}

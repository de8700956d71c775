import type { PartSample } from "../dataset/part_samples.ts";
import type { CaptionedPoster } from "./poster_sheet.ts";

/** Posters for a contact sheet, each with its true genres, one a line. */
export function labelledPosters(
  samples: readonly PartSample[],
  labels: readonly string[],
): CaptionedPoster[] {
  return samples.map((sample) => ({
    image: sample.posterFile,
    captionLines: genresOf(sample, labels),
  }));
}

/** The true genres of a sample. */
export function genresOf({ labels: row }: PartSample, labels: readonly string[]): string[] {
  return labels.filter((_, i) => row[i] === 1);
}

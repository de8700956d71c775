/**
 * The samples of one part, as training and evaluation take them.
 * @module
 */
import { makeLabelEncoder } from "./label_encoder.ts";
import type { DatasetManifest } from "./dataset_manifest.ts";
import { posterFile } from "./poster_files.ts";
import type { SplitPart } from "./split_part.ts";

/** A sample with the path of its poster and its multi-hot row. */
export interface PartSample {
  /** Number of the movie. */
  readonly imdbId: number;
  /** Path of the poster. */
  readonly posterFile: string;
  /** Multi-hot genres, shape [nLabels]. */
  readonly labels: Uint8Array;
  /**
   * Where a run has auxiliary targets, those of a training sample: each one's standardized value
   * times its weight, then the weights; shape [2 nTargets].
   */
  readonly auxiliary?: Float32Array;
}

/**
 * The samples of a part, by `imdbId`.
 * @param dataDir Folder that holds `posters/`.
 * @param labels Order of the multi-hot rows; the data set's by default. A model that was trained on
 * another data set has its own.
 * @throws {RangeError} If a movie has a genre that is not among them.
 */
export function partSamples(
  manifest: Pick<DatasetManifest, "labels" | "samples">,
  part: SplitPart,
  dataDir: string,
  labels: readonly string[] = manifest.labels,
): PartSample[] {
  const encoder = makeLabelEncoder(labels);
  return manifest.samples.filter((sample) => sample.part === part).map((sample) => ({
    imdbId: sample.imdbId,
    posterFile: posterFile(dataDir, sample.imdbId),
    labels: encoder.encode(sample.labels.map((label) => manifest.labels[label])),
  }));
}

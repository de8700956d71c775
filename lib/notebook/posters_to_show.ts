/**
 * Which posters a notebook shows.
 * @module
 */
import { type DataSource, dataSource, prepareDataset } from "../dataset/data_source.ts";
import { readManifest } from "../dataset/manifest.ts";
import { type PartSample, partSamples } from "../dataset/part_samples.ts";
import type { SplitPart } from "../dataset/split_part.ts";
import type { OnProgress } from "../progress.ts";

/** Posters of one part of a data set. */
export interface PostersToShow {
  /** The part's samples, with `labels` in the order of this object's. */
  readonly samples: readonly PartSample[];
  /** Genres of the data set that the samples are of. */
  readonly labels: readonly string[];
  /** Markdown that says why drawings stand in for the posters; null where the posters are shown. */
  readonly note: string | null;
}

/** Options of {@linkcode postersToShow}. */
export interface PostersToShowOptions {
  /** Whether the notebook will be passed on; false by default. */
  readonly publish?: boolean;
  /** Data set whose posters stand in for those of others; the sample set by default. */
  readonly standIn?: DataSource;
  /** Told of each drawing, where they are still missing. */
  readonly onProgress?: OnProgress;
}

/**
 * The posters of a part; in a notebook that is published those of the sample set, which are free,
 * in place of any others.
 * @throws {Deno.errors.NotFound} If the data set has not been prepared.
 */
export async function postersToShow(
  source: DataSource,
  part: SplitPart,
  { publish = false, standIn = dataSource(), onProgress }: PostersToShowOptions = {},
): Promise<PostersToShow> {
  const isReplaced = publish && !source.isSample;
  const manifest = isReplaced
    ? await prepareDataset(standIn, { onProgress })
    : await readManifest(source.datasetDir);
  return {
    samples: partSamples(manifest, part, isReplaced ? standIn.dataDir : source.dataDir),
    labels: manifest.labels,
    note: isReplaced
      ? `_Drawings of the sample set, in place of posters: those of \`${source.name}\` belong to ` +
        "others and are not published. With `data` set to your own folder, yours are shown here._"
      : null,
  };
}

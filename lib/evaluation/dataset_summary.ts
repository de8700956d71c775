/**
 * What `metrics.json` says about its data set: counts and settings, no movie.
 * @module
 */
import type { DatasetManifest } from "../dataset/dataset_manifest.ts";

/** A data set in numbers; every field but the last two is the manifest's own. */
export interface DatasetSummary extends
  Pick<
    DatasetManifest,
    "filter" | "split" | "partSizes" | "labelCounts" | "funnel" | "samePosters"
  > {
  /** Rows of the table that broke a rule and were left out. */
  readonly nRejectedRows: number;
  /** Movies left out for want of a usable poster. */
  readonly nSkippedPosters: number;
}

/** The numbers of a manifest. */
export function summarizeDataset(manifest: DatasetManifest): DatasetSummary {
  const { filter, split, partSizes, labelCounts, funnel, samePosters } = manifest;
  return {
    filter,
    split,
    partSizes,
    labelCounts,
    funnel,
    samePosters,
    nRejectedRows: manifest.rejectedRows.length,
    nSkippedPosters: manifest.skippedPosters.length,
  };
}

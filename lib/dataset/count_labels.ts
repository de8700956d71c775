/**
 * Counts of a data set's samples.
 * @module
 */
import type { SplitPart } from "./split_part.ts";

/** Samples of one label in each part. */
export interface LabelCounts extends Readonly<Record<SplitPart, number>> {
  /** Name of the label. */
  readonly label: string;
}

/** A sample as the counts see it. */
export interface CountedSample {
  /** Indices of its labels. */
  readonly labels: readonly number[];
  /** Part of the split. */
  readonly part: SplitPart;
}

/** A data set as the counts see it; a manifest is one. */
export interface CountedDataset {
  /** Names of the labels. */
  readonly labels: readonly string[];
  /** The samples. */
  readonly samples: readonly CountedSample[];
}

/** Samples per part. */
export function countParts(
  samples: readonly Pick<CountedSample, "part">[],
): Record<SplitPart, number> {
  const counts = { train: 0, val: 0, test: 0 };
  for (const { part } of samples) counts[part]++;
  return counts;
}

/** Samples per label and part, in the order of the labels. */
export function countLabels(dataset: CountedDataset): LabelCounts[] {
  const counts = dataset.labels.map((label) => ({ label, train: 0, val: 0, test: 0 }));
  for (const { labels, part } of dataset.samples) {
    for (const label of labels) counts[label][part]++;
  }
  return counts;
}

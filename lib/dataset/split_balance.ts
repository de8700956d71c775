/**
 * How evenly the labels are split.
 * @module
 */
import { type CountedDataset, countLabels, countParts } from "./count_labels.ts";
import { SPLIT_PARTS, type SplitPart } from "./split_part.ts";

/** Share of a part's samples that carry a label. */
export interface LabelShare {
  /** Name of the label. */
  readonly label: string;
  /** Name of the part. */
  readonly part: SplitPart;
  /** Fraction in [0, 1]. */
  readonly share: number;
}

/** How evenly the labels are split, as rows for a chart; parts without samples are left out. */
export function splitBalance(dataset: CountedDataset): LabelShare[] {
  const sizes = countParts(dataset.samples);
  return countLabels(dataset).flatMap((counts) =>
    SPLIT_PARTS.filter((part) => sizes[part] > 0).map((part) => ({
      label: counts.label,
      part,
      share: counts[part] / sizes[part],
    }))
  );
}

/**
 * A run's results as a table with what has to be said about it.
 * @module
 */
import type { RunMetrics } from "../evaluation/evaluate_run.ts";
import type { MeasureKey } from "../evaluation/measures.ts";
import { calibrationTable, thresholdTable } from "./decisions_table.ts";
import { REPORTED_BY_ORIGINAL, resultsTable } from "./results_table.ts";
import type { TextTable } from "./text_table.ts";

/** A table between its title and its notes. */
export interface RunTable {
  /** What the table is about. */
  readonly title: string;
  /** Baselines, reported figures (real data only), model. */
  readonly table: TextTable;
  /** How to read it. */
  readonly notes: readonly string[];
  /** What calibration and thresholds change; none where they were not measured. */
  readonly decisions: readonly { readonly title: string; readonly table: TextTable }[];
}

const shownMeasures: readonly MeasureKey[] = [
  "hammingLoss",
  "oneError",
  "coverage",
  "lrap",
  "rankingLoss",
  "macroAp",
  "macroF1",
  "binaryCrossEntropy",
];

/** The test part's results of a run. */
export function runTable(metrics: RunMetrics): RunTable {
  const { dataset, isSample, test, decisions } = metrics;
  const groups = decisions ? [{ reports: [decisions] }] : [];
  const { level, resamples } = test.bootstrap;
  return {
    title: `Test part of data set "${dataset}": ${test.nSamples} movies, ${
      describeOrigin(metrics)
    }`,
    table: resultsTable(test, {
      measures: shownMeasures,
      ...(!isSample && { reported: REPORTED_BY_ORIGINAL }),
    }),
    notes: [
      `In brackets: ${level * 100} % bootstrap intervals over the movies (${resamples} resamples).`,
      isSample
        ? "The sample set's posters are drawn by code: an easier world, not to be compared with " +
          "results on real posters."
        : "The reported figures are of another test set, whose movies were never published.",
    ],
    decisions: groups.length === 0 ? [] : [
      {
        title: "Calibration, chosen on the validation part, measured on the test part",
        table: calibrationTable(groups),
      },
      {
        title: "Thresholds, chosen on the validation part, measured on the test part",
        table: thresholdTable(groups),
      },
    ],
  };
}

/** What gave a run's probabilities: weights of an epoch, or several runs. */
export function describeOrigin(
  { epochs, bestEpoch, members, networks, averageOf }: Omit<RunMetrics, "val" | "test">,
): string {
  if (members) return `mean probabilities of ${members.join(", ")}`;
  if (averageOf) return `mean weights of ${averageOf.join(", ")}`;
  if (networks) {
    return `mean probabilities of ${networks} networks, each with its best weights of ${epochs} epochs`;
  }
  return `weights of epoch ${bestEpoch} of ${epochs}`;
}

/**
 * A run's results as a table with what has to be said about it.
 * @module
 */
import type { RunMetrics } from "../evaluation/evaluate_run.ts";
import type { MeasureKey } from "../evaluation/measures.ts";
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
export function runTable({ dataset, isSample, epochs, bestEpoch, test }: RunMetrics): RunTable {
  const { level, resamples } = test.bootstrap;
  return {
    title: `Test part of data set "${dataset}": ${test.nSamples} movies, weights of epoch ` +
      `${bestEpoch} of ${epochs}`,
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
  };
}

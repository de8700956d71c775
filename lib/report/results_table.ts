/**
 * The table of results: predictors down, measures across, which way is better in the header.
 * @module
 */
import type { EvaluationReport } from "../evaluation/evaluation_report.ts";
import type { Interval } from "../evaluation/interval.ts";
import { type MeasureKey, measureOf, MEASURES } from "../evaluation/measures.ts";
import { formatInterval, NO_VALUE } from "./format_number.ts";
import type { TextTable } from "./text_table.ts";

/**
 * What the original project reports on its own test set, whose list of movies was never published.
 */
export const REPORTED_BY_ORIGINAL: Readonly<Partial<Record<MeasureKey, number>>> = {
  hammingLoss: 0.0753,
  oneError: 0.4976,
  coverage: 7.5483,
};

/** Options of {@linkcode resultsTable}. */
export interface ResultsTableOptions {
  /** Measures to show, in order; all by default. */
  readonly measures?: readonly MeasureKey[];
  /** Values of a row "reported", such as {@linkcode REPORTED_BY_ORIGINAL}; real data only. */
  readonly reported?: Readonly<Partial<Record<MeasureKey, number>>>;
  /** Whether to show the intervals; true by default. */
  readonly intervals?: boolean;
  /** Name of the row that goes last; "model" by default. */
  readonly model?: string;
}

/**
 * The results of a report, baselines first, then what others reported, the model last.
 * @throws {RangeError} If a measure is not known.
 */
export function resultsTable(
  report: Pick<EvaluationReport, "rows">,
  options: ResultsTableOptions = {},
): TextTable {
  const { reported, intervals = true, model = "model" } = options;
  const measures = options.measures ?? MEASURES.map(({ key }) => key);
  const line = (name: string, valueOf: (key: MeasureKey) => Interval | undefined) => [
    name,
    ...measures.map((key) => {
      const interval = valueOf(key);
      if (!interval) return NO_VALUE;
      const shown = intervals ? interval : { ...interval, low: null, high: null };
      return formatInterval(shown, measureDigits(key));
    }),
  ];
  const lines = (isModel: boolean) =>
    report.rows.filter(({ predictor }) => (predictor === model) === isModel)
      .map((row) => line(row.predictor, (key) => row.measures[key]));
  return {
    headers: [
      "Predictor",
      ...measures.map(measureHeader),
    ],
    alignments: ["left", ...measures.map(() => "right" as const)],
    rows: [
      ...lines(false),
      ...(reported
        ? [line("reported (other test set)", (key) => {
          const value = reported[key];
          return value === undefined ? undefined : { value, low: null, high: null };
        })]
        : []),
      ...lines(true),
    ],
  };
}

/** Name of a measure in a table's header, with the direction that is better. */
export function measureHeader(key: MeasureKey): string {
  const { name, direction } = measureOf(key);
  return `${name} ${direction === "lower" ? "↓" : "↑"}`;
}

/** Digits after the point: coverage counts labels, everything else lies near or in [0, 1]. */
export function measureDigits(key: MeasureKey): number {
  return key === "coverage" ? 2 : 4;
}

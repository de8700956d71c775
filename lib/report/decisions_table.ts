/**
 * What calibration and thresholds are worth, in two small tables.
 * @module
 */
import type { DecisionsReport, ThresholdRow } from "../evaluation/decisions_report.ts";
import type { Interval } from "../evaluation/interval.ts";
import type { CalibrationKey, ThresholdKey } from "../evaluation/resampled_decisions.ts";
import type { CalibrationMethod, DecisionObjective } from "../model/decisions.ts";
import { formatInterval, formatMean } from "./format_number.ts";
import { measureDigits, measureHeader } from "./results_table.ts";
import { type Board, meanAndSd } from "./run_groups.ts";
import type { TextTable } from "./text_table.ts";

/** Runs that differ only by seed, and what was measured of their decisions. */
export interface DecidedGroup {
  /** Name of the group; without one the tables have no column for it. */
  readonly name?: string;
  /** At least one. */
  readonly reports: readonly DecisionsReport[];
}

const calibrationKeys: readonly CalibrationKey[] = [
  "calibrationError",
  "binaryCrossEntropy",
  "oneError",
  "coverage",
  "lrap",
];

const thresholdKeys: readonly ThresholdKey[] = [
  "hammingLoss",
  "microF1",
  "macroF1",
  "subsetAccuracy",
  "genresPerMovie",
];

const methodNames: Readonly<Record<CalibrationMethod, string>> = {
  none: "left as they are",
  temperature: "one temperature",
  perGenre: "genre by genre",
};

const objectiveNames: Readonly<Record<DecisionObjective, string>> = {
  macroF1: "its threshold for macro F1",
  microF1: "one threshold for micro F1",
  hammingLoss: "its threshold for Hamming loss",
};

/** The groups of a board whose runs all have such figures; those from before have none. */
export function decidedGroups({ groups }: Pick<Board, "groups">): DecidedGroup[] {
  return groups.map(({ name, runs }) => ({
    name,
    reports: runs.flatMap(({ metrics }) => metrics.decisions ?? []),
    nRuns: runs.length,
  })).filter(({ reports, nRuns }) => reports.length === nRuns);
}

/**
 * The probabilities as they are and calibrated: calibration error, cross-entropy and the measures
 * that rank a movie's genres among each other. One run: interval over the movies; several seeds:
 * mean ± standard deviation.
 */
export function calibrationTable(groups: readonly DecidedGroup[]): TextTable {
  return tableOf(groups, {
    header: "Probabilities",
    keys: calibrationKeys,
    rowsOf: ({ reports }) =>
      reports[0].calibration.map(({ isCalibrated }, i) => ({
        name: isCalibrated ? `calibrated: ${methodsOf(reports)}` : "as they are",
        measures: reports.map(({ calibration }) => calibration[i].measures),
      })),
  });
}

/** Which genres are predicted with each set of thresholds, and how well. */
export function thresholdTable(groups: readonly DecidedGroup[]): TextTable {
  return tableOf(groups, {
    header: "A genre is predicted above",
    keys: thresholdKeys,
    rowsOf: ({ reports }) =>
      reports[0].thresholds.map((row, i) => ({
        name: ruleName(row, reports[0]),
        measures: reports.map(({ thresholds }) => thresholds[i].measures),
      })),
  });
}

function methodsOf(reports: readonly DecisionsReport[]): string {
  return [...new Set(reports.map(({ method }) => methodNames[method]))].join(" or ");
}

function ruleName(
  { chosenFor, isCalibrated }: ThresholdRow,
  { fixedThreshold }: DecisionsReport,
): string {
  const thresholds = chosenFor === "fixed" ? `${fixedThreshold}` : objectiveNames[chosenFor];
  return `${thresholds}, ${isCalibrated ? "calibrated" : "as they are"}`;
}

interface TableRow<Key extends string> {
  readonly name: string;
  /** One entry a run. */
  readonly measures: readonly Record<Key, Interval>[];
}

function tableOf<Key extends CalibrationKey | ThresholdKey>(
  groups: readonly DecidedGroup[],
  { header, keys, rowsOf }: {
    readonly header: string;
    readonly keys: readonly Key[];
    readonly rowsOf: (group: DecidedGroup) => readonly TableRow<Key>[];
  },
): TextTable {
  const hasNames = groups.some(({ name }) => name !== undefined);
  const names = [...(hasNames ? ["Run"] : []), header];
  return {
    headers: [...names, ...keys.map(headerOf)],
    alignments: [...names.map(() => "left" as const), ...keys.map(() => "right" as const)],
    rows: groups.flatMap((group) =>
      rowsOf(group).map(({ name, measures }) => [
        ...(hasNames ? [group.name ?? ""] : []),
        name,
        ...keys.map((key) => cell(measures.map((row) => row[key]), digitsOf(key))),
      ])
    ),
  };
}

function cell(values: readonly Interval[], digits: number): string {
  if (values.length === 1) return formatInterval(values[0], digits);
  return formatMean(meanAndSd(values.flatMap(({ value }) => value ?? [])), digits);
}

function headerOf(key: CalibrationKey | ThresholdKey): string {
  if (key === "calibrationError") return "Calibration error ↓";
  return key === "genresPerMovie" ? "Genres per movie" : measureHeader(key);
}

function digitsOf(key: CalibrationKey | ThresholdKey): number {
  if (key === "calibrationError") return 4;
  return key === "genresPerMovie" ? 2 : measureDigits(key);
}

/**
 * The learning curve: one row an epoch.
 * @module
 */
import { join } from "node:path";
import { readTextIfExists, writeFileAtomic } from "../atomic_file.ts";

/** One row of `history.csv`; epoch 0 is the untrained network. */
export interface HistoryRow {
  /** Epochs completed. */
  readonly epoch: number;
  /** Updates made in all. */
  readonly step: number;
  /** Mean loss of the epoch's batches, dropout on; null for epoch 0. */
  readonly trainLoss: number | null;
  /** Binary cross-entropy on the validation part. */
  readonly valLoss: number;
  /** Hamming loss on the validation part. */
  readonly valHammingLoss: number;
  /** One-error on the validation part. */
  readonly valOneError: number;
  /** Coverage on the validation part. */
  readonly valCoverage: number;
  /** Macro average precision on the validation part. */
  readonly valMacroAp: number;
  /** Seconds of training, validation not included; null for epoch 0. */
  readonly seconds: number | null;
  /** Posters trained on per second; null for epoch 0. */
  readonly imagesPerSecond: number | null;
  /** Learning rate of the epoch's last update; null for epoch 0 and where it was not recorded. */
  readonly learningRate: number | null;
}

const columns: readonly (keyof HistoryRow)[] = [
  "epoch",
  "step",
  "trainLoss",
  "valLoss",
  "valHammingLoss",
  "valOneError",
  "valCoverage",
  "valMacroAp",
  "seconds",
  "imagesPerSecond",
  "learningRate",
];

/** Columns of earlier files, which had no learning rate. */
const earlierColumns = columns.slice(0, -1);

/** Columns that may be blank. */
const blankColumns: readonly (keyof HistoryRow)[] = [
  "trainLoss",
  "seconds",
  "imagesPerSecond",
  "learningRate",
];

/** Writes `history.csv` of a run. */
export async function writeHistory(runDir: string, rows: readonly HistoryRow[]): Promise<void> {
  const lines = rows.map((row) => columns.map((column) => row[column] ?? "").join(","));
  await writeFileAtomic(join(runDir, "history.csv"), [columns.join(","), ...lines, ""].join("\n"));
}

/**
 * Reads `history.csv` of a run; no rows if there is none.
 * @throws {SyntaxError} If the file has other columns or a cell is not a number.
 */
export async function readHistory(runDir: string): Promise<HistoryRow[]> {
  const file = join(runDir, "history.csv");
  const text = await readTextIfExists(file);
  if (text === null) return [];
  const [header, ...lines] = text.trimEnd().split("\n");
  const present = header === earlierColumns.join(",") ? earlierColumns : columns;
  if (header !== present.join(",")) {
    throw new SyntaxError(
      `Cannot parse ${file} line 1 as the columns must be ${columns}: current value is "${header}"`,
    );
  }
  return lines.map((line, i) => {
    const cells = line.split(",").map((cell, j) => {
      if (cell === "") return blankColumns.includes(present[j]) ? null : NaN;
      return Number(cell);
    });
    if (cells.length !== present.length || cells.some(Number.isNaN)) {
      throw new SyntaxError(
        `Cannot parse ${file} line ${i + 2} as it must hold ${present.length} numbers: ` +
          `current value is "${line}"`,
      );
    }
    return Object.fromEntries(columns.map((column, j) => [column, cells[j] ?? null])) as never;
  });
}

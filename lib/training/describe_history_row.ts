/**
 * The learning curve in words.
 * @module
 */
import { formatDuration } from "../progress.ts";
import type { HistoryRow } from "./history.ts";

/** One line on a row of the history, for people. */
export function describeHistoryRow(row: HistoryRow): string {
  const trained = row.trainLoss === null
    ? "before training"
    : `epoch ${row.epoch}: train loss ${row.trainLoss.toFixed(4)}`;
  const rate = row.seconds === null
    ? ""
    : ` · ${formatDuration(row.seconds)} at ${row.imagesPerSecond!.toFixed(1)} images/s`;
  return `${trained} · val loss ${row.valLoss.toFixed(4)} · Hamming ${
    row.valHammingLoss.toFixed(4)
  } · one-error ${row.valOneError.toFixed(4)} · coverage ${row.valCoverage.toFixed(2)} · mAP ${
    row.valMacroAp.toFixed(4)
  }${rate}`;
}

/**
 * How long the rest of a training will take.
 * @module
 */
import type { RunConfig } from "../config.ts";
import { formatDuration } from "../progress.ts";
import type { HistoryRow } from "./history.ts";
import { sizeShareAt } from "./picture_size.ts";

/** The settings that decide how long an epoch takes, beside the machine and the network. */
export type WorkConfig = Pick<
  RunConfig,
  "epochs" | "scheduleEpochs" | "trainShare" | "augmentSizeShare" | "augmentStartSizeShare"
>;

/**
 * Work of one epoch, where 1 is a pass over the whole training part at the network's own picture
 * size: time is nearly proportional to the pixels.
 * @param epoch From 1.
 */
export function workOf(epoch: number, config: WorkConfig): number {
  const share = sizeShareAt(epoch - 0.5, config.scheduleEpochs || config.epochs, config);
  return config.trainShare * share ** 2;
}

/** Work of all epochs after this one. @param epoch 0 for the whole training. */
export function workAfter(epoch: number, config: WorkConfig): number {
  let work = 0;
  for (let later = epoch + 1; later <= config.epochs; later++) work += workOf(later, config);
  return work;
}

/**
 * Seconds that further work will take at the rate of an epoch.
 * @param row The epoch; null comes back for the measures before training, which have no rate.
 * @param work In passes as {@linkcode workOf} counts them.
 */
export function secondsFor(work: number, row: HistoryRow, config: WorkConfig): number | null {
  return row.seconds === null ? null : row.seconds / workOf(row.epoch, config) * work;
}

/** The time that a network's epochs after this one need at most, in words to add to its line. */
export function describeTimeLeft(row: HistoryRow, config: WorkConfig): string {
  const seconds = secondsFor(workAfter(row.epoch, config), row, config);
  return seconds === null ? "" : ` · left: ${formatDuration(seconds)}`;
}

/**
 * The same, and the time of all runs, of which several may be trained at the same time. Their data
 * sets and networks are taken to be alike.
 * @param workOfAll Work that all runs still need, this one's included.
 */
export function describeTimeLeftOfAll(
  row: HistoryRow,
  config: WorkConfig,
  { workOfAll, runsAtOnce }: { readonly workOfAll: number; readonly runsAtOnce: number },
): string {
  const work = Math.max(workOfAll / runsAtOnce, workAfter(row.epoch, config));
  const seconds = secondsFor(work, row, config);
  return seconds === null
    ? ""
    : `${describeTimeLeft(row, config)}, all runs about ${formatDuration(seconds)}`;
}

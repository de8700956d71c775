/**
 * Learning-rate schedules.
 * @module
 */
import type { RunConfig } from "../config.ts";

/** The part of {@linkcode RunConfig} that decides the learning rate of each update. */
export type LearningRateConfig = Pick<
  RunConfig,
  "learningRate" | "learningRateSchedule" | "warmupShare"
>;

/** One-cycle begins at this share of the highest learning rate. */
const oneCycleStart = 1 / 25;
/** One-cycle ends at this share of its beginning. */
const oneCycleEnd = 1e-4;

/**
 * Learning rate of one update.
 * @param step Updates made before it, from 0 to `totalSteps - 1`; later ones get the last rate.
 * @param totalSteps Updates of the whole schedule.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const config = {
 *   learningRate: 1,
 *   learningRateSchedule: "warmupCosine",
 *   warmupShare: 0.4,
 * } as const;
 * assertEquals(learningRateAt(0, 10, config), 1 / 5);
 * assertEquals(learningRateAt(4, 10, config), 1);
 * assertEquals(learningRateAt(7, 10, config), 0.5);
 * ```
 */
export function learningRateAt(
  step: number,
  totalSteps: number,
  config: LearningRateConfig,
): number {
  const { learningRate, learningRateSchedule, warmupShare } = config;
  if (learningRateSchedule === "constant") return learningRate;
  const lastStep = totalSteps - 1;
  const at = Math.min(step, lastStep);
  if (learningRateSchedule === "warmupCosine") {
    const warmupSteps = Math.floor(warmupShare * totalSteps);
    // The first update is not wasted on a rate of 0, nor the last.
    if (at < warmupSteps) return learningRate * (at + 1) / (warmupSteps + 1);
    return alongCosine(learningRate, 0, (at - warmupSteps) / (totalSteps - warmupSteps));
  }
  const start = learningRate * oneCycleStart;
  const peakStep = warmupShare * totalSteps - 1;
  return at < peakStep
    ? alongCosine(start, learningRate, at / peakStep)
    : alongCosine(learningRate, start * oneCycleEnd, (at - peakStep) / (lastStep - peakStep));
}

/** Half a cosine wave from one value to another; `share` of the way in [0, 1]. */
function alongCosine(from: number, to: number, share: number): number {
  return to + (from - to) * (1 + Math.cos(Math.PI * share)) / 2;
}

/** Updates of a whole schedule. @param nSamples Posters of the training part. */
export function scheduleUpdates(
  nSamples: number,
  config: Pick<RunConfig, "epochs" | "scheduleEpochs" | "batchSize" | "accumulationSteps">,
): number {
  return totalUpdates(nSamples, { ...config, epochs: config.scheduleEpochs || config.epochs });
}

/** Updates of some epochs. @param nSamples Posters of the training part. */
export function totalUpdates(
  nSamples: number,
  config: Pick<RunConfig, "epochs" | "batchSize" | "accumulationSteps">,
): number {
  return config.epochs * Math.ceil(nSamples / (config.batchSize * config.accumulationSteps));
}

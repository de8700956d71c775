/**
 * Where a training run stands.
 * @module
 */
import type { RunConfig } from "../config.ts";

/** All that a run has to remember besides weights and moments; plain data. */
export interface TrainingState {
  /** Epochs completed. */
  readonly epoch: number;
  /** How many posters of the epoch's order have been taken, unreadable ones included. */
  readonly position: number;
  /** Updates made in all. */
  readonly step: number;
  /** Sum of the losses of the epoch under way, each weighted by its number of posters. */
  readonly lossSum: number;
  /** Posters seen in the epoch under way. */
  readonly nSeen: number;
  /** Seconds spent on the epoch under way. */
  readonly seconds: number;
  /** Learning rate of the latest update; null before the first. */
  readonly learningRate: number | null;
  /** Best epoch so far by what the run monitors; 0 is the untrained network. */
  readonly bestEpoch: number;
  /** Its validation loss, or null before the first validation. */
  readonly bestValLoss: number | null;
  /** Its macro average precision, or null before the first validation. */
  readonly bestValMacroAp: number | null;
}

/** The state before the first step. */
export const INITIAL_STATE: TrainingState = Object.freeze({
  epoch: 0,
  position: 0,
  step: 0,
  lossSum: 0,
  nSeen: 0,
  seconds: 0,
  learningRate: null,
  bestEpoch: 0,
  bestValLoss: null,
  bestValMacroAp: null,
});

/** Whether nothing is left to do: all epochs are done, or too many since the best one. */
export function isFinished(
  { epoch, bestEpoch }: TrainingState,
  { epochs, patienceEpochs }: Pick<RunConfig, "epochs" | "patienceEpochs">,
): boolean {
  return epoch >= epochs || epoch - bestEpoch >= patienceEpochs;
}

/** The state after one more update. */
export function afterStep(
  state: TrainingState,
  news: {
    readonly loss: number;
    /** Posters in the update. */
    readonly batchSize: number;
    readonly position: number;
    readonly seconds: number;
    readonly learningRate: number;
  },
): TrainingState {
  return {
    ...state,
    step: state.step + 1,
    position: news.position,
    lossSum: state.lossSum + news.loss * news.batchSize,
    nSeen: state.nSeen + news.batchSize,
    seconds: state.seconds + news.seconds,
    learningRate: news.learningRate,
  };
}

/**
 * The state after a validation.
 * @param news `epoch` is the number of epochs then completed.
 * @param monitor Which of the measures decides whether it is the best epoch.
 */
export function afterValidation(
  state: TrainingState,
  news: { readonly epoch: number; readonly valLoss: number; readonly valMacroAp: number },
  monitor: "valLoss" | "valMacroAp",
): TrainingState {
  const { bestValLoss, bestValMacroAp } = state;
  const isBest = monitor === "valLoss"
    ? bestValLoss === null || news.valLoss < bestValLoss
    : bestValMacroAp === null || news.valMacroAp > bestValMacroAp;
  return {
    ...state,
    epoch: news.epoch,
    position: 0,
    lossSum: 0,
    nSeen: 0,
    seconds: 0,
    bestEpoch: isBest ? news.epoch : state.bestEpoch,
    bestValLoss: isBest ? news.valLoss : bestValLoss,
    bestValMacroAp: isBest ? news.valMacroAp : bestValMacroAp,
  };
}

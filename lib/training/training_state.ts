/**
 * Where a training run stands.
 * @module
 */

/** All that a run has to remember besides weights and moments; plain data. */
export interface TrainingState {
  /** Epochs completed. */
  readonly epoch: number;
  /** How many posters of the epoch's order have been taken, unreadable ones included. */
  readonly position: number;
  /** Updates made in all. */
  readonly step: number;
  /** Sum of the losses of the epoch under way, each weighted by its batch's size. */
  readonly lossSum: number;
  /** Posters seen in the epoch under way. */
  readonly nSeen: number;
  /** Seconds spent on the epoch under way. */
  readonly seconds: number;
  /** Epoch with the lowest validation loss so far; 0 is the untrained network. */
  readonly bestEpoch: number;
  /** Its validation loss, or null before the first validation. */
  readonly bestValLoss: number | null;
}

/** The state before the first step. */
export const INITIAL_STATE: TrainingState = Object.freeze({
  epoch: 0,
  position: 0,
  step: 0,
  lossSum: 0,
  nSeen: 0,
  seconds: 0,
  bestEpoch: 0,
  bestValLoss: null,
});

/** The state after one more update. */
export function afterStep(
  state: TrainingState,
  news: {
    readonly loss: number;
    /** Posters in the batch. */
    readonly batchSize: number;
    readonly position: number;
    readonly seconds: number;
  },
): TrainingState {
  return {
    ...state,
    step: state.step + 1,
    position: news.position,
    lossSum: state.lossSum + news.loss * news.batchSize,
    nSeen: state.nSeen + news.batchSize,
    seconds: state.seconds + news.seconds,
  };
}

/** The state after a validation; `epoch` is the number of epochs then completed. */
export function afterValidation(
  state: TrainingState,
  news: { readonly epoch: number; readonly valLoss: number },
): TrainingState {
  const isBest = state.bestValLoss === null || news.valLoss < state.bestValLoss;
  return {
    ...state,
    epoch: news.epoch,
    position: 0,
    lossSum: 0,
    nSeen: 0,
    seconds: 0,
    bestEpoch: isBest ? news.epoch : state.bestEpoch,
    bestValLoss: isBest ? news.valLoss : state.bestValLoss,
  };
}

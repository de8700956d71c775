/**
 * What several networks tell while they are trained, as if it came from one.
 * @module
 */
import type { Progress } from "../progress.ts";
import { joinProgress } from "./join_progress.ts";
import type { TrainOptions } from "./train_options.ts";

/** What a training tells of itself. */
export type TrainingCallbacks = Pick<TrainOptions, "onProgress" | "onStep" | "onEpoch">;

/** What a run of several networks tells while it is trained. */
export interface EnsembleCallbacks extends TrainingCallbacks {
  /** Told whose epochs follow, by the network's number from 1. */
  readonly onNetwork?: (number: number, nNetworks: number) => void;
}

/** Passes on what networks tell, one after another or several at the same time. */
export class JointCallbacks {
  readonly #callbacks: EnsembleCallbacks;
  readonly #nSteps: number[];
  readonly #latest = new Map<number, Progress>();
  #announced = 0;

  /** For callbacks, and the number of updates that each network has made before. */
  constructor(callbacks: EnsembleCallbacks, nSteps: readonly number[]) {
    this.#callbacks = callbacks;
    this.#nSteps = [...nSteps];
  }

  /** Says whose epochs follow, if it was another's. @param number The network's, from 1. */
  announce(number: number): void {
    if (this.#announced === number) return;
    this.#announced = number;
    this.#callbacks.onNetwork?.(number, this.#nSteps.length);
  }

  /** For one network: steps are counted over all of them, and progress is that of all under way. */
  of(number: number): Required<TrainingCallbacks> {
    const { onProgress, onStep, onEpoch } = this.#callbacks;
    return {
      onProgress: (progress) => {
        this.#latest.set(number, progress);
        onProgress?.(joined(this.#latest, this.#nSteps.length));
      },
      onStep: async (step, loss) => {
        this.#nSteps[number - 1] = step;
        await onStep?.(this.#nSteps.reduce((sum, n) => sum + n, 0), loss);
      },
      onEpoch: async (row, history) => {
        this.announce(number);
        await onEpoch?.(row, history);
      },
    };
  }

  /** The network is no longer under way. */
  end(number: number): void {
    this.#latest.delete(number);
  }
}

/** Progress of several networks: the sum of what they do now. */
function joined(latest: ReadonlyMap<number, Progress>, nNetworks: number): Progress {
  const numbers = [...latest.keys()].toSorted((a, b) => a - b);
  const who = `${numbers.length > 1 ? "networks" : "network"} ${numbers.join(" and ")}`;
  return joinProgress([...latest.values()], `${who} of ${nNetworks}`);
}

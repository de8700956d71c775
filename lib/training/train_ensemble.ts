/**
 * A run of several networks.
 * @module
 */
import type { RunConfig } from "../config.ts";
import { joinModels } from "../model/join_models.ts";
import { saveModel } from "../model/model_files.ts";
import { savedPrediction } from "../prediction_config.ts";
import { type CheckpointRecord, readCheckpointRecord } from "./checkpoint.ts";
import { writeHistory } from "./history.ts";
import {
  type EnsembleCallbacks,
  JointCallbacks,
  type TrainingCallbacks,
} from "./joint_callbacks.ts";
import { memberConfig, memberDirs } from "./member_config.ts";
import { combineProgress, isJoined, readRunProgress } from "./run_progress.ts";
import { bestModelDir } from "./train.ts";
import type { TrainOptions, TrainOutcome } from "./train_options.ts";
import { INITIAL_STATE, isFinished } from "./training_state.ts";

/** Options of {@linkcode trainEnsemble}. */
export interface TrainEnsembleOptions extends EnsembleCallbacks {
  /** Folder of the run. */
  readonly runDir: string;
  /** All values of the run. */
  readonly config: RunConfig;
  /** Networks that are trained at the same time. */
  readonly nAtOnce: number;
  /** Stops all networks after the steps under way. */
  readonly signal?: AbortSignal;
}

/** One network of the run, in the words of `train`. */
export type MemberOptions =
  & Pick<TrainOptions, "runDir" | "config" | "signal">
  & Required<TrainingCallbacks>;

/**
 * Trains the networks of a run, each a run of its own in the run's folder, or goes on with them; then
 * writes the run's history and, of the best weights of all, the model in `<runDir>/model`, whose
 * probabilities are the means of theirs. They do not know of one another, so that they may as well be
 * trained on several machines.
 * @param trainMember Trains one network, or goes on with it.
 */
export async function trainEnsemble(
  options: TrainEnsembleOptions,
  trainMember: (member: MemberOptions) => Promise<TrainOutcome>,
): Promise<TrainOutcome> {
  const { runDir, config } = options;
  const before = await readRunProgress(runDir, config);
  const outcomes = await trainMembers(options, trainMember);
  if (outcomes.some((outcome) => outcome?.status !== "finished")) {
    return { ...await stoppedProgress(runDir, config), status: "stopped" };
  }
  const { state, history } = combineProgress(outcomes.map((outcome) => outcome!.history), config);
  if (state.step !== before?.state.step || !await isJoined(runDir)) {
    await writeHistory(runDir, history);
    const { model, metadata: { labels, heightPx, widthPx } } = await joinModels(
      memberDirs(runDir, config).map(bestModelDir),
    );
    try {
      const metadata = { labels, heightPx, widthPx, ...savedPrediction(config) };
      await saveModel(bestModelDir(runDir), model, metadata);
    } finally {
      model.dispose();
    }
  }
  return { status: "finished", state, history };
}

/** Trains the networks; those that were not begun when it was stopped have no outcome. */
async function trainMembers(
  { runDir, config, nAtOnce, signal, ...callbacks }: TrainEnsembleOptions,
  trainMember: (member: MemberOptions) => Promise<TrainOutcome>,
): Promise<(TrainOutcome | undefined)[]> {
  const dirs = memberDirs(runDir, config);
  const records = await Promise.all(dirs.map(readCheckpointRecord));
  const joint = new JointCallbacks(callbacks, records.map((record) => record?.state.step ?? 0));
  const failure = new AbortController();
  const outcomes: (TrainOutcome | undefined)[] = dirs.map(() => undefined);
  // Kernels are timed in a first step; the others then find the choices made.
  const firstStep = Promise.withResolvers<void>();
  const anySignal = AbortSignal.any([failure.signal, ...signal ? [signal] : []]);
  const train = async (i: number) => {
    const own = memberConfig(config, i + 1);
    const record = records[i];
    if (record && isFinished(record.state, own)) {
      outcomes[i] = { ...record, status: "finished" };
      firstStep.resolve();
      return;
    }
    if (i > 0) await firstStep.promise;
    if (anySignal.aborted) return;
    if (nAtOnce === 1) joint.announce(i + 1);
    const { onStep, ...told } = joint.of(i + 1);
    try {
      outcomes[i] = await trainMember({
        ...told,
        runDir: dirs[i],
        config: own,
        signal: anySignal,
        onStep: async (step, loss) => {
          firstStep.resolve();
          await onStep(step, loss);
        },
      });
    } catch (error) {
      failure.abort();
      throw error;
    } finally {
      joint.end(i + 1);
      firstStep.resolve();
    }
  };
  const numbers = dirs.keys();
  const trainInTurn = async () => {
    for (const i of numbers) await train(i);
  };
  const ends = await Promise.allSettled(Array.from({ length: nAtOnce }, trainInTurn));
  const failed = ends.find((end) => end.status === "rejected");
  if (failed) throw failed.reason;
  return outcomes;
}

/** What all networks have done, but with the updates of each. */
async function stoppedProgress(runDir: string, config: RunConfig): Promise<CheckpointRecord> {
  const records = await Promise.all(memberDirs(runDir, config).map(readCheckpointRecord));
  const step = records.reduce((sum, record) => sum + (record?.state.step ?? 0), 0);
  const { state, history } = await readRunProgress(runDir, config) ??
    { state: INITIAL_STATE, history: [] };
  return { state: { ...state, step }, history };
}

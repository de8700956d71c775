/**
 * A run of several networks.
 * @module
 */
import type { RunConfig } from "../config.ts";
import { joinModels } from "../model/join_models.ts";
import { saveModel } from "../model/model_files.ts";
import { savedPrediction } from "../prediction_config.ts";
import { writeHistory } from "./history.ts";
import { memberConfig, memberDirs } from "./member_config.ts";
import { combineProgress, isJoined, readRunProgress } from "./run_progress.ts";
import { bestModelDir } from "./train.ts";
import type { TrainOptions, TrainOutcome } from "./train_options.ts";
import { INITIAL_STATE } from "./training_state.ts";

/** What a run of several networks tells while it is trained. */
export interface EnsembleCallbacks extends Pick<TrainOptions, "onProgress" | "onStep"> {
  /** Told of each network, by its number from 1, before it is trained. */
  readonly onNetwork?: (number: number, nNetworks: number) => void;
}

/** One network of the run, in the words of `train`. */
export type MemberOptions = Pick<TrainOptions, "runDir" | "config" | "onProgress" | "onStep">;

/**
 * Trains the networks of a run one after another, each a run of its own in the run's folder, or goes
 * on with them; then writes the run's history and, of the best weights of all, the model in
 * `<runDir>/model`, whose probabilities are the means of theirs. They do not know of one another, so
 * that they may as well be trained on several machines.
 * @param trainMember Trains one network, or goes on with it.
 */
export async function trainEnsemble(
  { runDir, config, onNetwork, onProgress, onStep }: EnsembleCallbacks & {
    readonly runDir: string;
    readonly config: RunConfig;
  },
  trainMember: (options: MemberOptions) => Promise<TrainOutcome>,
): Promise<TrainOutcome> {
  const before = await readRunProgress(runDir, config);
  const dirs = memberDirs(runDir, config);
  const outcomes: TrainOutcome[] = [];
  for (const [i, memberDir] of dirs.entries()) {
    const nStepsBefore = outcomes.reduce((sum, { state }) => sum + state.step, 0);
    onNetwork?.(i + 1, dirs.length);
    const outcome = await trainMember({
      runDir: memberDir,
      config: memberConfig(config, i + 1),
      onProgress: (progress) =>
        onProgress?.({
          ...progress,
          label: `network ${i + 1}/${dirs.length}, ${progress.label}`,
        }),
      onStep: (step, loss) => onStep?.(nStepsBefore + step, loss),
    });
    if (outcome.status === "stopped") {
      return { ...await readRunProgress(runDir, config) ?? noProgress, status: "stopped" };
    }
    outcomes.push(outcome);
  }
  const { state, history } = combineProgress(outcomes.map(({ history }) => history), config);
  if (state.step !== before?.state.step || !await isJoined(runDir)) {
    await writeHistory(runDir, history);
    const { model, metadata: { labels, heightPx, widthPx } } = await joinModels(
      dirs.map(bestModelDir),
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

const noProgress = { state: INITIAL_STATE, history: [] };

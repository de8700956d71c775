/**
 * How far a run has come, of one network or of several.
 * @module
 */
import { join } from "node:path";
import { readTextIfExists } from "../atomic_file.ts";
import type { RunConfig } from "../config.ts";
import { mean } from "../metrics/mean.ts";
import { type CheckpointRecord, readCheckpointRecord } from "./checkpoint.ts";
import { type HistoryRow, readHistory } from "./history.ts";
import { memberDirs } from "./member_config.ts";
import { bestModelDir } from "./train.ts";
import {
  afterValidation,
  INITIAL_STATE,
  isFinished,
  type TrainingState,
} from "./training_state.ts";

/** The settings that decide of what a run's progress consists. */
export type ProgressConfig = Pick<RunConfig, "ensembleSize" | "monitor">;

/**
 * State and history of a run; of several networks the epochs that all of them have done
 * ({@linkcode combineProgress}). Null if nothing was trained.
 */
export async function readRunProgress(
  runDir: string,
  config: ProgressConfig,
): Promise<CheckpointRecord | null> {
  if (config.ensembleSize === 1) return await readCheckpointRecord(runDir);
  const members = await Promise.all(memberDirs(runDir, config).map(readCheckpointRecord));
  if (members.every((member) => member === null)) return null;
  return combineProgress(members.map((member) => member?.history ?? []), config);
}

/** The same, but null as long as not all networks of the run are trained and joined. */
export async function readTrainedRun(
  runDir: string,
  config: ProgressConfig,
): Promise<CheckpointRecord | null> {
  const isWhole = config.ensembleSize === 1 || await isJoined(runDir);
  return isWhole ? await readRunProgress(runDir, config) : null;
}

/**
 * Whether each of a run's several networks ended: with its last epoch or by patience, which may end
 * them at different ones. Their `history.csv` alone says it, so that it can be said of runs whose
 * weights are elsewhere.
 */
export async function areNetworksOver(
  runDir: string,
  config: ProgressConfig & Pick<RunConfig, "epochs" | "patienceEpochs">,
): Promise<boolean> {
  const histories = await Promise.all(memberDirs(runDir, config).map(readHistory));
  return histories.every((history) =>
    history.length > 0 && isFinished(stateAfter(history, config), config)
  );
}

/** Whether the networks of a run with several have become one model. */
export async function isJoined(runDir: string): Promise<boolean> {
  return await readTextIfExists(join(bestModelDir(runDir), "model.json")) !== null;
}

/**
 * Several networks' histories as one: in each row the means of what the networks have, but the sums
 * of their updates and seconds, also where these ran at the same time. The best epoch is best in the
 * mean of what is monitored.
 */
export function combineProgress(
  histories: readonly (readonly HistoryRow[])[],
  { monitor }: Pick<RunConfig, "monitor">,
): CheckpointRecord {
  const nRows = Math.min(...histories.map((history) => history.length));
  const history = Array.from(
    { length: nRows },
    (_, i) => combineRows(histories.map((history) => history[i])),
  );
  return { state: stateAfter(history, { monitor }), history };
}

function stateAfter(
  history: readonly HistoryRow[],
  { monitor }: Pick<RunConfig, "monitor">,
): TrainingState {
  let state = INITIAL_STATE;
  for (const row of history) {
    state = { ...afterValidation(state, row, monitor), step: row.step };
  }
  return state;
}

function combineRows(rows: readonly HistoryRow[]): HistoryRow {
  const meanOf = (key: keyof HistoryRow) => mean(rows.map((row) => row[key]!));
  const sumOf = (key: keyof HistoryRow) => rows.reduce((sum, row) => sum + row[key]!, 0);
  const isTrained = rows.every(({ seconds }) => seconds !== null);
  const posters = rows.reduce((sum, row) => sum + row.imagesPerSecond! * row.seconds!, 0);
  return {
    epoch: rows[0].epoch,
    step: sumOf("step"),
    trainLoss: isTrained ? meanOf("trainLoss") : null,
    valLoss: meanOf("valLoss"),
    valHammingLoss: meanOf("valHammingLoss"),
    valOneError: meanOf("valOneError"),
    valCoverage: meanOf("valCoverage"),
    valMacroAp: meanOf("valMacroAp"),
    seconds: isTrained ? sumOf("seconds") : null,
    imagesPerSecond: isTrained ? posters / sumOf("seconds") : null,
    learningRate: rows[0].learningRate,
  };
}

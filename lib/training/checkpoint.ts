/**
 * Checkpoints: all that a stopped run needs to go on as if nothing had happened.
 *
 * `checkpoints/step-<n>/` holds the weights, those of an auxiliary head among them, the optimizer's
 * moments and the weights' average; `checkpoints/latest.json` holds the state, names the folder that
 * counts and is replaced last, so a crash at any moment leaves a whole checkpoint behind.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { join } from "node:path";
import { readTextIfExists, writeFileAtomic, writeJsonAtomic } from "../atomic_file.ts";
import type { HistoryRow } from "./history.ts";
import { otherVariables, trainableVariables } from "./model_variables.ts";
import { type Trainee } from "./train_step.ts";
import { INITIAL_STATE, type TrainingState } from "./training_state.ts";

/** What is saved besides tensors. */
export interface CheckpointRecord {
  /** Where the run stands. */
  readonly state: TrainingState;
  /** Rows so far. */
  readonly history: readonly HistoryRow[];
}

/** The part of a trainee that is saved. */
export type SavedTrainee = Pick<Trainee, "model" | "auxiliary" | "optimizer" | "average">;

interface LatestCheckpoint extends CheckpointRecord {
  readonly dir: string;
}

const tensorFile = "tensors.bin";

/**
 * Saves tensors, state and history; the checkpoint before it is then removed.
 * @throws {Error} If a value is not finite: a run cannot go on from it, but from the one before.
 */
export async function saveCheckpoint(
  runDir: string,
  trainee: SavedTrainee,
  record: CheckpointRecord,
): Promise<void> {
  const checkpointsDir = join(runDir, "checkpoints");
  const dir = `step-${String(record.state.step).padStart(8, "0")}`;
  const tensors = checkpointTensors(trainee);
  const bytes = new Uint8Array(4 * tensors.reduce((sum, tensor) => sum + tensor.size, 0));
  let offset = 0;
  for (const tensor of tensors) {
    const values = await tensor.data<"float32">();
    if (!allFinite(values)) {
      throw new Error(
        `Cannot save a checkpoint of step ${record.state.step} as every weight must be finite. ` +
          "The checkpoint before it is kept.",
      );
    }
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), offset);
    offset += values.byteLength;
  }
  await writeFileAtomic(join(checkpointsDir, dir, tensorFile), bytes);
  const latest: LatestCheckpoint = { dir, ...record };
  await writeJsonAtomic(join(checkpointsDir, "latest.json"), latest);
  for await (const entry of Deno.readDir(checkpointsDir)) {
    if (entry.isDirectory && entry.name !== dir) {
      await Deno.remove(join(checkpointsDir, entry.name), { recursive: true });
    }
  }
}

/** State and history of the latest checkpoint, or null if the run has none. */
export async function readCheckpointRecord(runDir: string): Promise<CheckpointRecord | null> {
  const text = await readTextIfExists(join(runDir, "checkpoints", "latest.json"));
  if (text === null) return null;
  const { state, history, ...rest } = JSON.parse(text) as LatestCheckpoint;
  // Checkpoints of earlier versions lack some fields.
  return {
    ...rest,
    state: { ...INITIAL_STATE, ...state },
    history: history.map((row) => ({ ...row, learningRate: row.learningRate ?? null })),
  } as LatestCheckpoint;
}

/**
 * Puts the latest checkpoint's values into the trainee's variables.
 * @throws {Error} If it does not fit the model.
 */
export async function restoreCheckpoint(runDir: string, trainee: SavedTrainee): Promise<void> {
  const { dir, state } = await readCheckpointRecord(runDir) as LatestCheckpoint;
  const file = join(runDir, "checkpoints", dir, tensorFile);
  const { buffer } = await Deno.readFile(file);
  const tensors = checkpointTensors(trainee);
  const nValues = tensors.reduce((sum, tensor) => sum + tensor.size, 0);
  if (buffer.byteLength !== 4 * nValues) {
    throw new Error(
      `Cannot resume from ${file} as it must hold ${4 * nValues} bytes for this model: ` +
        `current value is ${buffer.byteLength}`,
    );
  }
  let offset = 0;
  for (const variable of tensors) {
    const values = new Float32Array(buffer, offset, variable.size);
    const value = tf.tensor(values, variable.shape);
    variable.assign(value);
    value.dispose();
    offset += values.byteLength;
  }
  trainee.optimizer.iterations = state.step;
}

/** Every variable that a checkpoint holds, in the order of its file. */
function checkpointTensors(
  { model, auxiliary, optimizer, average }: SavedTrainee,
): tf.Variable[] {
  return [
    ...trainableVariables(model),
    ...auxiliary?.variables ?? [],
    ...optimizer.moments,
    ...average.averages,
    ...otherVariables(model),
  ];
}

/** A loop, as `every` would take seconds for the moments of millions of weights. */
function allFinite(values: Float32Array): boolean {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return false;
  return true;
}

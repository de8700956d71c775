/**
 * Checkpoints: all that a stopped run needs to go on as if nothing had happened.
 *
 * `checkpoints/step-<n>/` holds the weights, the optimizer's moments and the state;
 * `checkpoints/latest.json` names the one that counts and is replaced last, so a crash at any
 * moment leaves a whole checkpoint behind.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { join } from "node:path";
import { readTextIfExists, writeFileAtomic, writeJsonAtomic } from "../atomic_file.ts";
import type { Adam } from "./adam.ts";
import type { HistoryRow } from "./history.ts";
import { trainableVariables } from "./train_step.ts";
import type { TrainingState } from "./training_state.ts";

/** What is saved besides tensors. */
export interface CheckpointRecord {
  /** Where the run stands. */
  readonly state: TrainingState;
  /** Rows so far. */
  readonly history: readonly HistoryRow[];
}

interface LatestCheckpoint extends CheckpointRecord {
  readonly dir: string;
}

const tensorFile = "tensors.bin";

/** Saves weights, moments, state and history; the checkpoint before it is then removed. */
export async function saveCheckpoint(
  runDir: string,
  model: tf.LayersModel,
  optimizer: Adam,
  record: CheckpointRecord,
): Promise<void> {
  const checkpointsDir = join(runDir, "checkpoints");
  const dir = `step-${String(record.state.step).padStart(8, "0")}`;
  const tensors = checkpointTensors(model, optimizer);
  const bytes = new Uint8Array(4 * tensors.reduce((sum, tensor) => sum + tensor.size, 0));
  let offset = 0;
  for (const tensor of tensors) {
    const values = await tensor.data<"float32">();
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
  return text === null ? null : JSON.parse(text) as LatestCheckpoint;
}

/**
 * Puts the latest checkpoint's values into the model's and the optimizer's variables.
 * @throws {Error} If it does not fit the model.
 */
export async function restoreCheckpoint(
  runDir: string,
  model: tf.LayersModel,
  optimizer: Adam,
): Promise<void> {
  const { dir, state } = await readCheckpointRecord(runDir) as LatestCheckpoint;
  const file = join(runDir, "checkpoints", dir, tensorFile);
  const { buffer } = await Deno.readFile(file);
  const tensors = checkpointTensors(model, optimizer);
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
  optimizer.iterations = state.step;
}

/** Every variable that a checkpoint holds, in the order of its file. */
function checkpointTensors(model: tf.LayersModel, optimizer: Adam): tf.Variable[] {
  return [...trainableVariables(model), ...optimizer.moments];
}

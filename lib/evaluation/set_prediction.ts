/**
 * Other predictions of a run that is trained already.
 * @module
 */
import { join } from "node:path";
import { writeJsonAtomic } from "../atomic_file.ts";
import { makeRunConfig } from "../config.ts";
import { readModelMetadata, writeModelMetadata } from "../model/model_files.ts";
import { type SavedPrediction, savedPrediction } from "../prediction_config.ts";
import { readRunRecord } from "../training/run_record.ts";
import { bestModelDir } from "../training/train.ts";
import { checkOutsideAblation } from "./evaluate_run.ts";

/**
 * Decides what a run's best model predicts from: mirrored pictures too, or several sizes. Training
 * has no part in it, so weights and checkpoints stay as they are: only the settings in `config.json`
 * and what the model says of itself change. The run must be evaluated again.
 * @param changes Settings that are left out stay.
 * @throws {Error} If the folder holds no run with a network that this project trained whole, or one
 * of those that are compared on the validation part.
 * @throws {RangeError} If the network cannot be asked so.
 */
export async function setPrediction(runDir: string, changes: SavedPrediction): Promise<void> {
  const record = await readRunRecord(runDir);
  if (!record || record.madeBy !== undefined) {
    throw new Error(
      `Cannot change what ${runDir} predicts from as it must hold a run that this project trained ` +
        `whole: current value is ${record ? record.madeBy : "no run"}`,
    );
  }
  await checkOutsideAblation(runDir);
  const config = makeRunConfig({ ...record.config, ...changes });
  const modelDir = bestModelDir(runDir);
  const { testTimeFlips: _flips, testTimeScales: _scales, ...metadata } = await readModelMetadata(
    modelDir,
  );
  await writeModelMetadata(modelDir, { ...metadata, ...savedPrediction(config) });
  await writeJsonAtomic(join(runDir, "config.json"), { ...record, config });
}

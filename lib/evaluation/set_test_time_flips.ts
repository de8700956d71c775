/**
 * Mirrored pictures for a run that is trained already.
 * @module
 */
import { join } from "node:path";
import { writeJsonAtomic } from "../atomic_file.ts";
import { readModelMetadata, writeModelMetadata } from "../model/model_files.ts";
import { readRunRecord } from "../training/run_record.ts";
import { bestModelDir } from "../training/train.ts";
import { checkOutsideAblation } from "./evaluate_run.ts";

/**
 * Decides whether a run's best model predicts from mirrored pictures too. Training has no part in
 * it, so weights and checkpoints stay as they are: only the setting `testTimeFlips` in
 * `config.json` and what the model says of itself change. The run must be evaluated again.
 * @throws {Error} If the folder holds no run with a network that this project trained whole, or one
 * of those that are compared on the validation part.
 */
export async function setTestTimeFlips(runDir: string, flips: boolean): Promise<void> {
  const record = await readRunRecord(runDir);
  if (!record || record.madeBy !== undefined) {
    throw new Error(
      `Cannot change testTimeFlips of ${runDir} as it must hold a run that this project trained ` +
        `whole: current value is ${record ? record.madeBy : "no run"}`,
    );
  }
  await checkOutsideAblation(runDir);
  const modelDir = bestModelDir(runDir);
  const { testTimeFlips: _, ...metadata } = await readModelMetadata(modelDir);
  await writeModelMetadata(modelDir, { ...metadata, ...(flips && { testTimeFlips: true }) });
  const config = { ...record.config, testTimeFlips: flips };
  await writeJsonAtomic(join(runDir, "config.json"), { ...record, config });
}

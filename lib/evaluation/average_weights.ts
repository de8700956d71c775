/**
 * Several runs as one network: the mean of their weights.
 * @module
 */
import { basename, join } from "node:path";
import { writeJsonAtomic } from "../atomic_file.ts";
import type { DataSource } from "../dataset/data_source.ts";
import { loadMeanModel } from "../model/mean_model.ts";
import { saveModel } from "../model/model_files.ts";
import { removeIfExists } from "../remove_if_exists.ts";
import type { RunRecord } from "../training/run_record.ts";
import { bestModelDir } from "../training/train.ts";
import { checkFree, readMember } from "./evaluate_ensemble.ts";

/**
 * Makes a run whose network has the mean of several runs' best weights (a "model soup", Wortsman et
 * al. 2022). Networks that were tuned from the same pretrained weights lie close together, and
 * their mean often predicts as well as the mean of their predictions, in the time of one. Networks
 * that started from different random weights have nothing in common: their mean is worthless.
 *
 * Writes `model/` and `config.json`, whose settings are the first member's; to be evaluated like
 * any run.
 * @param runDir Folder of the new run; the mean of the same members is made anew.
 * @param memberDirs Folders of the members, at least two different ones.
 * @throws {RangeError} If there are too few members.
 * @throws {Error} If a member is no trained run of this data set, their networks, genres or sizes
 * differ, or the folder holds another run.
 */
export async function averageWeights(
  runDir: string,
  memberDirs: readonly string[],
  source: DataSource,
): Promise<void> {
  const names = memberDirs.map((dir) => basename(dir));
  if (new Set(memberDirs).size < 2 || new Set(memberDirs).size < memberDirs.length) {
    throw new RangeError(
      "Cannot average weights as there must be at least 2 different runs: " +
        `current value is ${names.join(", ")}`,
    );
  }
  const members = [];
  for (const dir of memberDirs) members.push(await readMember(dir, source));
  const [{ config, dataset }] = members;
  const record: RunRecord = {
    config,
    dataset,
    madeBy: `mean of the weights of ${names.join(", ")}`,
    averageOf: { runs: names, epochs: Math.max(...members.map(({ epochs }) => epochs)) },
  };
  await checkFree(runDir, record);

  const { model, metadata } = await loadMeanModel(memberDirs.map(bestModelDir));
  try {
    // What the weights before them gave.
    for (const name of ["scores", "charts", "metrics.json", "decisions.json"]) {
      await removeIfExists(join(runDir, name));
    }
    await writeJsonAtomic(join(runDir, "config.json"), record);
    await saveModel(bestModelDir(runDir), model, metadata);
  } finally {
    model.dispose();
  }
}

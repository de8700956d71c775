/**
 * Several runs as one: the mean of what they say.
 * @module
 */
import { basename, join } from "node:path";
import { writeJsonAtomic } from "../atomic_file.ts";
import type { DataSource } from "../dataset/data_source.ts";
import { existingDecodedDir } from "../dataset/decoded_posters.ts";
import { readManifest } from "../dataset/manifest.ts";
import { partSamples } from "../dataset/part_samples.ts";
import { sha256 } from "../dataset/poster_files.ts";
import { mean } from "../metrics/mean.ts";
import { savedPrediction } from "../prediction_config.ts";
import type { OnProgress } from "../progress.ts";
import { readTrainedRun } from "../training/run_progress.ts";
import { readRunRecord, type RunRecord } from "../training/run_record.ts";
import {
  checkOutsideAblation,
  checkSameDataset,
  type EvaluatedRun,
  evaluateScores,
} from "./evaluate_run.ts";
import { type RunScores, runScores, writeScores } from "./run_scores.ts";

/**
 * Mean probabilities of several runs. Probabilities and not logits, as one run that is certain and
 * wrong would outvote all others by its logit; on a scale from 0 to 1 each has the same weight. The
 * mean is never worse in cross-entropy than the runs are on average, but it is milder than each,
 * which the calibration that follows makes good.
 * @param members Scores of the same movies, of at least one run; their hashes give that of the mean.
 * @throws {RangeError} If there is no member, or the movies differ.
 */
export function averageScores(members: readonly RunScores[]): RunScores {
  if (members.length === 0) {
    throw new RangeError(
      "Cannot average scores as there must be at least 1 run: current value is 0",
    );
  }
  const [{ imdbIds, yTrue, yScore }] = members;
  members.forEach((member, i) => {
    if (JSON.stringify(member.imdbIds) !== JSON.stringify(imdbIds)) {
      throw new RangeError(
        `Cannot average scores as all runs must have scored the same movies in the same order: ` +
          `run ${i + 1} of ${members.length} scored ${member.imdbIds.length} movies, ` +
          `the first ${imdbIds.length}`,
      );
    }
  });
  return {
    weightsSha256: sha256(
      new TextEncoder().encode(members.map(describeScores).join("\n")),
    ),
    imdbIds,
    yTrue,
    yScore: yScore.map((row, i) =>
      Array.from(row, (_, j) => mean(members.map((member) => member.yScore[i][j])))
    ),
  };
}

/** What gave the scores of a member. */
function describeScores({ weightsSha256, ...scores }: RunScores): string {
  const settings = Object.entries(savedPrediction(scores));
  return settings.length ? `${weightsSha256} ${JSON.stringify(settings)}` : weightsSha256;
}

/**
 * Measures the mean of several runs as a run of its own: writes `config.json`, whose `madeBy` names
 * the members and whose settings are the first member's, `scores/`, `metrics.json` and
 * `decisions.json`. Members' scores that are there already are not computed again.
 * @param runDir Folder of the new run.
 * @param memberDirs Folders of the members, at least two different ones.
 * @throws {RangeError} If there are too few members, or they scored different movies.
 * @throws {Error} If a member is no trained run, was trained on another data set, has another fixed
 * threshold or is one of those that are compared on the validation part, or the folder holds a run
 * that is not the mean of the same members.
 */
export async function evaluateEnsemble(
  runDir: string,
  memberDirs: readonly string[],
  source: DataSource,
  onProgress?: OnProgress,
): Promise<EvaluatedRun> {
  if (new Set(memberDirs).size < 2 || new Set(memberDirs).size < memberDirs.length) {
    throw new RangeError(
      "Cannot evaluate an ensemble as it must have at least 2 different members: " +
        `current value is ${memberDirs.map((dir) => basename(dir)).join(", ")}`,
    );
  }
  const records: Member[] = [];
  for (const dir of memberDirs) {
    await checkOutsideAblation(dir);
    records.push(await readMember(dir, source));
  }
  const [{ config, dataset }] = records;
  const { threshold } = config;
  for (const [i, { config }] of records.entries()) {
    if (config.threshold !== threshold) {
      throw new Error(
        `Cannot evaluate an ensemble as all members must have the first one's threshold, ` +
          `${threshold}: current value of ${memberDirs[i]} is ${config.threshold}`,
      );
    }
  }
  const members = memberDirs.map((dir) => basename(dir));
  const record: RunRecord = { config, dataset, madeBy: describeMean(members) };
  await checkFree(runDir, record);

  const manifest = await readManifest(source.datasetDir);
  const decodedDir = await existingDecodedDir(source.datasetDir);
  const average = async (part: "val" | "test") => {
    const samples = partSamples(manifest, part, source.dataDir);
    const scores: RunScores[] = [];
    for (const dir of memberDirs) {
      scores.push(await runScores(dir, part, samples, { decodedDir, onProgress }));
    }
    return averageScores(scores);
  };
  const [val, test] = [await average("val"), await average("test")];
  await writeJsonAtomic(join(runDir, "config.json"), record);
  await writeScores(runDir, "val", val);
  await writeScores(runDir, "test", test);
  const epochs = Math.max(...records.map((member) => member.epochs));
  return await evaluateScores(runDir, {
    source,
    config,
    about: { members, epochs, bestEpoch: 0 },
    val,
    test,
  });
}

/** A trained run that others are made of. */
export interface Member extends RunRecord {
  /** Epochs that were trained. */
  readonly epochs: number;
}

/**
 * Reads what a run that others are made of says of itself.
 * @throws {Error} If it is no trained run of this data set.
 */
export async function readMember(dir: string, source: DataSource): Promise<Member> {
  const record = await readRunRecord(dir);
  const trained = record && await readTrainedRun(dir, record.config);
  if (!record || !trained) {
    throw new Error(
      `Cannot make a mean of runs as ${dir} must hold a trained run: train it first`,
    );
  }
  await checkSameDataset(dir, record, source);
  return { ...record, epochs: trained.state.epoch };
}

/** What `config.json` says of the mean of runs. */
export function describeMean(runs: readonly string[]): string {
  return `mean of ${runs.join(", ")}`;
}

/**
 * Keeps a run that is made of others from taking another one's folder.
 * @throws {Error} If the folder holds a run that is not made in the same way.
 */
export async function checkFree(runDir: string, { madeBy }: RunRecord): Promise<void> {
  const existing = await readRunRecord(runDir);
  if (existing && existing.madeBy !== madeBy) {
    throw new Error(
      `Cannot write to ${runDir} as it must be free or hold the ${madeBy}: ` +
        `it holds ${
          existing.madeBy ? `the ${existing.madeBy}` : "a run"
        }; choose another name (--run)`,
    );
  }
}

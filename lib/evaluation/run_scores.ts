/**
 * A run's probabilities for a part of its data set, computed once and kept in the run's folder.
 * @module
 */
import { join } from "node:path";
import { readTextIfExists, writeFileAtomic } from "../atomic_file.ts";
import { posterBatches } from "../dataset/batches.ts";
import type { PartSample } from "../dataset/part_samples.ts";
import type { SplitPart } from "../dataset/split_part.ts";
import type { LabelMatrix } from "../metrics/label_matrix.ts";
import { loadModel, modelSha256, readModelMetadata } from "../model/model_files.ts";
import { predictScores } from "../model/predict.ts";
import type { OnProgress } from "../progress.ts";
import { readRunRecord } from "../training/run_record.ts";
import { bestModelDir } from "../training/train.ts";

/** True labels and probabilities of a part. */
export interface RunScores {
  /** SHA-256 of the weights that gave the probabilities. */
  readonly weightsSha256: string;
  /** Whether they are means over mirrored pictures; absent where they are not. */
  readonly testTimeFlips?: boolean;
  /** Movies, in the order of the rows. */
  readonly imdbIds: readonly number[];
  /** Indicators, shape [nSamples][nLabels]. */
  readonly yTrue: LabelMatrix;
  /** Probabilities, shape [nSamples][nLabels]. */
  readonly yScore: LabelMatrix;
}

/** The file `scores/<part>.json`; the hash of another program's weights counts as it is. */
export type ScoresFile = Omit<RunScores, "yTrue">;

const batchSize = 64;

/** Options of {@linkcode runScores}. */
export interface RunScoresOptions extends ScoreOptions {
  /**
   * Whether probabilities are means over mirrored pictures; as the model's metadata says by default.
   */
  readonly flips?: boolean;
}

/** Options of {@linkcode modelScores}. */
export interface ScoreOptions {
  /** Folder that keeps decoded posters; without it each is decoded anew. */
  readonly decodedDir?: string;
  /** Told of each batch. */
  readonly onProgress?: OnProgress;
}

/**
 * Probabilities of the run's best model for the samples; read from `scores/<part>.json` if the
 * same weights gave them before in the same way, or if the run has no model of ours, as one that
 * Keras trained.
 * @throws {Error} If the run has no model of ours and its scores are not of the pictures that
 * `flips` asks for.
 */
export async function runScores(
  runDir: string,
  part: SplitPart,
  samples: readonly PartSample[],
  options: RunScoresOptions = {},
): Promise<RunScores> {
  const text = await readTextIfExists(scoresFile(runDir, part));
  let scores = text === null ? null : JSON.parse(text) as ScoresFile;
  const isForeign = (await readRunRecord(runDir))?.madeBy !== undefined;
  if (scores && isForeign) checkForeign(runDir, scores, options);
  else {
    const modelDir = bestModelDir(runDir);
    const weightsSha256 = await modelSha256(modelDir);
    const flips = options.flips ?? (await readModelMetadata(modelDir)).testTimeFlips ?? false;
    if (scores?.weightsSha256 !== weightsSha256 || (scores.testTimeFlips ?? false) !== flips) {
      scores = await modelScores(modelDir, part, samples, { ...options, flips });
      await writeScores(runDir, part, scores);
    }
  }
  const labelsOf = new Map(samples.map(({ imdbId, labels }) => [imdbId, labels]));
  return { ...scores, yTrue: scores.imdbIds.map((imdbId) => labelsOf.get(imdbId)!) };
}

function checkForeign(
  runDir: string,
  { testTimeFlips = false }: ScoresFile,
  { flips = testTimeFlips }: RunScoresOptions,
): void {
  if (flips === testTimeFlips) return;
  throw new Error(
    `Cannot score ${runDir} ${flips ? "with" : "without"} mirrored pictures as it must hold a ` +
      "network that this project trained: it keeps the scores of another",
  );
}

/** Keeps the probabilities of a part in the run's folder, one line a movie. */
export async function writeScores(
  runDir: string,
  part: SplitPart,
  { weightsSha256, testTimeFlips, imdbIds, yScore }: ScoresFile,
): Promise<void> {
  const rows = yScore.map((row) => JSON.stringify(Array.from(row))).join(",\n");
  await writeFileAtomic(
    scoresFile(runDir, part),
    `{"weightsSha256":"${weightsSha256}",${testTimeFlips ? '"testTimeFlips":true,' : ""}"imdbIds":${
      JSON.stringify(imdbIds)
    },"yScore":[\n${rows}\n]}\n`,
  );
}

function scoresFile(runDir: string, part: SplitPart): string {
  return join(runDir, "scores", `${part}.json`);
}

/**
 * Probabilities of a saved model for the samples, computed anew.
 * @param modelDir Folder with `model.json`.
 * @param part What `onProgress` calls the samples.
 * @param options `flips`: whether the probabilities are means over mirrored pictures.
 */
export async function modelScores(
  modelDir: string,
  part: SplitPart,
  samples: readonly PartSample[],
  { decodedDir, onProgress, flips }: ScoreOptions & { readonly flips: boolean },
): Promise<ScoresFile> {
  const { model, metadata } = await loadModel(modelDir);
  try {
    const { heightPx, widthPx } = metadata;
    const { imdbIds, scores } = await predictScores(
      model,
      posterBatches(samples, { heightPx, widthPx, batchSize, decodedDir }),
      (done) =>
        onProgress?.({ label: `scoring ${part}`, done, total: samples.length, unit: "posters" }),
      { flips },
    );
    return {
      weightsSha256: await modelSha256(modelDir),
      ...(flips && { testTimeFlips: true }),
      imdbIds,
      // Plain numbers, so that scores are the same whether computed or read back.
      yScore: scores.map((row) => Array.from(row)),
    };
  } finally {
    model.dispose();
  }
}

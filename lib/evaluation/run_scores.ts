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
import { loadModel, modelSha256 } from "../model/model_files.ts";
import { predictScores } from "../model/predict.ts";
import type { OnProgress } from "../progress.ts";
import { readRunRecord } from "../training/run_record.ts";
import { bestModelDir } from "../training/train.ts";

/** True labels and probabilities of a part. */
export interface RunScores {
  /** SHA-256 of the weights that gave the probabilities. */
  readonly weightsSha256: string;
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
export interface RunScoresOptions {
  /** Folder that keeps decoded posters; without it each is decoded anew. */
  readonly decodedDir?: string;
  /** Told of each batch. */
  readonly onProgress?: OnProgress;
}

/**
 * Probabilities of the run's best model for the samples; read from `scores/<part>.json` if the
 * same weights gave them before, or if the run has no model of ours, as one that Keras trained.
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
  const weightsSha256 = scores && isForeign
    ? scores.weightsSha256
    : await modelSha256(bestModelDir(runDir));
  if (scores?.weightsSha256 !== weightsSha256) {
    const { imdbIds, yScore } = await predictPart(runDir, part, samples, options);
    scores = { weightsSha256, imdbIds, yScore };
    await writeScores(runDir, part, scores);
  }
  const labelsOf = new Map(samples.map(({ imdbId, labels }) => [imdbId, labels]));
  const { imdbIds, yScore } = scores;
  const yTrue = imdbIds.map((imdbId) => labelsOf.get(imdbId)!);
  return { weightsSha256, imdbIds, yTrue, yScore };
}

/** Keeps the probabilities of a part in the run's folder, one line a movie. */
export async function writeScores(
  runDir: string,
  part: SplitPart,
  { weightsSha256, imdbIds, yScore }: ScoresFile,
): Promise<void> {
  const rows = yScore.map((row) => JSON.stringify(Array.from(row))).join(",\n");
  await writeFileAtomic(
    scoresFile(runDir, part),
    `{"weightsSha256":"${weightsSha256}","imdbIds":${
      JSON.stringify(imdbIds)
    },"yScore":[\n${rows}\n]}\n`,
  );
}

function scoresFile(runDir: string, part: SplitPart): string {
  return join(runDir, "scores", `${part}.json`);
}

async function predictPart(
  runDir: string,
  part: SplitPart,
  samples: readonly PartSample[],
  { decodedDir, onProgress }: RunScoresOptions,
): Promise<Omit<ScoresFile, "weightsSha256">> {
  const { model, metadata } = await loadModel(bestModelDir(runDir));
  try {
    const { heightPx, widthPx } = metadata;
    const { imdbIds, scores } = await predictScores(
      model,
      posterBatches(samples, { heightPx, widthPx, batchSize, decodedDir }),
      (done) =>
        onProgress?.({ label: `scoring ${part}`, done, total: samples.length, unit: "posters" }),
    );
    // Plain numbers, so that scores are the same whether computed or read back.
    return { imdbIds, yScore: scores.map((row) => Array.from(row)) };
  } finally {
    model.dispose();
  }
}

/**
 * A run's probabilities for a part of its data set, computed once and kept in the run's folder.
 * @module
 */
import { join } from "node:path";
import { readTextIfExists, writeFileAtomic } from "../atomic_file.ts";
import { posterBatches } from "../dataset/batches.ts";
import type { PartSample } from "../dataset/part_samples.ts";
import { sha256 } from "../dataset/poster_files.ts";
import type { SplitPart } from "../dataset/split_part.ts";
import type { LabelMatrix } from "../metrics/label_matrix.ts";
import { loadModel } from "../model/model_files.ts";
import { predictScores } from "../model/predict.ts";
import type { OnProgress } from "../progress.ts";
import { readRunRecord } from "../training/run_record.ts";
import { bestModelDir } from "../training/train.ts";

/** True labels and probabilities of a part. */
export interface RunScores {
  /** Movies, in the order of the rows. */
  readonly imdbIds: readonly number[];
  /** Indicators, shape [nSamples][nLabels]. */
  readonly yTrue: LabelMatrix;
  /** Probabilities, shape [nSamples][nLabels]. */
  readonly yScore: LabelMatrix;
}

interface ScoresFile {
  /** SHA-256 of the weights that gave the scores; those of another program count as they are. */
  readonly weightsSha256: string;
  readonly imdbIds: readonly number[];
  readonly yScore: LabelMatrix;
}

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
  const file = join(runDir, "scores", `${part}.json`);
  const text = await readTextIfExists(file);
  let scores = text === null ? null : JSON.parse(text) as ScoresFile;
  const isForeign = (await readRunRecord(runDir))?.madeBy !== undefined;
  const weightsSha256 = scores && isForeign
    ? scores.weightsSha256
    : sha256(await Deno.readFile(join(bestModelDir(runDir), "weights.bin")));
  if (scores?.weightsSha256 !== weightsSha256) {
    const { imdbIds, yScore } = await predictPart(runDir, part, samples, options);
    scores = { weightsSha256, imdbIds, yScore };
    await writeFileAtomic(file, formatScores(scores));
  }
  const labelsOf = new Map(samples.map(({ imdbId, labels }) => [imdbId, labels]));
  const { imdbIds, yScore } = scores;
  return { imdbIds, yTrue: imdbIds.map((imdbId) => labelsOf.get(imdbId)!), yScore };
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

/** One line a movie. */
function formatScores({ weightsSha256, imdbIds, yScore }: ScoresFile): string {
  const rows = yScore.map((row) => JSON.stringify(row)).join(",\n");
  return `{"weightsSha256":"${weightsSha256}","imdbIds":${
    JSON.stringify(imdbIds)
  },"yScore":[\n${rows}\n]}\n`;
}

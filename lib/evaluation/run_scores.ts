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
import { describePrediction, type SavedPrediction, savedPrediction } from "../prediction_config.ts";
import type { OnProgress } from "../progress.ts";
import { readRunRecord } from "../training/run_record.ts";
import { bestModelDir } from "../training/train.ts";

/** True labels and probabilities of a part. */
export interface RunScores extends SavedPrediction {
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
export interface RunScoresOptions extends ScoreOptions {
  /** What the probabilities are means over; as the model's metadata says by default. */
  readonly prediction?: SavedPrediction;
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
 * `prediction` asks for.
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
    const prediction = options.prediction ?? await readModelMetadata(modelDir);
    const isSame = scores && describePrediction(scores) === describePrediction(prediction);
    if (scores?.weightsSha256 !== weightsSha256 || !isSame) {
      scores = await modelScores(modelDir, part, samples, { ...options, prediction });
      await writeScores(runDir, part, scores);
    }
  }
  const labelsOf = new Map(samples.map(({ imdbId, labels }) => [imdbId, labels]));
  return { ...scores, yTrue: scores.imdbIds.map((imdbId) => labelsOf.get(imdbId)!) };
}

function checkForeign(
  runDir: string,
  scores: ScoresFile,
  { prediction = scores }: RunScoresOptions,
): void {
  if (describePrediction(prediction) === describePrediction(scores)) return;
  throw new Error(
    `Cannot score ${runDir} from ${
      describePrediction(prediction)
    } as it must hold a network that ` +
      `this project trained: it keeps another's scores from ${describePrediction(scores)}`,
  );
}

/** Keeps the probabilities of a part in the run's folder, one line a movie. */
export async function writeScores(
  runDir: string,
  part: SplitPart,
  { weightsSha256, imdbIds, yScore, ...settings }: ScoresFile,
): Promise<void> {
  const head = JSON.stringify({ weightsSha256, ...savedPrediction(settings), imdbIds });
  const rows = yScore.map((row) => JSON.stringify(Array.from(row))).join(",\n");
  await writeFileAtomic(
    scoresFile(runDir, part),
    `${head.slice(0, -1)},"yScore":[\n${rows}\n]}\n`,
  );
}

function scoresFile(runDir: string, part: SplitPart): string {
  return join(runDir, "scores", `${part}.json`);
}

/**
 * Probabilities of a saved model for the samples, computed anew.
 * @param modelDir Folder with `model.json`.
 * @param part What `onProgress` calls the samples.
 * @param options `prediction`: what the probabilities are means over.
 */
export async function modelScores(
  modelDir: string,
  part: SplitPart,
  samples: readonly PartSample[],
  { decodedDir, onProgress, prediction }: ScoreOptions & { readonly prediction: SavedPrediction },
): Promise<ScoresFile> {
  const { model, metadata } = await loadModel(modelDir);
  try {
    const { heightPx, widthPx } = metadata;
    const { imdbIds, scores } = await predictScores(
      model,
      posterBatches(samples, { heightPx, widthPx, batchSize, decodedDir }),
      (done) =>
        onProgress?.({ label: `scoring ${part}`, done, total: samples.length, unit: "posters" }),
      prediction,
    );
    return {
      weightsSha256: await modelSha256(modelDir),
      ...savedPrediction(prediction),
      imdbIds,
      // Plain numbers, so that scores are the same whether computed or read back.
      yScore: scores.map((row) => Array.from(row)),
    };
  } finally {
    model.dispose();
  }
}

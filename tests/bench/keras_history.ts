/** What Keras kept of a run, as our history with our measures. */
import { join } from "node:path";
import { readTextIfExists, writeJsonAtomic } from "../../lib/atomic_file.ts";
import type { RunConfig } from "../../lib/config.ts";
import type { PartSample } from "../../lib/dataset/part_samples.ts";
import { applyThreshold } from "../../lib/metrics/apply_threshold.ts";
import { binaryCrossEntropy } from "../../lib/metrics/binary_cross_entropy.ts";
import { coverageError } from "../../lib/metrics/coverage_error.ts";
import { hammingLoss } from "../../lib/metrics/hamming_loss.ts";
import { macroAveragePrecision } from "../../lib/metrics/macro_average_precision.ts";
import { oneError } from "../../lib/metrics/one_error.ts";
import type { CheckpointRecord } from "../../lib/training/checkpoint.ts";
import { type HistoryRow, writeHistory } from "../../lib/training/history.ts";
import { INITIAL_STATE } from "../../lib/training/training_state.ts";

/** The file `checkpoints/keras.json`. */
interface KerasState {
  readonly epoch: number;
  readonly bestEpoch: number;
  readonly bestValLoss: number;
  /** Movies of the validation part, in the order of the probabilities. */
  readonly valImdbIds: readonly number[];
  readonly rows: readonly Pick<
    HistoryRow,
    "epoch" | "step" | "trainLoss" | "valLoss" | "seconds" | "imagesPerSecond"
  >[];
}

/**
 * Measures the probabilities that Keras gave the validation part after each epoch, and writes
 * `history.csv` and `checkpoints/latest.json` as a run of ours has them.
 * @param val Validation part.
 * @returns The rows; none where Keras has not kept an epoch yet.
 */
export async function recordKerasHistory(
  runDir: string,
  val: readonly PartSample[],
  config: RunConfig,
): Promise<readonly HistoryRow[]> {
  const text = await readTextIfExists(join(runDir, "checkpoints", "keras.json"));
  if (text === null) return [];
  const { epoch, bestEpoch, bestValLoss, valImdbIds, rows } = JSON.parse(text) as KerasState;
  const labelsOf = new Map(val.map(({ imdbId, labels }) => [imdbId, labels]));
  const yTrue = valImdbIds.map((imdbId) => labelsOf.get(imdbId)!);
  const history: HistoryRow[] = [];
  for (const row of rows) {
    const yScore = await readScores(runDir, row.epoch, yTrue[0].length);
    const { seconds, imagesPerSecond, ...rest } = row;
    history.push({
      ...rest,
      valLoss: binaryCrossEntropy(yTrue, yScore),
      valHammingLoss: hammingLoss(yTrue, applyThreshold(yScore, config.threshold)),
      valOneError: oneError(yTrue, yScore),
      valCoverage: coverageError(yTrue, yScore),
      valMacroAp: macroAveragePrecision(yTrue, yScore).value,
      seconds,
      imagesPerSecond,
      learningRate: row.epoch ? config.learningRate : null,
    });
  }
  const best = history.find((row) => row.epoch === bestEpoch)!;
  const record: CheckpointRecord = {
    state: {
      ...INITIAL_STATE,
      epoch,
      bestEpoch,
      bestValLoss,
      step: history.at(-1)!.step,
      bestValMacroAp: best.valMacroAp,
    },
    history,
  };
  await writeHistory(runDir, history);
  await writeJsonAtomic(join(runDir, "checkpoints", "latest.json"), record);
  return history;
}

/** Probabilities of one epoch, shape [nSamples][nLabels]. */
async function readScores(
  runDir: string,
  epoch: number,
  nLabels: number,
): Promise<Float32Array[]> {
  const name = `val-${String(epoch).padStart(4, "0")}.f32`;
  const { buffer } = await Deno.readFile(join(runDir, "checkpoints", name));
  const values = new Float32Array(buffer);
  return Array.from(
    { length: values.length / nLabels },
    (_, i) => values.slice(i * nLabels, (i + 1) * nLabels),
  );
}

/** Run folders of an ablation with made-up numbers. */
import { join } from "node:path";
import { writeJsonAtomic } from "../../lib/atomic_file.ts";
import { makeRunConfig } from "../../lib/config.ts";
import type { RunScores } from "../../lib/evaluation/run_scores.ts";
import {
  measureValidation,
  writeValidationMetrics,
} from "../../lib/evaluation/validation_metrics.ts";
import { makePrng } from "../../lib/random.ts";
import { ablationRunName } from "../../lib/report/ablation_steps.ts";
import { writeHistory } from "../../lib/training/history.ts";
import type { RunRecord } from "../../lib/training/run_record.ts";

/** What a made-up run is to be. */
export interface MadeUpAblationRun {
  /** Name of its change. */
  readonly name: string;
  /** Its seed. */
  readonly seed: number;
  /** How much its scores know of the labels. */
  readonly skill: number;
  /** Run that it is compared with, `<name>-seed<seed>`; null for none, by default the constant. */
  readonly comparedWith?: string | null;
  /** Run whose weights it has; its own by default. */
  readonly weightsOf?: string;
  /** Name of its data set; "films" by default. */
  readonly dataset?: string;
  /** Whether that is drawn by code; false by default. */
  readonly isSample?: boolean;
}

const frequencies = [0.5, 0.3, 0.1];

/** Writes the run's folder, but for the parts that the repository does not hold. */
export async function writeMadeUpAblationRun(
  resultsDir: string,
  made: MadeUpAblationRun,
): Promise<void> {
  const { name, seed, comparedWith, weightsOf, dataset = "films", isSample = false } = made;
  const dir = join(resultsDir, ablationRunName(dataset, `${name}-seed${seed}`));
  const record: RunRecord = {
    config: makeRunConfig({ epochs: 3, seed }),
    dataset: { name: dataset, manifestSha256: "0".repeat(64) },
  };
  await writeJsonAtomic(join(dir, "config.json"), record);
  if (!weightsOf) {
    await writeHistory(
      dir,
      [0, 1, 2, 3].map((epoch) => ({
        epoch,
        step: epoch,
        trainLoss: epoch === 0 ? null : 0.2,
        valLoss: 0.2,
        valHammingLoss: 0.1,
        valOneError: 0.4,
        valCoverage: 2,
        valMacroAp: 0.3,
        seconds: epoch === 0 ? null : 100,
        imagesPerSecond: epoch === 0 ? null : 50,
        learningRate: epoch === 0 ? null : 1e-3,
      })),
    );
  }
  const reference = comparedWith ? scoresOf(0.1, 99) : undefined;
  const { difference, ...found } = measureValidation({
    yTrain: labelsOf(200),
    scores: scoresOf(made.skill, seed),
    reference,
    threshold: 0.5,
    resamples: 40,
    seed,
  });
  await writeValidationMetrics(dir, {
    dataset,
    isSample,
    ...(weightsOf && { weightsOf: ablationRunName(dataset, weightsOf) }),
    weightsSha256: `${name} ${seed}`,
    epochs: 3,
    bestEpoch: 2,
    ...found,
    comparison: comparedWith === null ? null : {
      run: comparedWith ? ablationRunName(dataset, comparedWith) : null,
      weightsSha256: comparedWith ?? null,
      difference,
    },
  });
}

/** The same movies for all runs. */
function labelsOf(nSamples: number): number[][] {
  const prng = makePrng(7);
  return Array.from({ length: nSamples }, () => {
    const row = frequencies.map((frequency) => Number(prng.chance(frequency)));
    return row.some(Boolean) ? row : [1, 0, 0];
  });
}

function scoresOf(skill: number, seed: number): RunScores {
  const yTrue = labelsOf(60);
  const prng = makePrng(seed);
  return {
    weightsSha256: "",
    imdbIds: yTrue.map((_, i) => i),
    yTrue,
    yScore: yTrue.map((row) =>
      row.map((label, j) => Math.min(1, frequencies[j] * prng.uniform() + skill * label))
    ),
  };
}

/** Run folders with made-up numbers, written by the code that real ones are written by. */
import { join } from "node:path";
import { writeJsonAtomic } from "../../lib/atomic_file.ts";
import { makeRunConfig, type RunConfig } from "../../lib/config.ts";
import { chooseDecisions } from "../../lib/evaluation/choose_decisions.ts";
import type { DatasetSummary } from "../../lib/evaluation/dataset_summary.ts";
import { buildDecisionsReport } from "../../lib/evaluation/decisions_report.ts";
import type { RunMetrics } from "../../lib/evaluation/evaluate_run.ts";
import { buildEvaluationReport } from "../../lib/evaluation/evaluation_report.ts";
import { yearRows } from "../../lib/evaluation/year_rows.ts";
import type { ManifestFilter } from "../../lib/dataset/dataset_manifest.ts";
import { makePrng, type Prng } from "../../lib/random.ts";
import { writeHistory } from "../../lib/training/history.ts";
import type { RunRecord } from "../../lib/training/run_record.ts";

/** What a made-up run is to be. */
export interface MadeUpRun {
  /** Name of its folder. */
  readonly run: string;
  /** Name of its data set; "films" by default. */
  readonly dataset?: string;
  /** Whether that is drawn by code; false by default. */
  readonly isSample?: boolean;
  /** Settings that differ from the original's. */
  readonly config?: Partial<RunConfig>;
  /** Program that made it, if another. */
  readonly madeBy?: string;
  /** Filter of the data set; from 2000 on by default. */
  readonly filter?: Partial<ManifestFilter>;
  /** Runs whose mean it is; a run of its own by default. */
  readonly members?: readonly string[];
  /** Whether metrics.json is as it was before data sets, genre intervals and decisions. */
  readonly isEarly?: boolean;
}

/** Genres of the made-up data, the last one in no test movie. */
export const MADE_UP_GENRES = ["Comedy", "Drama", "Horror", "War", "News"];
const frequencies = [0.4, 0.5, 0.2, 0.1, 0];
const nTest = 120;
const nTrain = 400;

/** Writes the run's folder, but for the parts that the repository does not hold. */
export async function writeMadeUpRun(resultsDir: string, made: MadeUpRun): Promise<void> {
  const { dataset = "films", madeBy } = made;
  const config = makeRunConfig({ epochs: 3, ...made.config });
  const filter: ManifestFilter = {
    fromYear: 2000,
    toYear: null,
    unknownYear: "drop",
    ...made.filter,
  };
  const dir = join(resultsDir, made.run);
  const record: RunRecord = {
    config,
    dataset: { name: dataset, manifestSha256: "0".repeat(60) + (filter.fromYear ?? "none") },
    ...(madeBy && { madeBy }),
  };
  await writeJsonAtomic(join(dir, "config.json"), record);
  await writeJsonAtomic(join(dir, "environment.json"), {
    backend: { name: "tensorflow", description: "TensorFlow 2.21.0, tfjs 4.22.0", passedOver: [] },
    processor: "Made-up processor",
    nCores: 2,
    memoryGiB: 24,
    system: "Linux",
    deno: "2.9.6",
    ...(!made.isEarly && { commit: "0123456789abcdef+changes" }),
  });
  if (!made.members) await writeMadeUpHistory(dir, config);
  await writeJsonAtomic(join(dir, "metrics.json"), metricsOf(made, config, filter));
}

async function writeMadeUpHistory(dir: string, config: RunConfig): Promise<void> {
  await writeHistory(
    dir,
    [0, 1, 2, 3].map((epoch) => ({
      epoch,
      step: 13 * epoch,
      trainLoss: epoch === 0 ? null : 0.3 - 0.01 * epoch + 0.001 * config.seed,
      valLoss: 0.69 - 0.1 * epoch + 0.002 * config.seed,
      valHammingLoss: 0.2 - 0.02 * epoch,
      valOneError: 0.5 - 0.03 * epoch,
      valCoverage: 3 - 0.2 * epoch,
      valMacroAp: 0.3 + 0.04 * epoch,
      seconds: epoch === 0 ? null : 100,
      imagesPerSecond: epoch === 0 ? null : 4 + epoch,
      learningRate: epoch === 0 ? null : 1e-4,
    })),
  );
}

function metricsOf(
  { dataset = "films", isSample = false, isEarly = false, members }: MadeUpRun,
  config: RunConfig,
  filter: ManifestFilter,
): RunMetrics {
  const data = makePrng(7); // the movies are the same for all runs
  const yTrain = drawLabels(nTrain, data);
  const scoresOf = (yTrue: number[][]) => {
    const prng = makePrng(config.seed);
    const skill = 0.06 * (1 + config.trainShare);
    return yTrue.map((row) =>
      row.map((label, j) => frequencies[j] + 0.15 * prng.uniform() + skill * label)
        .map((score) => Math.min(1, score))
    );
  };
  const report = (yTrue: number[][]) => {
    const yScore = scoresOf(yTrue);
    const { genres, ...rest } = buildEvaluationReport({
      labels: MADE_UP_GENRES,
      yTrain,
      yTrue,
      yScore,
      resamples: 40,
      seed: config.seed,
    });
    const early = genres.map(({ averagePrecisionInterval: _, ...row }) => row);
    return { ...rest, genres: isEarly ? early : genres };
  };
  const summary: DatasetSummary = {
    filter,
    split: { seed: 1, fractions: { train: 0.8, val: 0.1, test: 0.1 } },
    partSizes: { train: nTrain, val: nTest, test: nTest },
    labelCounts: MADE_UP_GENRES.map((label, j) => ({
      label,
      train: Math.round(nTrain * frequencies[j]),
      val: 6,
      test: 5,
    })),
    funnel: [
      { step: "rows", removed: 0, remaining: 600 },
      { step: "too old", removed: 80, remaining: 520 },
    ],
    samePosters: { nGroups: 2, nMovies: 5 },
    nRejectedRows: 0,
    nSkippedPosters: 3,
  };
  const val = drawLabels(nTest, data);
  const test = drawLabels(nTest, data);
  const { seed } = config;
  const bootstrap = { resamples: 40, level: 0.95, seed };
  const decisions = chooseDecisions({
    labels: MADE_UP_GENRES,
    weightsSha256: "0".repeat(64),
    yTrue: val,
    yScore: scoresOf(val),
    seed,
  });
  return {
    dataset,
    isSample,
    ...(!isEarly && { data: summary }),
    ...(members && { members }),
    epochs: config.epochs,
    bestEpoch: members ? 0 : 3,
    val: report(val),
    test: report(test),
    ...(!isEarly && {
      decisions: buildDecisionsReport({
        decisions,
        yTrue: test,
        yScore: scoresOf(test),
        threshold: config.threshold,
        ...bootstrap,
      }),
      byYear: yearRows({
        years: test.map((_, i) => i % 2 ? 2003 : 2008),
        yTrue: test,
        yScore: scoresOf(test),
        constant: frequencies,
        threshold: config.threshold,
        ...bootstrap,
      }),
    }),
  };
}

/** At least one label a movie. */
function drawLabels(nSamples: number, prng: Prng): number[][] {
  return Array.from({ length: nSamples }, () => {
    const row = frequencies.map((frequency) => Number(prng.chance(frequency)));
    return row.some(Boolean) ? row : [0, 1, 0, 0, 0];
  });
}

/** Every kind of run: seeds, shares of the training part, filters, Keras, early and drawn ones. */
export const MADE_UP_RUNS: readonly MadeUpRun[] = [
  ...[1, 2, 3].map((seed) => ({ run: `films-original-seed${seed}`, config: { seed } })),
  { run: "films-batch-1-seed1", config: { preset: "original-batch-1" } },
  ...[0.25, 0.5].map((trainShare) => ({
    run: `films-original-share${trainShare}-seed1`,
    config: { trainShare },
  })),
  { run: "films-keras-seed1", madeBy: "Keras 3" },
  { run: "films-keras-seed2", madeBy: "Keras 3", config: { seed: 2 } },
  { run: "films-from2005-original-seed1", dataset: "films-from2005", filter: { fromYear: 2005 } },
  { run: "films-from2010-original-seed1", dataset: "films-from2010", filter: { fromYear: 2010 } },
  { run: "films-keep-original-seed1", dataset: "films-keep", filter: { unknownYear: "keep" } },
  { run: "old-original-seed1", dataset: "old", isEarly: true },
  { run: "sample-sample-seed1", dataset: "sample", isSample: true, config: { preset: "sample" } },
];

/** The mean of two of them. */
export const MADE_UP_MEAN: MadeUpRun = {
  run: "films-mean-of-2",
  madeBy: "mean of films-original-seed1, films-original-seed2",
  members: ["films-original-seed1", "films-original-seed2"],
};

/** Writes all of {@linkcode MADE_UP_RUNS}. */
export async function writeMadeUpRuns(resultsDir: string): Promise<void> {
  for (const made of MADE_UP_RUNS) await writeMadeUpRun(resultsDir, made);
}

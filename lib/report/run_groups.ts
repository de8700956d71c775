/**
 * Runs in order: those of one data set together, and in it those that differ only by seed.
 * @module
 */
import type { DatasetSummary } from "../evaluation/dataset_summary.ts";
import type { PredictorRow } from "../evaluation/evaluation_report.ts";
import type { Interval } from "../evaluation/interval.ts";
import type { MeasureKey } from "../evaluation/measures.ts";
import { formatCount } from "./format_number.ts";
import { isKerasRun, type NamedRun, nTrainPosters, settingsKey } from "./list_runs.ts";

/** Runs that differ only by their seed. */
export interface RunGroup {
  /** Name of the runs without their seed and without the data set's name. */
  readonly name: string;
  /** The runs by seed; at least one. */
  readonly runs: readonly NamedRun[];
  /** Whether they are the twin in Keras. */
  readonly isKeras: boolean;
  /** Share of the training part that they were trained on, in (0, 1]. */
  readonly trainShare: number;
  /** Number of posters that they were trained on. */
  readonly nTrain: number;
}

/** All runs that may stand in one table: same data set, same test movies, same threshold. */
export interface Board {
  /** Name of the data set. */
  readonly dataset: string;
  /** Name for headings and files, different for each board. */
  readonly title: string;
  /** Whether the posters are the sample set's drawings. */
  readonly isSample: boolean;
  /** Movies in the test part. */
  readonly nTest: number;
  /** Movies in the whole training part, from which the baselines know the frequencies. */
  readonly nTrain: number;
  /** The data set in numbers, where it was recorded. */
  readonly data?: DatasetSummary;
  /** The predictors that never look at a poster. */
  readonly baselines: readonly PredictorRow[];
  /** The groups: ours on all training posters, on fewer of them, then Keras. */
  readonly groups: readonly RunGroup[];
}

/**
 * Puts runs into boards, and the runs of each board into groups. Real data stands before drawn
 * posters, more runs before fewer.
 */
export function makeBoards(runs: readonly NamedRun[]): Board[] {
  const keyOf = ({ record, metrics }: NamedRun) =>
    JSON.stringify([metrics.isSample, metrics.dataset, record.dataset, metrics.test.threshold]);
  const titles = new Map<string, number>();
  return Object.values(Object.groupBy(runs, keyOf))
    .map((members) => members!)
    .sort(([a, ...otherA], [b, ...otherB]) =>
      Number(a.metrics.isSample) - Number(b.metrics.isSample) || otherB.length - otherA.length
    )
    .map((members) => {
      const [{ metrics }] = members;
      const { dataset, isSample, test } = metrics;
      const nth = (titles.get(dataset) ?? 0) + 1;
      titles.set(dataset, nth);
      return {
        dataset,
        title: nth === 1 ? dataset : `${dataset}-${nth}`,
        isSample,
        nTest: test.nSamples,
        nTrain: test.nTrain,
        data: members.find((run) => run.metrics.data)?.metrics.data,
        baselines: test.rows.filter(({ predictor }) => predictor !== "model"),
        groups: makeGroups(members, dataset),
      };
    });
}

/** The model's row of a run's test part. */
export function modelRow({ metrics }: NamedRun): PredictorRow {
  return metrics.test.rows.find(({ predictor }) => predictor === "model")!;
}

/** A measure of the model, or its difference to the constant predictor, one value a run. */
export function valuesOf(
  { runs }: RunGroup,
  key: MeasureKey,
  which: "measures" | "differenceToConstant" = "measures",
): Interval[] {
  return runs.map((run) => modelRow(run)[which]![key]);
}

/**
 * Mean and sample standard deviation (divided by n - 1).
 * @returns `sd` is NaN for a single value, both are NaN for none.
 * @example
 * ```ts
 * import { meanAndSd } from "./run_groups.ts";
 * import { assertEquals } from "@std/assert";
 * assertEquals(meanAndSd([1, 2, 3]), { mean: 2, sd: 1 });
 * ```
 */
export function meanAndSd(values: readonly number[]): { mean: number; sd: number } {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, sd: n > 1 ? Math.sqrt(squares / (n - 1)) : NaN };
}

function makeGroups(members: readonly NamedRun[], dataset: string): RunGroup[] {
  const groups = Object.values(Object.groupBy(members, (run) => settingsKey(run)))
    .map((runs): RunGroup => {
      const [first] = runs!;
      return {
        name: shortName(first.run, dataset),
        runs: runs!.toSorted((a, b) => a.record.config.seed - b.record.config.seed),
        isKeras: isKerasRun(first),
        trainShare: first.record.config.trainShare,
        nTrain: nTrainPosters(first),
      };
    });
  const isTaken = ({ name }: RunGroup) => groups.filter((group) => group.name === name).length > 1;
  return groups
    .map((group, i) => {
      const { config } = group.runs[0].record;
      const shares = groups.filter(({ name }) => name === group.name).map((g) => g.trainShare);
      if (!isTaken(group)) return group;
      const differs = new Set(shares).size === shares.length
        ? `${formatCount(group.nTrain)} posters`
        : `${config.epochs} epochs, ${i + 1}`;
      return { ...group, name: `${group.name} (${differs})` };
    })
    .sort((a, b) => Number(a.isKeras) - Number(b.isKeras) || b.trainShare - a.trainShare);
}

/** `movie-posters-original-seed1` of data set `movie-posters` is `original`. */
function shortName(run: string, dataset: string): string {
  const withoutSeed = run.replace(/-seed\d+(?=-|$)/, "");
  const prefix = `${dataset}-`;
  return withoutSeed.startsWith(prefix) ? withoutSeed.slice(prefix.length) : withoutSeed;
}

/**
 * The ablation in order: its steps, the changes of each, and the runs that measure them.
 * @module
 */
import { join } from "node:path";
import { readValidationMetrics, type ValidationMetrics } from "../evaluation/validation_metrics.ts";
import { type HistoryRow, readHistory } from "../training/history.ts";
import { NO_VALUE } from "./format_number.ts";

/** One change, as the ablation's plan tells of it. */
export interface AblationChange {
  /** Name, in the names of its runs. */
  readonly name: string;
  /** Title of the step that it belongs to, such as "loss". */
  readonly step: string;
  /** The one change in words. */
  readonly change: string;
}

/** A run that is measured on the validation part. */
export interface AblationRun {
  /** Name of the run's folder. */
  readonly run: string;
  /** Its `validation.json`. */
  readonly metrics: ValidationMetrics;
  /** Its `history.csv`; no rows if nothing was trained. */
  readonly history: readonly HistoryRow[];
}

/** A change with its runs, which differ only by their seed. */
export interface AblationResult extends AblationChange {
  /** The runs by seed; at least one. */
  readonly runs: readonly AblationRun[];
}

/** The changes of one step, in the plan's order. */
export interface AblationStep {
  /** Title of the step. */
  readonly title: string;
  /** The changes; at least one. */
  readonly results: readonly AblationResult[];
}

/** The ablation on one data set. */
export interface AblationBoard {
  /** Name of the data set. */
  readonly dataset: string;
  /** Whether the posters are the sample set's drawings. */
  readonly isSample: boolean;
  /** The steps in the plan's order; runs that the plan no longer has stand last. */
  readonly steps: readonly AblationStep[];
}

/** Title of the step of runs that the plan no longer has. */
export const UNPLANNED = "not in the plan";

/** Name of a run's folder. @param name Name of the change, with its seed as `-seed<seed>`. */
export function ablationRunName(dataset: string, name: string): string {
  return `${prefixOf(dataset)}${name}`;
}

/**
 * The runs of a folder such as `results/` that are measured on the validation part; folders without
 * `validation.json` are left out.
 * @throws {Deno.errors.NotFound} If there is no such folder.
 */
export async function listAblationRuns(resultsDir: string): Promise<AblationRun[]> {
  const runs: AblationRun[] = [];
  for await (const { name, isDirectory } of Deno.readDir(resultsDir)) {
    if (!isDirectory) continue;
    const dir = join(resultsDir, name);
    const metrics = await readValidationMetrics(dir);
    if (metrics) runs.push({ run: name, metrics, history: await readHistory(dir) });
  }
  return runs.sort((a, b) => a.run.localeCompare(b.run, "en", { numeric: true }));
}

/** Puts runs under their changes and steps; real data stands before drawn posters. */
export function makeAblation(
  runs: readonly AblationRun[],
  plan: readonly AblationChange[],
): AblationBoard[] {
  const groups = Object.values(Object.groupBy(runs, ({ metrics }) => metrics.dataset));
  return groups
    .map((members) => {
      const [{ metrics: { dataset, isSample } }] = members!;
      return { dataset, isSample, steps: stepsOf(members!, plan) };
    })
    .sort((a, b) => Number(a.isSample) - Number(b.isSample) || a.dataset.localeCompare(b.dataset));
}

/** Name of a run's change: the run's without data set and seed. */
export function changeNameOf(run: string, dataset: string): string {
  const prefix = prefixOf(dataset);
  const withoutSeed = run.replace(/-seed\d+$/, "");
  return withoutSeed.startsWith(prefix) ? withoutSeed.slice(prefix.length) : withoutSeed;
}

function prefixOf(dataset: string): string {
  return `${dataset}-ablation-`;
}

function stepsOf(runs: readonly AblationRun[], plan: readonly AblationChange[]): AblationStep[] {
  const runsOf = Object.groupBy(runs, ({ run, metrics }) => changeNameOf(run, metrics.dataset));
  const planned = new Set(plan.map(({ name }) => name));
  const unplanned = Object.keys(runsOf).filter((name) => !planned.has(name))
    .map((name): AblationChange => ({ name, step: UNPLANNED, change: NO_VALUE }));
  const results = [...plan, ...unplanned].flatMap(({ name, step, change }) => {
    const found = runsOf[name];
    return found ? [{ name, step, change, runs: found }] : [];
  });
  return Object.entries(Object.groupBy(results, ({ step }) => step))
    .map(([title, results]) => ({ title, results: results! }));
}

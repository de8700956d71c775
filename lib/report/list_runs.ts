/**
 * The evaluated runs of a folder, with all that the report says about them.
 * @module
 */
import { join } from "node:path";
import { readTextIfExists } from "../atomic_file.ts";
import { readRunMetrics, type RunMetrics } from "../evaluation/evaluate_run.ts";
import { type HistoryRow, readHistory } from "../training/history.ts";
import { type EnvironmentRecord, readRunRecord, type RunRecord } from "../training/run_record.ts";

/** An evaluated run under its name. */
export interface NamedRun {
  /** Name of the run's folder. */
  readonly run: string;
  /** Its `config.json`. */
  readonly record: RunRecord;
  /** Its `metrics.json`. */
  readonly metrics: RunMetrics;
  /** Its `history.csv`; no rows if there is none. */
  readonly history: readonly HistoryRow[];
  /** Its `environment.json` as far as it was written, or null if there is none. */
  readonly environment: Partial<EnvironmentRecord> | null;
}

/**
 * The evaluated runs of a folder such as `results/`, by name; folders without `config.json` or
 * `metrics.json` are left out.
 * @throws {Deno.errors.NotFound} If there is no such folder.
 */
export async function listRuns(resultsDir: string): Promise<NamedRun[]> {
  const runs: NamedRun[] = [];
  for await (const { name, isDirectory } of Deno.readDir(resultsDir)) {
    if (!isDirectory) continue;
    const dir = join(resultsDir, name);
    const [metrics, record] = [await readRunMetrics(dir), await readRunRecord(dir)];
    if (!metrics || !record) continue;
    const text = await readTextIfExists(join(dir, "environment.json"));
    const environment = text === null ? null : JSON.parse(text) as Partial<EnvironmentRecord>;
    runs.push({ run: name, record, metrics, history: await readHistory(dir), environment });
  }
  return runs.sort((a, b) => a.run.localeCompare(b.run, "en", { numeric: true }));
}

/** Whether the run is the twin in Keras. */
export function isKerasRun({ record }: Pick<NamedRun, "record">): boolean {
  return /^keras/i.test(record.madeBy ?? "");
}

/** Number of posters that the run was trained on. */
export function nTrainPosters(run: NamedRun): number {
  const { data, test } = run.metrics;
  return Math.round(run.record.config.trainShare * (data?.partSizes.train ?? test.nTrain));
}

/** Settings that runs must share to differ only by seed; some may be left out. */
export function settingsKey(run: NamedRun, leftOut: readonly string[] = []): string {
  const entries = Object.entries(run.record.config)
    .filter(([key]) => key !== "seed" && !leftOut.includes(key))
    .sort(([a], [b]) => a.localeCompare(b));
  const { madeBy = "", backbone } = run.record;
  return JSON.stringify([madeBy, backbone?.sha256 ?? "", ...entries]);
}

/** What a benchmark found, for people and for programs. */
import { makeTable, terminalTable } from "../../lib/report/text_table.ts";
import type { EnvironmentRecord } from "../../lib/training/run_record.ts";
import type { ComparedRates } from "./compare_rates.ts";
import type { BenchmarkName, WorkerReady, WorkerSettings } from "./messages.ts";

/** A benchmark's rates and what they were measured with. */
export interface BenchmarkResult {
  /** Name of the benchmark. */
  readonly benchmark: BenchmarkName;
  /** What every worker was told. */
  readonly settings: WorkerSettings;
  /** How often each contestant ran. */
  readonly nRounds: number;
  /** Contestants, ours first. */
  readonly workers: readonly { readonly name: string; readonly ready: WorkerReady }[];
  /** Rates; each table compares its first row with the others. */
  readonly tables: readonly { readonly title: string; readonly rows: readonly ComparedRates[] }[];
  /** The figures that count, by name. */
  readonly figures: Readonly<Record<string, number>>;
  /** The figures in words. */
  readonly conclusion: string;
}

/** The result as JSON takes it; the figures stand at the top, such as `ratioToKeras`. */
export function resultRecord(result: BenchmarkResult, now = new Date()): Record<string, unknown> {
  const { benchmark, settings, nRounds, workers, tables, figures } = result;
  const { posterFiles, ...shownSettings } = settings;
  return {
    benchmark,
    date: now.toISOString(),
    ...figures,
    rates: Object.fromEntries(
      tables.flatMap(({ rows }) => rows.map(({ name, ...values }) => [name, values])),
    ),
    settings: { ...shownSettings, nPosters: posterFiles.length, nRounds },
    machine: workers[0].ready.environment,
    versions: Object.fromEntries(workers.map(({ name, ready }) => [name, ready.versions])),
    nThreads: Object.fromEntries(workers.map(({ name, ready }) => [name, ready.nThreads])),
  };
}

/** The result as text for a terminal. */
export function describeResult(result: BenchmarkResult): string {
  const { settings: { config, nSteps, posterFiles }, nRounds, workers, tables } = result;
  const amount = posterFiles.length ? `${posterFiles.length} posters` : `${nSteps} steps`;
  const size = `${config.imageHeightPx}x${config.imageWidthPx}`;
  return [
    ...tables.map(({ title, rows }) => `${title}\n${ratesTable(rows)}\n`),
    `${result.conclusion}\n`,
    `Setting: ${config.preset} network, ${config.precision}, ${size}, batch ${config.batchSize}; ` +
    `${nRounds} rounds of ${amount} in alternation`,
    ...machineLines(workers[0].ready.environment),
    ...workers.map(({ name, ready }) => `${name}: ${describeWorker(ready)}`),
  ].join("\n");
}

function ratesTable(rows: readonly ComparedRates[]): string {
  const first = rows[0].name;
  return terminalTable(makeTable(rows, [
    { key: "name", header: "" },
    { key: "median", digits: 1 },
    { key: "min", header: "slowest", digits: 1 },
    { key: "max", header: "fastest", digits: 1 },
    { key: "oursRatio", header: `${first} / this`, digits: 2 },
  ]));
}

function machineLines(environment: EnvironmentRecord | undefined): string[] {
  if (!environment) return [];
  const { processor, instructionSets, nCores, memoryGiB, system, variables } = environment;
  const settings = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  return [
    `Machine: ${processor}; ${
      instructionSets.join(" ")
    }; ${nCores} cores, ${memoryGiB} GiB; ${system}`,
    `Environment of ours: ${settings.join(" ")}`,
    `TensorFlow's thread pools: at their default, a thread per core (${nCores})`,
  ];
}

function describeWorker({ versions, nThreads }: WorkerReady): string {
  const names = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return [...names, ...nThreads === null ? [] : [`${nThreads} threads in the process`]].join(", ");
}

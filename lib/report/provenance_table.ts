/**
 * Where the numbers come from: command, machine, versions and time of each run.
 * @module
 */
import type { EnvironmentRecord } from "../training/run_record.ts";
import { formatCount, formatFixed, NO_VALUE } from "./format_number.ts";
import type { NamedRun } from "./list_runs.ts";
import { runCommand } from "./run_command.ts";
import type { Board } from "./run_groups.ts";
import type { TextTable } from "./text_table.ts";

/** One row a run. */
export function provenanceTable({ groups }: Board): TextTable {
  return {
    headers: [
      "Run",
      "Epochs",
      "Training",
      "Posters/s",
      "Machine",
      "Versions",
      "Commit",
      "Command",
    ],
    alignments: ["left", "right", "right", "right", "left", "left", "left", "left"],
    rows: groups.flatMap(({ runs }) =>
      runs.map((run) => [
        run.run,
        `${run.metrics.epochs}`,
        trainingTime(run),
        speed(run),
        machine(run.environment),
        versions(run.environment),
        commit(run.environment),
        `\`${runCommand(run)}\``,
      ])
    ),
  };
}

/** Time of all epochs, validation not included: `29 min`, `2.1 h`. */
export function trainingTime({ history }: Pick<NamedRun, "history">): string {
  const seconds = history.reduce((sum, row) => sum + (row.seconds ?? 0), 0);
  if (seconds === 0) return NO_VALUE;
  if (seconds < 120) return `${formatFixed(seconds, 0)} s`;
  return seconds < 7200
    ? `${formatFixed(seconds / 60, 0)} min`
    : `${formatFixed(seconds / 3600, 1)} h`;
}

/** Slowest to fastest epoch. */
function speed({ history }: NamedRun): string {
  const rates = history.flatMap(({ imagesPerSecond }) => imagesPerSecond ?? []);
  if (rates.length === 0) return NO_VALUE;
  const [slowest, fastest] = [Math.min(...rates), Math.max(...rates)].map(formatCount);
  return slowest === fastest ? slowest : `${slowest} to ${fastest}`;
}

function machine(environment: Partial<EnvironmentRecord> | null): string {
  const { processor, nCores, memoryGiB, system } = environment ?? {};
  return [
    processor,
    nCores === undefined ? undefined : `${nCores} cores`,
    memoryGiB === undefined ? undefined : `${memoryGiB} GiB`,
    system,
  ].filter((words) => words !== undefined).join(", ") || "not recorded";
}

function versions(environment: Partial<EnvironmentRecord> | null): string {
  const { backend, deno } = environment ?? {};
  return [backend?.description, deno && `Deno ${deno}`].filter(Boolean).join(", ") ||
    "not recorded";
}

function commit(environment: Partial<EnvironmentRecord> | null): string {
  if (!environment?.commit) return NO_VALUE;
  const [hash, ...rest] = environment.commit.split("+");
  return [hash.slice(0, 7), ...rest].join("+");
}

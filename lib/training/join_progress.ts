/**
 * Progress of several trainings at the same time.
 * @module
 */
import type { Progress } from "../progress.ts";

/**
 * The sum of what all do now.
 * @param parts Progress of each, at least one.
 * @param who What they are together: `networks 1 and 2 of 2`.
 */
export function joinProgress(parts: readonly Progress[], who: string): Progress {
  const sum = (key: "done" | "total") => parts.reduce((sum, part) => sum + part[key], 0);
  const notes = parts.flatMap(({ note }) => note ?? []);
  return {
    label: `${who}, ${[...new Set(parts.map(({ label }) => label))].join(" and ")}`,
    done: sum("done"),
    total: sum("total"),
    unit: parts[0].unit,
    ...(notes.length && { note: notes.join(" and ") }),
  };
}

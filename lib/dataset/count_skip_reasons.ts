import type { SkippedPoster } from "./dataset_manifest.ts";

/** How often posters were skipped for the same reason. */
export interface SkipReason {
  /** Step of the funnel. */
  readonly step: SkippedPoster["step"];
  /** What is wrong with the files. */
  readonly reason: string;
  /** Movies left out for it. */
  readonly nMovies: number;
}

/** The reasons for which posters were skipped, the most frequent first. */
export function countSkipReasons(skipped: readonly SkippedPoster[]): SkipReason[] {
  const groups = Object.values(
    Object.groupBy(skipped, ({ step, reason }) => `${step}: ${reason}`),
  );
  return groups
    .map((group) => ({ step: group![0].step, reason: group![0].reason, nMovies: group!.length }))
    .sort((a, b) => b.nMovies - a.nMovies);
}

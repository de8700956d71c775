import type { ReliabilityBin } from "../metrics/calibration.ts";
import { numberOrNull } from "./genre_rows.ts";

/** A {@linkcode ReliabilityBin} that JSON can hold: null in place of NaN. */
export type ReliabilityRow = Omit<ReliabilityBin, "meanScore" | "positiveFraction"> & {
  /** Mean probability of the cells; null if there are none. */
  readonly meanScore: number | null;
  /** Share of the cells that are true; null if there are none. */
  readonly positiveFraction: number | null;
};

/** The bins, ready for JSON. */
export function reliabilityRows(bins: readonly ReliabilityBin[]): ReliabilityRow[] {
  return bins.map((bin) => ({
    ...bin,
    meanScore: numberOrNull(bin.meanScore),
    positiveFraction: numberOrNull(bin.positiveFraction),
  }));
}

/**
 * What a process that trains one network of a run and the one that started it tell each other: lines
 * of JSON on its standard input and output.
 * @module
 */
import type { RunConfig } from "../config.ts";
import type { DataSource } from "../dataset/data_source.ts";
import type { Progress } from "../progress.ts";
import type { HistoryRow } from "./history.ts";

/** The first line of the input: what to train. */
export interface NetworkOrder {
  /** Data set; its manifest must be there. */
  readonly source: DataSource;
  /** All values of the network's run. */
  readonly config: RunConfig;
  /** Folder of the network. */
  readonly runDir: string;
  /** As in `trainRun`. */
  readonly keepDecoded?: boolean;
  /** As in `trainRun`. */
  readonly networksAtOnce?: number;
  /** As in `train`. */
  readonly checkpointIntervalSeconds?: number;
}

/** The second line of the input, or its end: stop after the step under way. */
export const STOP = "stop";

/** A line of the output. */
export type NetworkMessage =
  | { readonly kind: "progress"; readonly progress: Progress }
  | { readonly kind: "step"; readonly step: number; readonly loss: number }
  | { readonly kind: "epoch"; readonly row: HistoryRow; readonly history: readonly HistoryRow[] }
  | {
    readonly kind: "skipped";
    readonly imdbId: number;
    readonly posterFile: string;
    readonly reason: string;
  }
  | { readonly kind: "ended"; readonly status: "finished" | "stopped" }
  | { readonly kind: "failed"; readonly message: string };

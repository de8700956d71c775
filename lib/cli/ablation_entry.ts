/**
 * What an ablation is made of.
 * @module
 */
import type { RunConfig } from "../config.ts";
import type { AblationChange } from "../report/ablation_steps.ts";

/** One change and the runs that measure it. */
export interface AblationEntry extends AblationChange {
  /** Name of an earlier entry that it is compared with; null for the constant predictor. */
  readonly parent: string | null;
  /**
   * What differs from the entry that it is compared with, whose other settings but `epochs` hold
   * here too. Settings of prediction alone, such as `testTimeFlips`, take that entry's weights and
   * train nothing.
   */
  readonly settings?: Partial<RunConfig>;
  /** Seeds; 1 alone by default. */
  readonly seeds?: readonly number[];
  /**
   * Earlier runs as `<entry>-seed<seed>`, whose mean probabilities are measured; nothing is
   * trained.
   */
  readonly members?: readonly string[];
}

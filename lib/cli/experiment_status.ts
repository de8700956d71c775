/**
 * How far an experiment has come, from the files of its run.
 * @module
 */
import { readRunMetrics, type RunMetrics } from "../evaluation/evaluate_run.ts";
import { readCheckpointRecord } from "../training/checkpoint.ts";
import { differingSettings, readRunRecord } from "../training/run_record.ts";
import type { ExperimentJob } from "./experiment_plan.ts";

/** How far an experiment has come. */
export interface ExperimentStatus {
  /** Whether it is trained and evaluated. */
  readonly isDone: boolean;
  /** Epochs that are trained. */
  readonly epoch: number;
  /** What was measured; null until it is done. */
  readonly metrics: RunMetrics | null;
}

/**
 * How far an experiment has come. Done is a run with measures of all its epochs and the same
 * settings and data set, even if another machine made it and its weights and data set are not here.
 */
export async function experimentStatus(
  { config, runDir, source }: Pick<ExperimentJob, "config" | "runDir" | "source">,
): Promise<ExperimentStatus> {
  const record = await readRunRecord(runDir);
  const metrics = await readRunMetrics(runDir);
  if (record && metrics) {
    const { epochs, bestEpoch } = metrics;
    const isSame = differingSettings(record.config, config).length === 0 &&
      record.dataset.name === source.name;
    const isOver = epochs === config.epochs || epochs - bestEpoch >= config.patienceEpochs;
    if (isSame && isOver) return { isDone: true, epoch: epochs, metrics };
  }
  const checkpoint = await readCheckpointRecord(runDir);
  return { isDone: false, epoch: checkpoint?.state.epoch ?? 0, metrics: null };
}

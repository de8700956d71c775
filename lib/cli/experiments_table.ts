/**
 * What is done of the experiments and what is left.
 * @module
 */
import type { PredictorRow } from "../evaluation/evaluation_report.ts";
import { makeTable, type TextTable } from "../report/text_table.ts";
import type { ExperimentJob } from "./experiment_plan.ts";
import { experimentStatus } from "./experiment_status.ts";
import { describeStatus } from "./job_status.ts";

/** One row an experiment: how far it is, and where it is done the test part's first measures. */
export async function experimentsTable(jobs: readonly ExperimentJob[]): Promise<TextTable> {
  const rows = [];
  for (const job of jobs) {
    const status = await experimentStatus(job);
    const model = status.metrics?.test.rows.find(isModel)?.measures;
    rows.push({
      name: job.name,
      state: describeStatus(status, job.config.epochs),
      best: status.metrics?.bestEpoch ?? null,
      hamming: model?.hammingLoss.value ?? null,
      oneError: model?.oneError.value ?? null,
      purpose: job.purpose,
    });
  }
  return makeTable(rows, [
    { key: "name", header: "Experiment" },
    { key: "state", header: "State" },
    { key: "best", header: "Best epoch" },
    { key: "hamming", header: "Hamming loss", digits: 4 },
    { key: "oneError", header: "One-error", digits: 4 },
    { key: "purpose", header: "Purpose" },
  ]);
}

function isModel({ predictor }: PredictorRow): boolean {
  return predictor === "model";
}

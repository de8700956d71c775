/**
 * What a notebook shows while a network trains: progress, the loss of each step, a line an epoch.
 * @module
 */
import { describeBackend } from "../backend/choose_backend.ts";
import { showChart } from "../report/display.ts";
import { liveLossChart, type StepLossRow } from "../report/live_loss_chart.ts";
import { describeHistoryRow } from "../training/describe_history_row.ts";
import { readHistory } from "../training/history.ts";
import { describeTimeLeft, type WorkConfig } from "../training/time_left.ts";
import type { TrainRunOptions } from "../training/train_run.ts";
import { notebookProgress } from "./notebook_progress.ts";

const chartIntervalMs = 10_000;

/** The callbacks of a training that is watched. */
export type LiveTraining = Required<
  Pick<
    TrainRunOptions,
    "onBackend" | "onNetwork" | "onProgress" | "onSkipped" | "onStep" | "onEpoch"
  >
>;

/**
 * Callbacks that show the training in the cell's output, the chart redrawn every ten seconds.
 * @param runDir Folder of the run; epochs that are done already stand before the new ones.
 * @param config The run's, for the time that is left.
 */
export async function liveTraining(
  runDir: string,
  config: WorkConfig,
): Promise<LiveTraining> {
  const earlierRows = await readHistory(runDir);
  const losses: StepLossRow[] = [];
  const displayId = crypto.randomUUID();
  let isShown = false;
  let lastDrawnMs = performance.now();
  const draw = async () => {
    await showChart(liveLossChart(losses), { displayId, update: isShown });
    isShown = true;
    lastDrawnMs = performance.now();
  };
  return {
    onBackend: (backend) => {
      console.log(`Backend: ${describeBackend(backend)}`);
      if (!earlierRows.length) return;
      console.log(["Done before:", ...earlierRows.map(describeHistoryRow)].join("\n"));
    },
    onNetwork: (number, nNetworks) => console.log(`Network ${number} of ${nNetworks}:`),
    onProgress: notebookProgress(),
    onSkipped: ({ imdbId }, error) => console.error(`Left out movie ${imdbId}: ${error.reason}`),
    onStep: async (step, loss) => {
      losses.push({ step, loss });
      if (performance.now() - lastDrawnMs > chartIntervalMs) await draw();
    },
    onEpoch: async (row) => {
      console.log(describeHistoryRow(row) + describeTimeLeft(row, config));
      if (losses.length) await draw();
    },
  };
}

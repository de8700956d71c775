import { assertEquals } from "@std/assert";
import { DEFAULT_RUN_CONFIG } from "../../lib/config.ts";
import { liveTraining } from "../../lib/notebook/live_training.ts";
import { describeHistoryRow } from "../../lib/training/describe_history_row.ts";
import { type HistoryRow, writeHistory } from "../../lib/training/history.ts";
import { withTempDir } from "../with_temp_dir.ts";

const untrained: HistoryRow = {
  epoch: 0,
  step: 0,
  trainLoss: null,
  valLoss: 0.7,
  valHammingLoss: 0.5,
  valOneError: 0.75,
  valCoverage: 16,
  valMacroAp: 0.125,
  seconds: null,
  imagesPerSecond: null,
  learningRate: null,
};

/** What is printed when the backend is known. */
async function printedAtStart(runDir: string): Promise<string[]> {
  const { onBackend } = await liveTraining(runDir, DEFAULT_RUN_CONFIG);
  const lines: string[] = [];
  const log = console.log;
  console.log = (text: string) => lines.push(...text.split("\n"));
  try {
    onBackend({ name: "cpu", description: "plain JavaScript", passedOver: [] });
  } finally {
    console.log = log;
  }
  return lines.slice(1);
}

Deno.test("liveTraining() first tells the epochs that a run has behind it", async () => {
  await withTempDir(async (runDir) => {
    assertEquals(await printedAtStart(runDir), []);
    const trained = { ...untrained, epoch: 1, trainLoss: 0.25, seconds: 60, imagesPerSecond: 40 };
    await writeHistory(runDir, [untrained, { ...trained, learningRate: 1e-4 }]);
    assertEquals(await printedAtStart(runDir), [
      "Done before:",
      describeHistoryRow(untrained),
      describeHistoryRow({ ...trained, learningRate: 1e-4 }),
    ]);
  });
});

/** A trained run that takes a second, on made-up data. */
import { join } from "node:path";
import { makeRunConfig } from "../../lib/config.ts";
import { buildDataset } from "../../lib/dataset/build_dataset.ts";
import type { DataSource } from "../../lib/dataset/data_source.ts";
import { trainRun } from "../../lib/training/train_run.ts";
import { writeMadeUpData } from "../dataset/made_up_data.ts";

/** Values of the run. */
export const tinyRunConfig = makeRunConfig({
  imageHeightPx: 24,
  imageWidthPx: 24,
  convFilters: [4],
  denseUnits: 4,
  epochs: 1,
  batchSize: 16,
  threshold: 0.4,
  seed: 3,
});

/** A data set of 58 movies in new temporary folders, which the caller removes. */
export async function madeUpSource(name: string): Promise<DataSource> {
  const dataDir = await writeMadeUpData();
  const source = { name, dataDir, datasetDir: join(dataDir, "dataset"), isSample: false };
  await buildDataset({ dataDir, outDir: source.datasetDir, name });
  return source;
}

/** Calls a function with a data set and a folder for a run. */
export async function withMadeUpSource(
  use: (source: DataSource, runDir: string) => Promise<void>,
): Promise<void> {
  const source = await madeUpSource("made-up");
  try {
    await use(source, join(source.dataDir, "run"));
  } finally {
    await Deno.remove(source.dataDir, { recursive: true });
  }
}

/** Calls a function with a data set and a run trained on it. */
export async function withTinyRun(
  use: (runDir: string, source: DataSource) => Promise<void>,
): Promise<void> {
  await withMadeUpSource(async (source, runDir) => {
    await trainRun({ source, config: tinyRunConfig, runDir });
    await use(runDir, source);
  });
}

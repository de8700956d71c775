/** Trains the original network in Keras on a data set of ours, into a run that ours can be put beside. */
import { join } from "node:path";
import { writeJsonAtomic } from "../../lib/atomic_file.ts";
import { DEFAULT_RUN_CONFIG, type RunConfig } from "../../lib/config.ts";
import { type DataSource, manifestSha256 } from "../../lib/dataset/data_source.ts";
import { readManifest } from "../../lib/dataset/manifest.ts";
import { partSamples } from "../../lib/dataset/part_samples.ts";
import type { OnProgress, Progress } from "../../lib/progress.ts";
import { projectRoot } from "../../lib/setup/paths.ts";
import { gitCommit } from "../../lib/training/git_commit.ts";
import type { HistoryRow } from "../../lib/training/history.ts";
import { type EnvironmentRecord, machineRecord, openRun } from "../../lib/training/run_record.ts";
import { benchPython } from "./bench_venv.ts";
import { recordKerasHistory } from "./keras_history.ts";
import { readLines } from "../../lib/read_lines.ts";

/** Settings that the twin has; all others must be the original network's. */
const sharedSettings: readonly (keyof RunConfig)[] = [
  "preset",
  "seed",
  "epochs",
  "patienceEpochs",
  "batchSize",
  "learningRate",
  "clipNorm",
  "imageHeightPx",
  "imageWidthPx",
  "convFilters",
  "convDropoutRate",
  "denseUnits",
  "denseDropoutRate",
  "threshold",
];

/** What {@linkcode trainKerasTwin} needs. */
export interface KerasTwinOptions {
  /** Data set; its manifest must be there. */
  readonly source: DataSource;
  /** All values of the run. */
  readonly config: RunConfig;
  /** Folder of the run; a run that is in it is gone on with. */
  readonly runDir: string;
  /** Folder for decoded posters, which seeds share; 150 kB a poster at 224x224. */
  readonly cacheDir?: string;
  /** Ends Keras at once; the run goes on from its last whole epoch. */
  readonly signal?: AbortSignal;
  /** Told of each step. */
  readonly onProgress?: OnProgress;
  /** Told of a poster that Keras' decoder cannot read. */
  readonly onSkipped?: (imdbId: number, reason: string) => void;
  /** Told of each new row of the history. */
  readonly onEpoch?: (row: HistoryRow) => void;
}

/** A line that keras_twin.py writes; it has one of the fields. */
interface TwinMessage {
  readonly progress?: Progress;
  readonly skipped?: { readonly imdbId: number; readonly reason: string };
  readonly versions?: Readonly<Record<string, string>>;
  readonly epoch?: number;
}

/**
 * Trains the twin to its end.
 * @returns Whether it was finished; false where the signal stopped it.
 * @throws {RangeError} If the configuration has a setting that the twin does not know.
 * @throws {Error} If the folder holds another run, or Keras fails.
 */
export async function trainKerasTwin(options: KerasTwinOptions): Promise<boolean> {
  const { source, config, runDir, signal } = options;
  checkSettings(config);
  const manifest = await readManifest(source.datasetDir);
  const sha256 = await manifestSha256(source);
  const record = {
    config,
    dataset: { name: source.name, manifestSha256: sha256 },
    madeBy: "Keras",
  };
  await openRun(runDir, record, await environmentOf("Keras"), { resume: true });

  const size = `${config.imageHeightPx}x${config.imageWidthPx}`;
  const cacheName = `${source.name}-${sha256.slice(0, 12)}-${size}`;
  const settings = {
    config,
    runDir,
    dataDir: source.dataDir,
    manifestFile: join(source.datasetDir, "manifest.json"),
    cacheDir: options.cacheDir ?? join(projectRoot, ".cache", "keras-twin", cacheName),
  };
  const process = new Deno.Command(benchPython, {
    args: [join(projectRoot, "tests", "bench", "keras_twin.py")],
    env: { TF_ENABLE_ONEDNN_OPTS: "1", TF_CPP_MIN_LOG_LEVEL: "2", PYTHONDONTWRITEBYTECODE: "1" },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
    signal,
  }).spawn();
  const complaints = new Response(process.stderr).text();
  const input = process.stdin.getWriter();
  await input.write(new TextEncoder().encode(JSON.stringify(settings) + "\n"));
  await input.close();

  const val = partSamples(manifest, "val", source.dataDir);
  for await (const line of readLines(process.stdout)) {
    const { progress, skipped, versions, epoch } = JSON.parse(line) as TwinMessage;
    if (progress) options.onProgress?.(progress);
    if (skipped) options.onSkipped?.(skipped.imdbId, skipped.reason);
    if (versions) {
      const description = Object.entries(versions).map((pair) => pair.join(" ")).join(", ");
      await writeJsonAtomic(join(runDir, "environment.json"), await environmentOf(description));
    }
    if (epoch !== undefined) {
      const history = await recordKerasHistory(runDir, val, config);
      options.onEpoch?.(history.at(-1)!);
    }
  }
  const { success, code } = await process.status;
  if (signal?.aborted) return false;
  if (!success) throw new Error(`Keras ended with code ${code}:\n${await complaints}`);
  await complaints;
  return true;
}

async function environmentOf(description: string): Promise<EnvironmentRecord> {
  const backend = { name: "keras", description, passedOver: [] } as const;
  const variables = { TF_ENABLE_ONEDNN_OPTS: "1" };
  return { backend, commit: await gitCommit(), ...machineRecord(), variables };
}

function checkSettings(config: RunConfig): void {
  for (const key of Object.keys(config) as (keyof RunConfig)[]) {
    const [wanted, found] = [DEFAULT_RUN_CONFIG[key], config[key]].map((v) => JSON.stringify(v));
    if (sharedSettings.includes(key) || wanted === found) continue;
    throw new RangeError(
      `Cannot train the Keras twin as ${key} must be ${wanted}: current value is ${found}`,
    );
  }
}

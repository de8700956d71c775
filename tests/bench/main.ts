/**
 * `deno task bench`: our speed beside Keras', side by side on this machine.
 * @module
 */
import { type Command, InvalidArgumentError } from "commander";
import { mainOf } from "../../lib/cli/main_of.ts";
import { newCommand, parseInteger } from "../../lib/cli/options.ts";
import { PRESETS } from "../../lib/presets.ts";
import { dataSource, ensureData } from "../../lib/dataset/data_source.ts";
import { FILES_AT_ONCE } from "../../lib/model/predict_files.ts";
import { alternate, type Turn } from "./alternate.ts";
import { checkSameNetwork, makeSettings } from "./bench_settings.ts";
import { ensureBenchVenv, hasPythonPackage } from "./bench_venv.ts";
import { type BenchmarkResult, describeResult, resultRecord } from "./benchmark_result.ts";
import { type ComparedRates, compareRates, fastest } from "./compare_rates.ts";
import { keras, kerasOneDnn, ours, torch, withAvx2Alone } from "./contestants.ts";
import { memoryCommand } from "./memory.ts";
import type { BenchmarkName, WorkerSettings } from "./messages.ts";
import { choosePosters } from "./poster_choice.ts";
import { startWorker, type Worker, type WorkerCommand } from "./worker.ts";

interface BenchOptions {
  readonly model: string;
  readonly batchSize: number;
  readonly frozen?: boolean;
  readonly bfloat16?: boolean;
  readonly avx2?: boolean;
  readonly rounds: number;
  readonly steps: number;
  readonly posters: number;
  readonly data: string;
  readonly json: boolean;
}

const say = (line: string) => console.error(line);

await mainOf(async () => {
  const bench = newCommand("bench", "Measures our speed beside Keras', in alternation.");
  const add = (name: string, description: string, batchSize?: number) => {
    const command = bench.command(name).description(description)
      .option("--model <preset>", `network: ${Object.keys(PRESETS).join(", ")}`, "original")
      .option("--rounds <number>", "how often each one runs", parseCount, 5)
      .option("--json", "print the result as JSON", false);
    if (batchSize === undefined) return command;
    return command.option("--batch-size <number>", "posters in a batch", parseCount, batchSize);
  };
  const withSteps = (command: Command) =>
    command.option("--steps <number>", "batches in a round", parseCount, 8);
  withSteps(add("training", "Training steps on batches in memory.", 32))
    .option("--frozen", "keep batch normalization as it is", false)
    .option("--bfloat16", "both sides compute convolutions in bfloat16", false)
    .option("--avx2", "as on a processor without AVX-512, as far as oneDNN goes", false)
    .action(training);
  withSteps(add("inference", "Probabilities for batches in memory.", 64)).action(inference);
  memoryCommand(bench, parseCount);
  const withPosters = (command: Command, nPosters: number) =>
    command
      .option("--data <folder>", "folder with posters/; the sample set if omitted", "")
      .option("--posters <number>", "posters in a round, at most", parseCount, nPosters);
  withPosters(add("predict", "Posters from disk to probabilities."), 320)
    .action(predict);
  withPosters(add("pipeline", "Posters from disk: decoding alone, and a whole epoch.", 32), 896)
    .action(pipeline);
  await bench.parseAsync(Deno.args, { from: "user" });
});

async function training(options: BenchOptions): Promise<void> {
  await besideKeras("training", "train", options);
}

async function inference(options: BenchOptions): Promise<void> {
  await besideKeras("inference", "predict", options);
}

async function predict(options: BenchOptions): Promise<void> {
  const withBatchSize = { ...options, batchSize: FILES_AT_ONCE };
  await besideKeras("predict", "predict", withBatchSize, await postersFor(withBatchSize));
}

async function besideKeras(
  benchmark: "training" | "inference" | "predict",
  job: string,
  options: BenchOptions,
  posterFiles: readonly string[] = [],
): Promise<void> {
  await ensureBenchVenv(say);
  const settings = { ...settingsOf(benchmark, options), posterFiles };
  let contestants = [ours, keras, kerasOneDnn];
  // PyTorch knows the original network alone, and reads no posters.
  const hasTorchNetwork = settings.config.architecture === "posterCnn" && !posterFiles.length;
  if (hasTorchNetwork && await hasPythonPackage("torch")) contestants.push(torch);
  if (options.avx2) contestants = contestants.map(withAvx2Alone);
  await withWorkers(contestants, settings, async (workers) => {
    checkSameNetwork(workers);
    const turns = workers.map((worker) => turnOf(worker, job));
    const rows = compareRates(await alternate(turns, options.rounds, say));
    const fasterKeras = fastest(
      rows.filter(({ name }) => name === keras.name || name === kerasOneDnn.name),
    );
    print(options, {
      benchmark,
      settings,
      nRounds: options.rounds,
      workers,
      tables: [{ title: `${benchmark}, images per second`, rows }],
      figures: { ratioToKeras: fasterKeras.oursRatio },
      conclusion: `ours / ${fasterKeras.name}, the faster one: ${fasterKeras.oursRatio.toFixed(2)}`,
    });
  });
}

async function postersFor({ data, posters, batchSize }: BenchOptions): Promise<string[]> {
  const source = dataSource(data);
  // tf.data needs the posters alone; the table is asked for with the sample set only.
  if (source.isSample) await ensureData(source);
  const posterFiles = await choosePosters(source.dataDir, posters, batchSize);
  say(`${posterFiles.length} posters of ${source.name} in each round`);
  return posterFiles;
}

async function pipeline(options: BenchOptions): Promise<void> {
  const posterFiles = await postersFor(options);
  await ensureBenchVenv(say);
  const cacheDir = await Deno.makeTempDir({ prefix: "bench-" });
  const settings = { ...settingsOf("pipeline", options), posterFiles, cacheDir };
  try {
    await withWorkers([ours, keras], settings, async (workers) => {
      const [ourWorker, kerasWorker] = workers;
      const rates = await alternate(
        [
          turnOf(ourWorker, "decode", "ours, decoding"),
          turnOf(kerasWorker, "decode", "tf.data, decoding"),
          turnOf(kerasWorker, "decodeFiltered", "tf.data, decoding with such a filter"),
          turnOf(ourWorker, "readDecoded", "ours, kept as bytes"),
          turnOf(kerasWorker, "readBytes", "tf.data, cached as bytes"),
          turnOf(kerasWorker, "readFloats", "tf.data, cached as floats"),
          turnOf(ourWorker, "trainFromDecoded", "epoch from kept posters"),
          turnOf(ourWorker, "trainFromMemory", "the same steps from memory"),
          turnOf(ourWorker, "trainDecoding", "epoch that decodes"),
        ],
        options.rounds,
        say,
      );
      const decoding = compareRates(rates.slice(0, 3));
      const reading = compareRates(rates.slice(3, 6));
      const training = compareRates(rates.slice(6));
      const firstEpoch = compareRates([rates[8], rates[7]]);
      print(options, {
        benchmark: "pipeline",
        settings,
        nRounds: options.rounds,
        workers,
        tables: [
          { title: "first pass: decoding and resizing, posters per second", rows: decoding },
          { title: "later passes: reading what was decoded, posters per second", rows: reading },
          { title: "training, posters per second", rows: training },
        ],
        ...pipelineFigures(decoding, reading, training, firstEpoch),
      });
    });
  } finally {
    await Deno.remove(cacheDir, { recursive: true });
  }
}

/** What counts in the pipeline's tables, as figures and in words. */
function pipelineFigures(
  [, tfData, tfDataFiltered]: readonly ComparedRates[],
  [, ...tfDataCaches]: readonly ComparedRates[],
  [, memory]: readonly ComparedRates[],
  [, memoryBesideDecoding]: readonly ComparedRates[],
): Pick<BenchmarkResult, "figures" | "conclusion"> {
  const figures = {
    ratioToTfData: tfData.oursRatio,
    ratioToTfDataFiltered: tfDataFiltered.oursRatio,
    ratioToTfDataCache: fastest(tfDataCaches).oursRatio,
    epochShare: memory.oursRatio,
    firstEpochShare: memoryBesideDecoding.oursRatio,
  };
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const conclusion = `decoding, ours / tf.data: ${figures.ratioToTfData.toFixed(2)}, ` +
    `with such a filter ${figures.ratioToTfDataFiltered.toFixed(2)}; later passes, ours / ${
      fastest(tfDataCaches).name
    }: ${figures.ratioToTfDataCache.toFixed(2)}; ` +
    `an epoch runs at ${percent(figures.epochShare)} of the rate from memory, one that decodes ` +
    `at ${percent(figures.firstEpochShare)}`;
  return { figures, conclusion };
}

function settingsOf(
  benchmark: BenchmarkName,
  { model: preset, batchSize, steps: nSteps, frozen: frozenBatchNorm, bfloat16, avx2 }:
    BenchOptions,
): WorkerSettings {
  if (avx2 && bfloat16) {
    throw new RangeError("Only one of --avx2 and --bfloat16 can be measured: AVX2 has no bfloat16");
  }
  const precision = bfloat16 ? "bfloat16" : "float32";
  return makeSettings(benchmark, { preset, batchSize, nSteps, frozenBatchNorm, precision });
}

/** Starts the workers one after another, so that none warms up beside another; ends them all. */
async function withWorkers(
  commands: readonly WorkerCommand[],
  settings: WorkerSettings,
  use: (workers: readonly Worker[]) => Promise<void>,
): Promise<void> {
  const workers: Worker[] = [];
  try {
    for (const command of commands) {
      say(`starting ${command.name} ...`);
      workers.push(await startWorker(command, settings));
    }
    await use(workers);
  } finally {
    for (const worker of workers) await worker.stop();
  }
}

function parseCount(text: string): number {
  const count = parseInteger(text);
  if (count < 1) throw new InvalidArgumentError("It must be 1 or more.");
  return count;
}

function turnOf(worker: Worker, job: string, name = worker.name): Turn {
  return { name, run: () => worker.run(job) };
}

function print({ json }: BenchOptions, result: BenchmarkResult): void {
  console.log(json ? JSON.stringify(resultRecord(result), null, 2) : describeResult(result));
}

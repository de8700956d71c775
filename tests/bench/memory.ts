/** `deno task bench memory`: the most memory that training takes, ours beside Keras'. */
import type { Command } from "commander";
import { PRESETS } from "../../lib/presets.ts";
import { makeTable, terminalTable } from "../../lib/report/text_table.ts";
import { checkSameNetwork, makeSettings } from "./bench_settings.ts";
import { ensureBenchVenv } from "./bench_venv.ts";
import { keras, kerasOneDnn, ours } from "./contestants.ts";
import { peakResidentBytes } from "./peak_memory.ts";
import { startWorker } from "./worker.ts";

/** What the benchmark takes from the command line. */
interface MemoryOptions {
  /** Preset whose network is trained. */
  readonly model: string;
  /** Posters in a batch. */
  readonly batchSize: number;
  /** Training steps after the warm-up. */
  readonly steps: number;
  /** Whether the result is printed as JSON. */
  readonly json: boolean;
}

/** Adds the command `memory`. @param parseCount Reads a number from 1 on. */
export function memoryCommand(bench: Command, parseCount: (text: string) => number): void {
  bench.command("memory").description("Peak resident memory of training, on one batch in memory.")
    .option("--model <preset>", `network: ${Object.keys(PRESETS).join(", ")}`, "original")
    .option("--batch-size <number>", "posters in a batch", parseCount, 32)
    .option("--steps <number>", "training steps after the warm-up", parseCount, 8)
    .option("--json", "print the result as JSON", false)
    .action(memory);
}

/** Trains in one process after another and prints each one's peak, from its start on. */
async function memory(options: MemoryOptions): Promise<void> {
  const { model: preset, batchSize, steps: nSteps } = options;
  const say = (line: string) => console.error(line);
  await ensureBenchVenv(say);
  const settings = {
    ...makeSettings("training", { preset, batchSize, nSteps }),
    nBatchesInMemory: 1,
  };
  const found = [];
  for (const command of [ours, keras, kerasOneDnn]) {
    say(`${command.name} ...`);
    const worker = await startWorker(command, settings);
    try {
      await worker.run("train");
      const peakMiB = await peakResidentBytes(worker.pid) / 2 ** 20;
      found.push({ name: worker.name, ready: worker.ready, peakMiB });
    } finally {
      await worker.stop();
    }
  }
  checkSameNetwork(found);
  const [{ peakMiB: ourPeakMiB }, ...rivals] = found;
  const ratioToKeras = ourPeakMiB / Math.min(...rivals.map(({ peakMiB }) => peakMiB));
  if (options.json) {
    const peaksMiB = Object.fromEntries(found.map(({ name, peakMiB }) => [name, peakMiB]));
    const machine = found[0].ready.environment;
    const result = { benchmark: "memory", ratioToKeras, peaksMiB, settings, machine };
    console.log(JSON.stringify(result, null, 2));
    return;
  }
  const rows = found.map(({ name, peakMiB }) => ({ name, peakMiB, ratio: ourPeakMiB / peakMiB }));
  console.log(terminalTable(makeTable(rows, [
    { key: "name", header: "" },
    { key: "peakMiB", header: "peak resident MiB", digits: 0 },
    { key: "ratio", header: "ours / this", digits: 2 },
  ])));
}

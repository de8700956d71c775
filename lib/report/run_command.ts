/**
 * The command that makes a run again.
 * @module
 */
import { basename, isAbsolute } from "node:path";
import { DEFAULT_RUN_CONFIG, type RunConfig } from "../config.ts";
import { PRESETS } from "../presets.ts";
import { makeHeadConfig } from "../training/head_config.ts";
import type { BackboneRecord } from "../training/run_record.ts";
import { isKerasRun, type NamedRun } from "./list_runs.ts";

/** Settings that have an option of their own; all others go through `--set`. */
const options: Readonly<Partial<Record<keyof RunConfig, string>>> = {
  seed: "--seed",
  epochs: "--epochs",
  patienceEpochs: "--patience",
  batchSize: "--batch-size",
  learningRate: "--learning-rate",
  startFrom: "--start-from",
};

/**
 * The command that prepares the data set, trains the run and measures it. `<folder>` stands for the
 * folder with the real table and posters. A setting appears where it differs from the preset's.
 */
export function runCommand(run: NamedRun): string {
  const { record: { config, dataset, backbone, averageOf }, metrics: { isSample, data, members } } =
    run;
  const task = averageOf
    ? "average-weights"
    : members
    ? "evaluate"
    : backbone
    ? "train-backbone"
    : isKerasRun(run)
    ? "keras-twin"
    : "reproduce";
  const words = [`deno task ${task}`];
  if (!isSample) words.push("--data <folder>");
  words.push(`--dataset ${dataset.name}`);
  if (data) {
    const { filter: { fromYear, toYear, unknownYear }, split } = data;
    if (fromYear !== null && fromYear !== 2000) words.push(`--from-year ${fromYear}`);
    if (toYear !== null) words.push(`--to-year ${toYear}`);
    if (unknownYear !== "drop") words.push(`--unknown-year ${unknownYear}`);
    if (split.seed !== 1) words.push(`--split-seed ${split.seed}`);
  }
  if (averageOf) {
    return [...words, `--members ${averageOf.runs.join(",")}`, `--run ${run.run}`].join(" ");
  }
  if (members) return [...words, `--members ${members.join(",")}`, `--run ${run.run}`].join(" ");
  if (backbone) return [...words, ...headWords(backbone, config), `--run ${run.run}`].join(" ");
  words.push(`--preset ${config.preset}`);
  const usual: RunConfig = { ...DEFAULT_RUN_CONFIG, ...PRESETS[config.preset] };
  for (const [key, value] of Object.entries(config)) {
    const name = key as keyof RunConfig;
    const isUsual = JSON.stringify(value) === JSON.stringify(usual[name]);
    if (name === "preset" || (isUsual && name !== "seed")) continue;
    // It follows from --start-from.
    if (name === "architecture" && config.startFrom) continue;
    const option = options[name];
    const shown = typeof value === "string" && isAbsolute(value)
      ? `<folder ${basename(value)}>`
      : value;
    words.push(option ? `${option} ${shown}` : `--set '${name}=${settingText(value)}'`);
  }
  const kind = isKerasRun(run) ? "keras" : config.preset;
  if (run.run !== `${dataset.name}-${kind}-seed${config.seed}`) {
    words.push(`--run ${run.run}`);
  }
  return words.join(" ");
}

/** Options of a run that trained a head only. */
function headWords(
  { origin, scaling, layer, hiddenUnits }: BackboneRecord,
  config: RunConfig,
): string[] {
  const usual = makeHeadConfig();
  const words = [
    `--backbone ${origin.includes("://") ? origin : `<folder ${origin}>`}`,
    `--scaling ${scaling}`,
    `--layer ${layer}`,
    `--hidden ${hiddenUnits}`,
    `--seed ${config.seed}`,
  ];
  for (const [key, value] of Object.entries(config)) {
    const name = key as keyof RunConfig;
    if (name === "seed" || JSON.stringify(value) === JSON.stringify(usual[name])) continue;
    words.push(`--set '${name}=${settingText(value)}'`);
  }
  return words;
}

function settingText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/**
 * What a run writes down of itself before its first step.
 * @module
 */
import * as os from "node:os";
import { join } from "node:path";
import { readTextIfExists, writeJsonAtomic } from "../atomic_file.ts";
import type { BackendInfo } from "../backend/choose_backend.ts";
import { thisProcessor } from "../backend/processor.ts";
import { DEFAULT_RUN_CONFIG, type RunConfig } from "../config.ts";
import { PLAIN_PREDICTION } from "../prediction_config.ts";
import { gitCommit } from "./git_commit.ts";
import { readRunProgress } from "./run_progress.ts";
import { isFinished } from "./training_state.ts";

/** The file `config.json` of a run. */
export interface RunRecord {
  /** All values of the run. */
  readonly config: RunConfig;
  /** Data set, and the hash of the manifest that defines it. */
  readonly dataset: { readonly name: string; readonly manifestSha256: string };
  /** What made the run where it is no network that this project trained whole, such as `Keras`. */
  readonly madeBy?: string;
  /** The runs whose mean weights it has, and the most epochs that one of them was trained. */
  readonly averageOf?: { readonly runs: readonly string[]; readonly epochs: number };
  /** The network under the head, where only a head was trained. */
  readonly backbone?: BackboneRecord;
  /** The saved network that it started from, `config.startFrom`. */
  readonly startedFrom?: StartRecord;
}

/** Whose weights a network goes back to. */
export interface WeightsOrigin {
  /** Architecture whose ImageNet weights they were; null if none. */
  readonly pretrained: RunConfig["architecture"] | null;
  /** Where a network of others came from; null if there is none in it. */
  readonly backbone: string | null;
}

/** A saved network that a run started from. */
export interface StartRecord extends WeightsOrigin {
  /** SHA-256 of its weights. */
  readonly weightsSha256: string;
}

/** Whose weights a run goes back to, over all runs that it started from. */
export function weightsOrigin({ config, backbone, startedFrom }: RunRecord): WeightsOrigin {
  return {
    pretrained: config.pretrained ? config.architecture : startedFrom?.pretrained ?? null,
    backbone: backbone?.origin ?? startedFrom?.backbone ?? null,
  };
}

/** A network of others whose features a head was trained on. */
export interface BackboneRecord {
  /** Address that it was loaded from, or the folder's name. */
  readonly origin: string;
  /** Which kind of tfjs model it is. */
  readonly format: string;
  /** SHA-256 over its files and how its features were taken. */
  readonly sha256: string;
  /** Layer or node whose output the features are. */
  readonly layer: string;
  /** Range of the pixels that it takes. */
  readonly scaling: string;
  /** Units of the head's hidden layer; 0 for none. */
  readonly hiddenUnits: number;
}

/** The file `environment.json` of a run. */
export interface EnvironmentRecord {
  /** What computes, versions included: a backend of tfjs, or Keras. */
  readonly backend: Omit<BackendInfo, "name"> & { readonly name: BackendInfo["name"] | "keras" };
  /** Commit of the code, with `+changes` where it was edited; null where git cannot tell. */
  readonly commit: string | null;
  /** Model name of the processor. */
  readonly processor: string;
  /** Instruction sets that decide the speed, where the system tells (Linux). */
  readonly instructionSets: readonly string[];
  /** Processor cores that the system shows. */
  readonly nCores: number;
  /** Main memory. */
  readonly memoryGiB: number;
  /** Operating system, its release and the architecture. */
  readonly system: string;
  /** Version of Deno. */
  readonly deno: string;
  /** Variables that change how TensorFlow computes. */
  readonly variables: Readonly<Record<string, string>>;
}

/** What this process computes with, and its code. */
export async function environmentRecord(backend: BackendInfo): Promise<EnvironmentRecord> {
  return { backend, commit: await gitCommit(), ...machineRecord() };
}

/** The machine, whatever computes on it. */
export function machineRecord(): Omit<EnvironmentRecord, "backend" | "commit"> {
  return {
    ...thisProcessor(),
    nCores: os.cpus().length,
    memoryGiB: Math.round(os.totalmem() / 2 ** 30),
    system: `${os.type()} ${os.release()} ${os.arch()}`,
    deno: Deno.version.deno,
    variables: setVariables(
      "TF_ENABLE_ONEDNN_OPTS",
      "TF_NUM_INTRAOP_THREADS",
      "TF_NUM_INTEROP_THREADS",
      "ONEDNN_MAX_CPU_ISA",
    ),
  };
}

/** Those of the variables that are set. */
function setVariables(...names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => {
    const value = Deno.env.get(name);
    return value === undefined ? [] : [[name, value]];
  }));
}

/** Options of {@linkcode openRun}. */
export interface OpenRunOptions {
  /** Go on with a run that is there; without it, a run that is there is an error. */
  readonly resume?: boolean;
}

/**
 * Starts a run's folder with `config.json` and `environment.json`, or checks that the run in it is
 * the same one. More epochs than before are allowed, and the run then goes on, unless its
 * learning rate follows from the number of epochs. The record of a finished run is left as it is.
 * @throws {Error} If a run is there and `resume` is not set, or it differs in a setting or in what
 * made it.
 */
export async function openRun(
  runDir: string,
  record: RunRecord,
  environment: EnvironmentRecord,
  { resume = false }: OpenRunOptions = {},
): Promise<void> {
  const existing = await readRunRecord(runDir);
  if (existing) {
    if (!resume) {
      throw new Error(
        `Cannot start a run in ${runDir} as there is one: resume it (--resume), ` +
          "choose another name (--run) or remove the folder",
      );
    }
    const state = (await readRunProgress(runDir, existing.config))?.state;
    const isOver = state !== undefined && isFinished(state, record.config);
    checkSameRun(runDir, existing, record, { epoch: state?.epoch ?? 0, isOver });
    // Nothing will be trained: what was written down stays true.
    if (isOver) return;
  }
  await writeJsonAtomic(join(runDir, "config.json"), record);
  await writeJsonAtomic(join(runDir, "environment.json"), environment);
}

/**
 * The run's `config.json`, or null if there is none. A setting that did not exist when the run was
 * made has its default value, which changes nothing.
 */
export async function readRunRecord(runDir: string): Promise<RunRecord | null> {
  const text = await readTextIfExists(join(runDir, "config.json"));
  if (text === null) return null;
  const { config, ...rest } = JSON.parse(text) as RunRecord;
  return { ...rest, config: { ...DEFAULT_RUN_CONFIG, ...config } };
}

/** Names of the settings in which two configurations differ. */
export function differingSettings(before: RunConfig, now: RunConfig): (keyof RunConfig)[] {
  return (Object.keys(now) as (keyof RunConfig)[])
    .filter((key) => jsonOf(before, key) !== jsonOf(now, key));
}

function checkSameRun(
  runDir: string,
  before: RunRecord,
  now: RunRecord,
  { epoch, isOver }: { readonly epoch: number; readonly isOver: boolean },
): void {
  const differences = differingSettings(before.config, now.config)
    .filter((key) => !mayChange(key, now.config, isOver))
    .map((key) => `${key} was ${jsonOf(before.config, key)}, is ${jsonOf(now.config, key)}`);
  if (before.dataset.manifestSha256 !== now.dataset.manifestSha256) {
    differences.push("the data set's manifest differs");
  }
  if (before.startedFrom?.weightsSha256 !== now.startedFrom?.weightsSha256) {
    differences.push("the network that it started from has other weights");
  }
  if (before.madeBy !== now.madeBy) {
    differences.push(`it is another kind of run (${before.madeBy ?? "trained by this project"})`);
  }
  if (epoch > now.config.epochs) {
    differences.push(`${epoch} epochs are done already, more than the ${now.config.epochs} wanted`);
  }
  if (differences.length) {
    throw new Error(
      `Cannot resume the run in ${runDir} as it must have the same settings: ` +
        `${differences.join("; ")}. Choose another name (--run).`,
    );
  }
}

/** Whether a resumed run may have another value of the setting. */
function mayChange(
  key: keyof RunConfig,
  { learningRateSchedule, augmentStartSizeShare, scheduleEpochs }: RunConfig,
  isOver: boolean,
): boolean {
  if (key === "epochs") {
    const isScheduled = learningRateSchedule !== "constant" || augmentStartSizeShare < 1;
    return !isScheduled || scheduleEpochs > 0;
  }
  // An evaluation may have changed it; the trained model says what holds.
  if (Object.hasOwn(PLAIN_PREDICTION, key)) return isOver;
  return key === "patienceEpochs";
}

function jsonOf(config: RunConfig, key: keyof RunConfig): string {
  return JSON.stringify(config[key]);
}

/**
 * Which kernels a run computes with, where there is a choice: kept with the run, so that it goes on
 * with the same bits, and for the machine, so that the next run repeats it.
 * @module
 */
import { join } from "node:path";
import { readTextIfExists, writeJsonAtomic } from "../atomic_file.ts";
import { type KernelChoices, kernelChoices, setKernelChoices } from "../backend/kernel_choice.ts";
import type { RunConfig } from "../config.ts";
import { projectRoot } from "../setup/paths.ts";
import type { EnvironmentRecord } from "./run_record.ts";

/** Options of {@linkcode openRunKernels}. */
export interface RunKernelsOptions {
  /** Folder of the run. */
  readonly runDir: string;
  /** Whether choices are made at all. */
  readonly config: Pick<RunConfig, "deterministic">;
  /** The machine that computes. */
  readonly environment: EnvironmentRecord;
  /** File with the choices of earlier runs on each machine; in the project's cache by default. */
  readonly machineFile?: string;
}

/**
 * Fixes the choices that the run, or else an earlier run on this machine, has made.
 * @returns Writes down what has been chosen since: `kernels.json` of the run.
 */
export async function openRunKernels(
  {
    runDir,
    config: { deterministic },
    environment,
    machineFile = join(projectRoot, ".cache", "kernels.json"),
  }: RunKernelsOptions,
): Promise<() => Promise<void>> {
  const runFile = join(runDir, "kernels.json");
  const machine = machineKey(environment);
  const ofRun = await readChoices(runFile) as KernelChoices | null;
  const ofMachine = async () =>
    await readChoices(machineFile) as Readonly<Record<string, KernelChoices>> | null ?? {};
  const known = ofRun ?? (deterministic ? {} : (await ofMachine())[machine] ?? {});
  setKernelChoices(known, { isDeterministic: deterministic });
  let nSaved = ofRun ? Object.keys(ofRun).length : -1;
  return async () => {
    const choices = kernelChoices();
    const nChoices = Object.keys(choices).length;
    if (nChoices === nSaved) return;
    nSaved = nChoices;
    await writeJsonAtomic(runFile, choices);
    if (!deterministic) {
      await writeJsonAtomic(machineFile, { ...await ofMachine(), [machine]: choices });
    }
  };
}

async function readChoices(file: string): Promise<unknown> {
  const text = await readTextIfExists(file);
  return text === null ? null : JSON.parse(text);
}

/** Kernels are as fast on another machine of the same kind. */
function machineKey({ backend, processor, nCores, variables }: EnvironmentRecord): string {
  const settings = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  return [processor, `${nCores} cores`, backend.description, ...settings].join("; ");
}

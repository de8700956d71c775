/**
 * A whole training run: data set, record, training.
 * @module
 */
import { join } from "node:path";
import { hasBfloat16 } from "../backend/bfloat16.ts";
import { type BackendInfo, chooseBackend } from "../backend/choose_backend.ts";
import { checkSetting, integerFrom } from "../check_setting.ts";
import { makeRunConfig, type RunConfig } from "../config.ts";
import { withAuxiliaryTargets } from "../dataset/auxiliary_targets.ts";
import { type DataSource, manifestSha256 } from "../dataset/data_source.ts";
import { decodedDirOf } from "../dataset/decoded_posters.ts";
import { readManifest } from "../dataset/manifest.ts";
import { partSamples } from "../dataset/part_samples.ts";
import { trainSubset } from "../dataset/train_subset.ts";
import { projectRoot } from "../setup/paths.ts";
import { readCheckpointRecord } from "./checkpoint.ts";
import type { EnsembleCallbacks } from "./joint_callbacks.ts";
import { networkOf } from "./network_of.ts";
import { openRunKernels } from "./run_kernels.ts";
import { type EnvironmentRecord, environmentRecord, openRun } from "./run_record.ts";
import { startRecord } from "./start_record.ts";
import { train } from "./train.ts";
import { trainEnsemble } from "./train_ensemble.ts";
import { trainInProcess } from "./train_in_process.ts";
import type { TrainOptions, TrainOutcome } from "./train_options.ts";
import { INITIAL_STATE } from "./training_state.ts";

/** What {@linkcode trainRun} needs besides the callbacks of `train`. */
export interface TrainRunOptions
  extends Omit<TrainOptions, "runDir" | "labels" | "train" | "val" | "config" | "decodedDir"> {
  /** Data set; its manifest must be there. */
  readonly source: DataSource;
  /** All values of the run. */
  readonly config: RunConfig;
  /** Folder of the run. */
  readonly runDir: string;
  /** Go on with the run that is in the folder, if there is one. */
  readonly resume?: boolean;
  /**
   * Whether to keep decoded posters in the data set's folder, so that later epochs and runs only
   * read them: 3 bytes a pixel, 2.7 GB for 17,800 posters of 224x224. By default, if there are
   * several epochs.
   */
  readonly keepDecoded?: boolean;
  /**
   * Networks of a run with several that are trained at the same time, each in a process of its own
   * with its share of the processor's cores. By default all, if there is a core and
   * {@linkcode GIB_PER_NETWORK} of memory for each, else as many as there is room for.
   */
  readonly networksAtOnce?: number;
  /** Told whose epochs follow in a run of several networks, by the network's number from 1. */
  readonly onNetwork?: EnsembleCallbacks["onNetwork"];
  /** Told of the backend before the first step. */
  readonly onBackend?: (backend: BackendInfo) => void;
}

/** Memory that a network is given, in GiB: the largest here takes 4 with batches of 64. */
export const GIB_PER_NETWORK = 6;

/** A run's configuration; the preset is `sample` on the sample set, else `original`. */
export function runConfigFor(source: DataSource, overrides: Partial<RunConfig> = {}): RunConfig {
  return makeRunConfig({
    ...overrides,
    preset: overrides.preset ?? (source.isSample ? "sample" : "original"),
  });
}

/** Folder of a run. @param name Name of the run; by default data set, preset and seed. */
export function runDirOf(source: DataSource, config: RunConfig, name = ""): string {
  return join(
    projectRoot,
    "results",
    name || `${source.name}-${config.preset}-seed${config.seed}`,
  );
}

/**
 * Trains a run on a prepared data set, or goes on with it.
 * @throws {Error} If the folder holds another run, or this one and `resume` is not set.
 * @throws {RangeError} If `networksAtOnce` is no positive integer, an auxiliary target has fewer than
 * two different known values, or as `networkOf` says.
 * @throws {Deno.errors.NotFound} If the data set has not been prepared.
 */
export async function trainRun(options: TrainRunOptions): Promise<TrainOutcome> {
  const { source, config, resume, keepDecoded = config.epochs > 1, networksAtOnce } = options;
  if (networksAtOnce !== undefined) {
    checkSetting("networksAtOnce", networksAtOnce, integerFrom(1, 100));
  }
  const manifest = await readManifest(source.datasetDir);
  const backend = await chooseBackend();
  options.onBackend?.(backend);
  if (config.precision === "bfloat16" && !hasBfloat16()) {
    console.warn('precision "bfloat16" is no faster on this machine: the run computes in float32');
  }
  const trainPart = trainSubset(partSamples(manifest, "train", source.dataDir), {
    share: config.trainShare,
    seed: config.seed,
  });
  // Before the run has a folder, so that what cannot be had leaves none behind.
  if (config.startFrom || config.frozenBlocks > 0 || config.frozenBefore) {
    (await networkOf(config, manifest.labels)).dispose();
  }
  const startedFrom = config.startFrom ? await startRecord(config.startFrom) : undefined;
  const samples = withAuxiliaryTargets(trainPart, manifest.samples, config.auxiliaryTargets);
  const dataset = { name: source.name, manifestSha256: await manifestSha256(source) };
  const environment = await environmentRecord(backend);
  const open = (own: Pick<TrainOptions, "runDir" | "config">, resume?: boolean) =>
    openRun(own.runDir, { config: own.config, dataset, startedFrom }, environment, { resume });
  const trainNetwork = async (own: Pick<TrainOptions, "runDir" | "config" | "onStep">) => {
    const saveKernels = await openRunKernels({ ...own, environment });
    return await train({
      ...options,
      ...own,
      onStep: async (step, loss) => {
        await saveKernels();
        await own.onStep?.(step, loss);
      },
      decodedDir: keepDecoded ? decodedDirOf(source.datasetDir) : undefined,
      labels: manifest.labels,
      train: samples,
      val: partSamples(manifest, "val", source.dataDir),
    });
  };
  await open(options, resume);
  if (config.ensembleSize === 1) return await trainNetwork(options);
  const nAtOnce = Math.min(config.ensembleSize, networksAtOnce ?? roomForNetworks(environment));
  return await trainEnsemble({ ...options, nAtOnce }, async (member) => {
    const { runDir, config } = member;
    if (nAtOnce === 1) {
      await open(member, true);
      return await trainNetwork(member);
    }
    const { checkpointIntervalSeconds } = options;
    const status = await trainInProcess(
      { source, config, runDir, keepDecoded, checkpointIntervalSeconds },
      {
        ...member,
        train: samples,
        onSkipped: options.onSkipped,
        nThreads: Math.max(1, Math.floor(environment.nCores / nAtOnce)),
      },
    );
    return { ...await readCheckpointRecord(runDir) ?? noProgress, status };
  });
}

/** How many networks the machine has cores and memory for, at least one. */
function roomForNetworks({ nCores, memoryGiB }: EnvironmentRecord): number {
  return Math.max(1, Math.min(nCores, Math.floor(memoryGiB / GIB_PER_NETWORK)));
}

const noProgress = { state: INITIAL_STATE, history: [] };

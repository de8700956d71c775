/**
 * From an ablation's entries to runs on a folder of data.
 * @module
 */
import type { RunConfig } from "../config.ts";
import { PRESETS } from "../presets.ts";
import { type DataSource, dataSource } from "../dataset/data_source.ts";
import { PLAIN_PREDICTION } from "../prediction_config.ts";
import { ablationRunName } from "../report/ablation_steps.ts";
import { runConfigFor, runDirOf } from "../training/train_run.ts";
import type { AblationEntry } from "./ablation_entry.ts";
import { chooseByName } from "./choose_by_name.ts";
import type { RunJob } from "./run_job.ts";

/** A run of the ablation on data that is there. */
export interface AblationJob extends RunJob {
  /** Folder of the run that it is compared with; the constant predictor if there is none. */
  readonly comparedWith?: string;
  /** Folder of the run whose weights it takes, if it trains none. */
  readonly trainedDir?: string;
  /** Folders of the runs whose mean it is, if it is one. */
  readonly memberDirs?: readonly string[];
}

/** Options of {@linkcode planAblation}. */
export interface PlanAblationOptions {
  /** Folder with the table and the posters; empty for the sample set. */
  readonly data: string;
  /** Name of the data set; empty for the folder's. */
  readonly dataset: string;
  /** Names of runs, `<entry>-seed<seed>`, or how they begin; none for all. */
  readonly only?: readonly string[];
  /** Epochs of entries that do not say how many; {@linkcode ABLATION_EPOCHS} by default. */
  readonly epochs?: number;
}

/** Epochs of an entry that does not say how many. */
export const ABLATION_EPOCHS = 3;

/** An entry that is planned: what others inherit, and its runs. */
interface PlannedEntry {
  readonly settings: Partial<RunConfig>;
  readonly jobs: readonly AblationJob[];
}

/**
 * The runs of an ablation in the entries' order. A run is compared with the other entry's run of
 * the same seed, or its first if it has no such seed.
 * @throws {RangeError} If two entries share a name, an entry is compared with or made of what does
 * not come before it or has no seeds or an empty list of members, settings are not allowed, or no
 * run's name begins with one of `only`.
 */
export function planAblation(
  entries: readonly AblationEntry[],
  { data, dataset, only = [], epochs = ABLATION_EPOCHS }: PlanAblationOptions,
): AblationJob[] {
  const source = dataSource(data, dataset);
  const planned = new Map<string, PlannedEntry>();
  for (const entry of entries) {
    const { name, parent } = entry;
    if (planned.has(name)) {
      throw new RangeError(
        `Cannot plan the ablation as each name must be there once: current value is "${name}" twice`,
      );
    }
    const other = parent === null ? undefined : planned.get(parent);
    if (parent !== null && !other) {
      throw new RangeError(
        `Cannot plan the ablation as ${name} must be compared with an entry before it: ` +
          `current value is "${parent}"`,
      );
    }
    planned.set(name, planEntry(entry, { source, epochs, other, planned }));
  }
  return chooseByName([...planned.values()].flatMap(({ jobs }) => jobs), only);
}

function planEntry(
  { name, change, settings = {}, seeds = [1], members }: AblationEntry,
  { source, epochs, other, planned }: {
    readonly source: DataSource;
    readonly epochs: number;
    readonly other?: PlannedEntry;
    readonly planned: ReadonlyMap<string, PlannedEntry>;
  },
): PlannedEntry {
  for (const [what, list] of Object.entries({ seeds, members: members ?? ["none"] })) {
    if (list.length) continue;
    throw new RangeError(
      `Cannot plan the ablation as the number of ${what} of ${name} must be at least 1: ` +
        "current value is 0",
    );
  }
  const whole = inherit(other?.settings ?? {}, settings);
  const isAskedOtherwise = other !== undefined && !members && Object.keys(settings).length > 0 &&
    Object.keys(settings).every((key) => Object.hasOwn(PLAIN_PREDICTION, key));
  const jobs = seeds.map((seed): AblationJob => {
    const reference = other?.jobs.find(({ config }) => config.seed === seed) ?? other?.jobs[0];
    const run = `${name}-seed${seed}`;
    const job = (config: RunConfig): AblationJob => ({
      name: run,
      purpose: change,
      source,
      filter: {},
      config,
      runDir: runDirOf(source, config, ablationRunName(source.name, run)),
      ...(reference && { comparedWith: reference.runDir }),
    });
    if (members) {
      const runs = members.map((member) => findMember(name, member, planned));
      const memberDirs = runs.map(({ runDir }) => runDir);
      return { ...job(runs[0].config), isDerived: true, memberDirs };
    }
    if (isAskedOtherwise) {
      if (reference!.memberDirs) {
        throw new RangeError(
          `Cannot plan the ablation as ${name} must have the weights of one run: ` +
            `current value is the mean ${reference!.name}`,
        );
      }
      const trainedDir = reference!.trainedDir ?? reference!.runDir;
      const config = runConfigFor(source, { ...reference!.config, ...settings });
      return { ...job(config), isDerived: true, trainedDir };
    }
    return job(runConfigFor(source, { epochs, ...whole, seed }));
  });
  // How long a run is trained is said by each entry for itself.
  const { epochs: _, ...inherited } = whole;
  return { settings: inherited, jobs };
}

/** An entry's settings over those of another; a preset's values hold over those of another too. */
function inherit(
  inherited: Partial<RunConfig>,
  settings: Partial<RunConfig>,
): Partial<RunConfig> {
  const preset = settings.preset === undefined ? {} : PRESETS[settings.preset] ?? {};
  const kept = Object.entries(inherited).filter(([key]) => !Object.hasOwn(preset, key));
  return { ...Object.fromEntries(kept), ...settings };
}

function findMember(
  name: string,
  member: string,
  planned: ReadonlyMap<string, PlannedEntry>,
): AblationJob {
  for (const { jobs } of planned.values()) {
    const job = jobs.find((job) => job.name === member);
    if (job) return job;
  }
  throw new RangeError(
    `Cannot plan the ablation as ${name} must be the mean of runs before it: ` +
      `current value is "${member}"`,
  );
}

/**
 * The networks of an ensemble, each a run of its own.
 * @module
 */
import { join } from "node:path";
import { makeRunConfig, type RunConfig } from "../config.ts";
import { deriveSeed } from "../random.ts";

/** Folders of the networks of a run with several, in their order. */
export function memberDirs(
  runDir: string,
  { ensembleSize }: Pick<RunConfig, "ensembleSize">,
): string[] {
  return Array.from({ length: ensembleSize }, (_, i) => join(runDir, `member-${i + 1}`));
}

/**
 * The settings of one network of a run with several: those of the run, with a seed of its own.
 * @param member Its number, from 1.
 */
export function memberConfig(config: RunConfig, member: number): RunConfig {
  // Seeds of runs are not negative.
  const seed = deriveSeed(config.seed, "ensemble member", member) & 0x7fff_ffff;
  return makeRunConfig({ ...config, ensembleSize: 1, seed });
}

/**
 * The networks of an ensemble, each a run of its own.
 * @module
 */
import { join } from "node:path";
import { makeRunConfig, type RunConfig } from "../config.ts";
import { deriveSeed } from "../random.ts";

/** Folder of one network of a run with several. @param member Its number, from 1. */
export function memberDirOf(runDir: string, member: number): string {
  return join(runDir, `member-${member}`);
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

/**
 * What a network is made to guess besides genres, as numbers of one scale.
 * @module
 */
import type { AuxiliaryTarget } from "../auxiliary_config.ts";
import type { PartSample } from "./part_samples.ts";

/** A movie with the values that can be targets; null where one is unknown. */
export type TargetMovie =
  & Pick<PartSample, "imdbId">
  & Readonly<Record<AuxiliaryTarget, number | null>>;

/**
 * Gives each sample its row of auxiliary targets. A target's values are standardized: their mean
 * over the samples becomes 0, their standard deviation 1. Its weight is the number of samples over
 * the number of known values, so that the weighted mean over all samples is the mean over the known
 * ones; an unknown value has weight 0.
 * @param samples Training part.
 * @param movies Movies of the data set, those of the samples among them.
 * @param targets Which values; without any, the samples are returned as they are.
 * @throws {RangeError} If a sample's movie is missing, or a target has fewer than two different
 * known values.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const samples = [1, 2, 3].map((imdbId) => (
 *   { imdbId, posterFile: `${imdbId}.jpg`, labels: Uint8Array.of(1) }
 * ));
 * const years = [2004, 2008, null];
 * const movies = years.map((year, i) => ({ imdbId: i + 1, year, imdbScore: null }));
 * const rows = withAuxiliaryTargets(samples, movies, ["year"]).map((sample) => sample.auxiliary);
 * assertEquals(rows.map((row) => [...row!]), [[-1.5, 1.5], [1.5, 1.5], [0, 0]]);
 * ```
 */
export function withAuxiliaryTargets(
  samples: readonly PartSample[],
  movies: readonly TargetMovie[],
  targets: readonly AuxiliaryTarget[],
): PartSample[] {
  if (!targets.length) return [...samples];
  const movieOf = new Map(movies.map((movie) => [movie.imdbId, movie]));
  const columns = targets.map((target) =>
    weightedColumn(
      target,
      samples.map(({ imdbId }) => valueOf(movieOf.get(imdbId), target, imdbId)),
    )
  );
  return samples.map((sample, i) => ({
    ...sample,
    auxiliary: Float32Array.from([
      ...columns.map(({ weight, values }) => weight * (values[i] ?? 0)),
      ...columns.map(({ weight, values }) => values[i] === null ? 0 : weight),
    ]),
  }));
}

interface WeightedColumn {
  /** Weight of a known value. */
  readonly weight: number;
  /** Standardized values, shape [nSamples]. */
  readonly values: readonly (number | null)[];
}

function valueOf(
  movie: TargetMovie | undefined,
  target: AuxiliaryTarget,
  imdbId: number,
): number | null {
  if (movie) return movie[target];
  throw new RangeError(
    `Cannot find the ${target} as each sample's movie must be in the data set: ` +
      `current value is movie ${imdbId}`,
  );
}

function weightedColumn(
  target: AuxiliaryTarget,
  values: readonly (number | null)[],
): WeightedColumn {
  const known = values.filter((value) => value !== null);
  if (new Set(known).size < 2) {
    throw new RangeError(
      `Cannot standardize the ${target} as the training part must have different values: ` +
        `current value is ${known.length ? `${known.length} times ${known[0]}` : "none"}`,
    );
  }
  const mean = meanOf(known);
  const standardDeviation = Math.sqrt(meanOf(known.map((value) => (value - mean) ** 2)));
  return {
    weight: values.length / known.length,
    values: values.map((value) => value === null ? null : (value - mean) / standardDeviation),
  };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

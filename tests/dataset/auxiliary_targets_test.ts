import { assertAlmostEquals, assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import type { AuxiliaryTarget } from "../../lib/auxiliary_config.ts";
import { type TargetMovie, withAuxiliaryTargets } from "../../lib/dataset/auxiliary_targets.ts";

const samples = [1, 2, 3, 4].map((imdbId) => ({
  imdbId,
  posterFile: `${imdbId}.jpg`,
  labels: Uint8Array.of(1),
}));

/** Movies by descending number, and one that is no sample. */
function moviesOf(
  years: readonly (number | null)[],
  imdbScores: readonly (number | null)[],
): TargetMovie[] {
  const movies = samples.map(({ imdbId }, i) => ({
    imdbId,
    year: years[i],
    imdbScore: imdbScores[i],
  }));
  return [...movies, { imdbId: 5, year: 1900, imdbScore: 0 }].toReversed();
}

function rowsFor(movies: readonly TargetMovie[], ...targets: AuxiliaryTarget[]): number[][] {
  return withAuxiliaryTargets(samples, movies, targets).map(({ auxiliary }) => [...auxiliary!]);
}

const { sqrt } = Math;

Deno.test("withAuxiliaryTargets() standardizes by the samples alone", () => {
  // Mean 2003, squared distances 9, 1, 1, 9: variance 5.
  const rows = rowsFor(moviesOf([2000, 2002, 2004, 2006], [1, 2, 3, 4]), "year");
  const expected = [-3, -1, 1, 3].map((distance) => [distance / sqrt(5), 1]);
  assertEquals(rows, expected.map((row) => [...Float32Array.from(row)]));
});

Deno.test("withAuxiliaryTargets() takes targets in the given order, then their weights", () => {
  const movies = moviesOf([2000, 2002, 2004, 2006], [9, 9, 5, 5]);
  const [first] = rowsFor(movies, "imdbScore", "year");
  assertEquals(first, [...Float32Array.of(1, -3 / sqrt(5), 1, 1)]);
});

Deno.test("withAuxiliaryTargets() gives unknown values no weight and the others theirs", () => {
  const movies = moviesOf([2000, null, 2010, null], [null, 7, 6, 8]);
  const rows = rowsFor(movies, "year", "imdbScore");
  assertEquals(rows.map(([, , ...weights]) => weights), [
    [2, 0],
    [0, Math.fround(4 / 3)],
    [2, Math.fround(4 / 3)],
    [0, Math.fround(4 / 3)],
  ]);
  assertEquals(rows.map(([year]) => year), [-2, 0, 2, 0]);
  assertEquals(rows.map(([, score]) => score)[0], 0);
  for (const column of [0, 1]) {
    const values = rows.map((row) => row[column]);
    // Weighted, the mean is still 0, and the mean square 1.
    assertAlmostEquals(values.reduce((sum, value) => sum + value, 0), 0, 1e-6);
    const squares = rows.map((row) => row[column + 2] && row[column] ** 2 / row[column + 2]);
    assertAlmostEquals(squares.reduce((sum, value) => sum + value, 0) / 4, 1, 1e-6);
  }
});

Deno.test("withAuxiliaryTargets() leaves the samples as they are where there are no targets", () => {
  const movies = moviesOf([2000, 2001, 2002, 2003], [1, 2, 3, 4]);
  const unchanged = withAuxiliaryTargets(samples, movies, []);
  unchanged.forEach((sample, i) => assertStrictEquals(sample, samples[i]));
  const changed = withAuxiliaryTargets(samples, movies, ["year"]);
  assertEquals(changed.map(({ auxiliary: _, ...sample }) => sample), samples);
});

Deno.test("withAuxiliaryTargets() refuses what cannot be standardized and unknown movies", () => {
  for (
    const [years, found] of [
      [[2001, 2001, null, 2001], "3 times 2001"],
      [[null, null, null, null], "none"],
      [[null, 2004, null, null], "1 times 2004"],
    ] as const
  ) {
    assertThrows(
      () => rowsFor(moviesOf(years, [1, 2, 3, 4]), "imdbScore", "year"),
      RangeError,
      `Cannot standardize the year as the training part must have different values: current value is ${found}`,
    );
  }
  assertThrows(
    () => rowsFor(moviesOf([2000, 2001, 2002, 2003], [1, 2, 3, 4]).slice(0, -1), "year"),
    RangeError,
    "current value is movie 1",
  );
});

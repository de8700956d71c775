import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { computeMeasures, MEASURES } from "../../lib/evaluation/measures.ts";
import { yearRows } from "../../lib/evaluation/year_rows.ts";
import { makePrng } from "../../lib/random.ts";

const prng = makePrng(5);
const settings = { threshold: 0.5, resamples: 30, level: 0.95, seed: 1 };
const constant = [0.4, 0.3, 0.2];

/** Movies of these years, with scores that know a little. */
function movies(years: readonly (number | null)[]) {
  const yTrue = years.map(() => {
    const row = constant.map((share) => Number(prng.chance(share)));
    return row.some(Boolean) ? row : [1, 0, 0];
  });
  const yScore = yTrue.map((row) => row.map((value) => 0.3 * value + 0.6 * prng.uniform()));
  return { years, yTrue, yScore, constant, ...settings };
}

const repeat = <T>(count: number, value: T): T[] => new Array<T>(count).fill(value);

Deno.test("yearRows() measures five years at a time, movies of unknown year last", () => {
  const input = movies([
    ...repeat(50, null),
    ...repeat(40, 2011),
    ...repeat(30, 2012),
    ...repeat(60, 2003),
    ...repeat(49, 2007),
  ]);
  const rows = yearRows(input);
  assertEquals(rows.map(({ fromYear, toYear, nSamples }) => [fromYear, toYear, nSamples]), [
    [2003, 2003, 60],
    [2011, 2012, 70],
    [null, null, 50],
  ]);
  const places = [...input.years.keys()].filter((i) => (input.years[i] ?? 0) > 2010);
  const yTrue = places.map((i) => input.yTrue[i]);
  const expected = {
    model: computeMeasures({ yTrue, yScore: places.map((i) => input.yScore[i]), threshold: 0.5 }),
    constant: computeMeasures({ yTrue, yScore: places.map(() => constant), threshold: 0.5 }),
  };
  const { model, constant: baseline, differenceToConstant } = rows[1];
  for (const { key } of MEASURES) {
    assertAlmostEquals(model[key].value!, expected.model[key], 1e-12);
    assertAlmostEquals(baseline[key].value!, expected.constant[key], 1e-12);
    const difference = expected.model[key] - expected.constant[key];
    assertAlmostEquals(differenceToConstant[key].value!, difference, 1e-12);
  }
  assert(model.lrap.low! < model.lrap.value! && model.lrap.value! < model.lrap.high!);
});

Deno.test("yearRows() refuses years that are not one per movie", () => {
  const input = movies(repeat(60, 2003));
  assertThrows(
    () => yearRows({ ...input, years: [2003] }),
    RangeError,
    "years must have 60 entries",
  );
});

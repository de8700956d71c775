import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { computeMeasures, MEASURES } from "../../lib/evaluation/measures.ts";
import type { RunScores } from "../../lib/evaluation/run_scores.ts";
import { measureValidation } from "../../lib/evaluation/validation_metrics.ts";
import { makePrng } from "../../lib/random.ts";

const nSamples = 40;
const frequencies = [1 / 2, 1 / 4, 1 / 4];
const prng = makePrng(5);
const yTrue = Array.from({ length: nSamples }, (_, i) => [i % 2, Number(i % 4 === 0), 1 - i % 2]);
const yTrain = [[1, 0, 0], [0, 1, 0], [1, 0, 0], [0, 0, 1]];

/** Scores that know the labels as well as `skill` says. */
function scoresOf(skill: number): RunScores {
  return {
    weightsSha256: `skill ${skill}`,
    imdbIds: yTrue.map((_, i) => i),
    yTrue,
    yScore: yTrue.map((row) => row.map((label) => 0.4 * prng.uniform() + skill * label)),
  };
}

const weak = scoresOf(0.1);
const strong = scoresOf(0.5);
const settings = { yTrain, threshold: 0.5, resamples: 60, seed: 1 };

Deno.test("measureValidation() has the measures of run and constant predictor", () => {
  const found = measureValidation({ ...settings, scores: strong });
  const expected = computeMeasures({ ...strong, threshold: 0.5 });
  const constant = computeMeasures({
    yTrue,
    yScore: yTrue.map(() => frequencies),
    threshold: 0.5,
  });
  assertEquals([found.nSamples, found.nTrain], [nSamples, yTrain.length]);
  for (const { key } of MEASURES) {
    assertAlmostEquals(found.measures[key].value!, expected[key], 1e-12, key);
    assertAlmostEquals(found.constant[key].value!, constant[key], 1e-12, key);
    // Without a reference the constant predictor is it.
    assertAlmostEquals(found.difference[key].value!, expected[key] - constant[key], 1e-12, key);
  }
});

Deno.test("measureValidation() pairs the run with its reference, sign included", () => {
  const up = measureValidation({ ...settings, scores: strong, reference: weak });
  const down = measureValidation({ ...settings, scores: weak, reference: strong });
  assert(up.difference.lrap.low! > 0 && down.difference.lrap.high! < 0);
  for (const { key } of MEASURES) {
    const [{ value, low, high }, other] = [up.difference[key], down.difference[key]];
    assertAlmostEquals(value!, up.measures[key].value! - down.measures[key].value!, 1e-12);
    assertAlmostEquals(low!, -other.high!, 1e-12, key);
    assertAlmostEquals(high!, -other.low!, 1e-12, key);
  }
  assertEquals(up.constant, down.constant);
  const same = measureValidation({ ...settings, scores: weak, reference: weak });
  assertEquals(same.difference.macroAp, { value: 0, low: 0, high: 0 });
});

Deno.test("measureValidation() refuses a reference that scored other movies", () => {
  const reference = { ...weak, imdbIds: weak.imdbIds.toReversed() };
  assertThrows(
    () => measureValidation({ ...settings, scores: strong, reference }),
    RangeError,
    "the same movies in the same order: the reference scored 40 movies, the run 40",
  );
});

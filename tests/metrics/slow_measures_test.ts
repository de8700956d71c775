import { assert, assertAlmostEquals } from "@std/assert";
import { averagePrecision } from "../../lib/metrics/average_precision.ts";
import { coverageError } from "../../lib/metrics/coverage_error.ts";
import { labelRankingAveragePrecision } from "../../lib/metrics/label_ranking_average_precision.ts";
import { labelRankingLoss } from "../../lib/metrics/label_ranking_loss.ts";
import { microAveragePrecision } from "../../lib/metrics/micro_average_precision.ts";
import { oneError } from "../../lib/metrics/one_error.ts";
import { makePrng } from "../../lib/random.ts";
import { randomCase } from "./random_case.ts";
import {
  slowAveragePrecision,
  slowCoverageError,
  slowLrap,
  slowOneError,
  slowRankingLoss,
} from "./slow_measures.ts";

const pairs = [
  { fast: oneError, slow: slowOneError },
  { fast: coverageError, slow: slowCoverageError },
  { fast: labelRankingLoss, slow: slowRankingLoss },
  { fast: labelRankingAveragePrecision, slow: slowLrap },
  {
    fast: microAveragePrecision,
    slow: (yTrue: number[][], yScore: number[][]) =>
      slowAveragePrecision(yTrue.flat(), yScore.flat()),
  },
];

for (const { fast, slow } of pairs) {
  Deno.test(`${fast.name}() agrees with a slow second implementation, with and without ties`, () => {
    const prng = makePrng(1);
    for (let i = 0; i < 100; i++) {
      const shape = { nSamples: prng.integer(2, 12), nLabels: prng.integer(2, 9) };
      const { yTrue, yScore } = randomCase(prng, {
        ...shape,
        levels: prng.pick([undefined, 2, 4]),
      });
      if (!yTrue.flat().includes(1)) continue; // micro AP is undefined
      assertAlmostEquals(fast(yTrue, yScore), slow(yTrue, yScore), 1e-12);
    }
  });
}

Deno.test("averagePrecision() agrees with a slow second implementation, label by label", () => {
  const prng = makePrng(2);
  let undefinedLabels = 0;
  for (let i = 0; i < 300; i++) {
    const length = prng.integer(1, 15);
    const yTrue = Array.from({ length }, () => Number(prng.chance(0.3)));
    const yScore = Array.from({ length }, () => prng.integer(0, 6) / 6);
    const expected = slowAveragePrecision(yTrue, yScore);
    const actual = averagePrecision(yTrue, yScore);
    if (Number.isNaN(expected)) {
      undefinedLabels++;
      assert(Number.isNaN(actual));
    } else assertAlmostEquals(actual, expected, 1e-12);
  }
  assert(undefinedLabels > 0);
});

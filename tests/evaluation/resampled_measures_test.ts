import { assert, assertAlmostEquals } from "@std/assert";
import { drawCounts } from "../../lib/evaluation/bootstrap.ts";
import { computeMeasures, MEASURES, type Threshold } from "../../lib/evaluation/measures.ts";
import { prepareMeasures } from "../../lib/evaluation/resampled_measures.ts";
import { makePrng } from "../../lib/random.ts";
import { randomCase } from "../metrics/random_case.ts";

/** The plain way: a sample drawn n times becomes n rows. */
function repeatRows(matrix: number[][], counts: ArrayLike<number>): number[][] {
  return matrix.flatMap((row, i) => new Array<number[]>(counts[i]).fill(row));
}

function assertSameMeasures(
  { yTrue, yScore }: { yTrue: number[][]; yScore: number[][] },
  threshold: Threshold,
  counts: ArrayLike<number>,
) {
  const actual = prepareMeasures({ yTrue, yScore, threshold })(counts);
  const expected = computeMeasures({
    yTrue: repeatRows(yTrue, counts),
    yScore: repeatRows(yScore, counts),
    threshold,
  });
  for (const { key } of MEASURES) {
    if (Number.isNaN(expected[key])) assert(Number.isNaN(actual[key]), key);
    else assertAlmostEquals(actual[key], expected[key], 1e-12, key);
  }
}

for (const levels of [undefined, 3]) {
  const ties = levels ? "with ties" : "without ties";
  Deno.test(`prepareMeasures() agrees with measuring the resampled rows, ${ties}`, () => {
    const prng = makePrng(8);
    for (let i = 0; i < 30; i++) {
      const drawn = randomCase(prng, { nSamples: 25, nLabels: 6, levels });
      assertSameMeasures(drawn, 0.5, drawCounts(25, prng));
      assertSameMeasures(drawn, [0.1, 0.9, 0.5, 0.3, 0, 0.7], drawCounts(25, prng));
    }
  });
}

Deno.test("prepareMeasures() with every count 1 agrees with computeMeasures()", () => {
  const drawn = randomCase(makePrng(9), { nSamples: 20, nLabels: 5 });
  assertSameMeasures(drawn, 0.5, new Uint32Array(20).fill(1));
});

Deno.test("prepareMeasures() leaves out a label whose positives were not drawn", () => {
  const yTrue = [[1, 0], [0, 1], [0, 1]];
  const yScore = [[0.9, 0.1], [0.2, 0.6], [0.3, 0.4]];
  assertSameMeasures({ yTrue, yScore }, 0.5, [0, 2, 1]);
});

Deno.test("prepareMeasures() gives NaN where no positive at all was drawn", () => {
  const yTrue = [[1, 0], [0, 0]];
  const yScore = [[0.9, 0.1], [0.2, 0.6]];
  assertSameMeasures({ yTrue, yScore }, 0.5, [0, 2]);
});

import { assert, assertEquals } from "@std/assert";
import { sweepThreshold } from "../../lib/evaluation/threshold_sweep.ts";

const yTrue = [[1, 0], [1, 1]];
const yScore = [[0.8, 0.6], [0.4, 0.2]];

Deno.test("sweepThreshold() measures the predictions at each threshold", () => {
  assertEquals(sweepThreshold(yTrue, yScore, [0.1, 0.5, 0.9]), [
    {
      threshold: 0.1,
      hammingLoss: 1 / 4,
      microF1: 6 / 7,
      macroF1: (1 + 2 / 3) / 2,
      labelsPerMovie: 2,
    },
    { threshold: 0.5, hammingLoss: 3 / 4, microF1: 2 / 5, macroF1: 1 / 3, labelsPerMovie: 1 },
    { threshold: 0.9, hammingLoss: 3 / 4, microF1: 0, macroF1: 0, labelsPerMovie: 0 },
  ]);
});

Deno.test("sweepThreshold() covers 0.01 to 0.99 by default, ever fewer labels", () => {
  const rows = sweepThreshold(yTrue, yScore);
  assertEquals([rows.length, rows[0].threshold, rows[98].threshold], [99, 0.01, 0.99]);
  rows.slice(1).forEach((row, i) => assert(row.labelsPerMovie <= rows[i].labelsPerMovie));
});

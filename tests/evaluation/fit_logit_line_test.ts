import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { fitLogitLine } from "../../lib/evaluation/fit_logit_line.ts";
import { sigmoid } from "../../lib/metrics/apply_calibration.ts";
import { makePrng } from "../../lib/random.ts";

/** Cells whose truth follows `sigmoid(slope * logit + intercept)`. */
function drawCells(n: number, { slope, intercept }: { slope: number; intercept: number }) {
  const prng = makePrng(5);
  const logits = Float64Array.from({ length: n }, () => prng.normal(-1, 2));
  const yTrue = logits.map((x) => Number(prng.chance(sigmoid(slope * x + intercept))));
  return { logits, yTrue };
}

Deno.test("fitLogitLine() finds the line that the cells were drawn from", () => {
  const { slope, intercept } = fitLogitLine({
    ...drawCells(40_000, { slope: 1.7, intercept: -0.8 }),
    hasIntercept: true,
  });
  assertAlmostEquals(slope, 1.7, 0.05);
  assertAlmostEquals(intercept, -0.8, 0.05);
});

Deno.test("fitLogitLine() fits a temperature alone where no intercept is asked for", () => {
  const cells = drawCells(40_000, { slope: 0.4, intercept: 0 });
  const { slope, intercept } = fitLogitLine({ ...cells, hasIntercept: false });
  assertEquals(intercept, 0);
  assertAlmostEquals(slope, 0.4, 0.02);
});

Deno.test("fitLogitLine() ends where the gradient of a convex loss is 0, with Platt's targets", () => {
  const { logits, yTrue } = drawCells(60, { slope: 1, intercept: 0.5 });
  const { slope, intercept } = fitLogitLine({ logits, yTrue, hasIntercept: true });
  const nTrue = yTrue.reduce((sum, y) => sum + y, 0);
  const target = (y: number) => y ? (nTrue + 1) / (nTrue + 2) : 1 / (60 - nTrue + 2);
  let [bySlope, byIntercept] = [0, 0];
  logits.forEach((x, i) => {
    const error = sigmoid(slope * x + intercept) - target(yTrue[i]);
    bySlope += error * x;
    byIntercept += error;
  });
  assertAlmostEquals(bySlope, 0, 1e-6);
  assertAlmostEquals(byIntercept, 0, 1e-6);
});

Deno.test("fitLogitLine() stays finite where logits tell all cells apart, or are all equal", () => {
  const apart = fitLogitLine({ logits: [-1, -2, 3, 4], yTrue: [0, 0, 1, 1], hasIntercept: true });
  assert(apart.slope > 0 && Number.isFinite(apart.slope) && Number.isFinite(apart.intercept));
  // One logit: whatever the line, it must give the mean target, here (2/3 + 3 * 1/5) / 4.
  const equal = fitLogitLine({ logits: [2, 2, 2, 2], yTrue: [1, 0, 0, 0], hasIntercept: true });
  assertAlmostEquals(sigmoid(2 * equal.slope + equal.intercept), (2 / 3 + 3 / 5) / 4, 1e-6);
  const far = fitLogitLine({ logits: [-900, 800, 700], yTrue: [1, 0, 1], hasIntercept: true });
  assert(Number.isFinite(far.slope) && Number.isFinite(far.intercept));
});

Deno.test("fitLogitLine() gives a negative slope where the logits mislead", () => {
  const line = fitLogitLine({ logits: [-2, -1, 1, 2], yTrue: [1, 1, 0, 0], hasIntercept: true });
  assert(line.slope < 0);
});

Deno.test("fitLogitLine() refuses lists of different lengths and empty ones", () => {
  for (const [logits, yTrue] of [[[1, 2], [1]], [[], []]]) {
    assertThrows(
      () => fitLogitLine({ logits, yTrue, hasIntercept: true }),
      RangeError,
      `current values are ${yTrue.length} and ${logits.length}`,
    );
  }
});

import { assert, assertEquals } from "@std/assert";
import { computeMeasures, MEASURES } from "../../lib/evaluation/measures.ts";

const yTrue = [[1, 0, 0, 1], [0, 1, 0, 0], [0, 0, 1, 0]];

Deno.test("computeMeasures() returns one number per entry of MEASURES", () => {
  const measures = computeMeasures({ yTrue, yScore: yTrue, threshold: 0.5 });
  assertEquals(Object.keys(measures).sort(), MEASURES.map(({ key }) => key).sort());
});

Deno.test("MEASURES tell the direction in which a right prediction beats a wrong one", () => {
  const inverted = yTrue.map((row) => row.map((indicator) => 1 - indicator));
  const right = computeMeasures({ yTrue, yScore: yTrue, threshold: 0.5 });
  const wrong = computeMeasures({ yTrue, yScore: inverted, threshold: 0.5 });
  for (const { key, direction } of MEASURES) {
    assert(direction === "lower" ? right[key] < wrong[key] : right[key] > wrong[key], key);
  }
});

Deno.test("computeMeasures() takes one threshold per label", () => {
  const yScore = [[0.4, 0.6, 0.1, 0.1], [0.1, 0.9, 0.1, 0.1], [0.1, 0.6, 0.3, 0.1]];
  const one = computeMeasures({ yTrue, yScore, threshold: 0.5 });
  const each = computeMeasures({ yTrue, yScore, threshold: [0.3, 0.7, 0.2, 0.5] });
  assertEquals(one.hammingLoss, 5 / 12);
  assertEquals(each.hammingLoss, (1 / 4 + 0 + 0) / 3);
  assertEquals(each.lrap, one.lrap);
});

Deno.test("computeMeasures() gives NaN for average precision without any positive", () => {
  const { macroAp, microAp } = computeMeasures({
    yTrue: [[0, 0]],
    yScore: [[0.2, 0.3]],
    threshold: 0.5,
  });
  assert(Number.isNaN(macroAp) && Number.isNaN(microAp));
});

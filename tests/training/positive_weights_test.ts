import { assertEquals } from "@std/assert";
import { balancedPositiveWeights } from "../../lib/training/positive_weights.ts";

const yTrain = [
  [1, 0, 1, 1, 0],
  [0, 0, 1, 1, 0],
  [0, 0, 1, 1, 0],
  [0, 1, 1, 0, 0],
  [0, 0, 1, 0, 0],
  [0, 0, 1, 0, 0],
];

Deno.test("balancedPositiveWeights() gives a label's positives the weight of its negatives", () => {
  const weights = balancedPositiveWeights(yTrain, 100);
  assertEquals(weights.slice(0, 2), [5, 5]);
  assertEquals(weights[3], 1);
});

Deno.test("balancedPositiveWeights() keeps within the limit and its inverse", () => {
  // The third label is always there, the last one never.
  assertEquals(balancedPositiveWeights(yTrain, 4), [4, 4, 1 / 4, 1, 4]);
  assertEquals(balancedPositiveWeights(yTrain, 1), [1, 1, 1, 1, 1]);
});

import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { binaryCrossEntropy } from "../../lib/metrics/binary_cross_entropy.ts";
import {
  alwaysLabel,
  constantPredictor,
  labelFrequencies,
  mostFrequentLabel,
} from "../../lib/evaluation/baselines.ts";
import { computeMeasures } from "../../lib/evaluation/measures.ts";

const yTrain = [[0, 1, 1], [0, 1, 0], [1, 1, 0], [0, 0, 0]];

Deno.test("labelFrequencies() is the share of samples with each label", () => {
  assertEquals(labelFrequencies(yTrain), [1 / 4, 3 / 4, 1 / 4]);
});

Deno.test("labelFrequencies() refuses no samples and values other than 0 and 1", () => {
  assertThrows(() => labelFrequencies([]), RangeError, "yTrain must not be empty");
  assertThrows(() => labelFrequencies([[0.5]]), RangeError, "yTrain[0][0] must be 0 or 1");
});

Deno.test("mostFrequentLabel() takes the first of equally frequent labels", () => {
  assertEquals(mostFrequentLabel([0.1, 0.4, 0.4]), 1);
});

Deno.test("constantPredictor() has no better constant row on its own training part", () => {
  const frequencies = labelFrequencies(yTrain);
  const best = binaryCrossEntropy(yTrain, constantPredictor(frequencies, 4));
  for (let label = 0; label < 3; label++) {
    for (const step of [-0.01, 0.01]) {
      const moved = frequencies.map((value, j) => (j === label ? value + step : value));
      assert(binaryCrossEntropy(yTrain, constantPredictor(moved, 4)) > best);
    }
  }
});

Deno.test("alwaysLabel() ties all other labels at the bottom", () => {
  const yTrue = [[0, 1, 0], [0, 1, 1], [1, 0, 0], [0, 0, 0]];
  const measures = computeMeasures({ yTrue, yScore: alwaysLabel(1, 3, 4), threshold: 0.5 });
  assertEquals(measures.oneError, 2 / 4);
  assertEquals(measures.coverage, (1 + 3 + 3 + 0) / 4);
  assertEquals(measures.rankingLoss, (0 + 1 / 2 + 1 + 0) / 4);
  assertAlmostEquals(measures.binaryCrossEntropy, (4 / 12) * 7 * Math.LN10, 1e-6);
});

Deno.test("the baselines refuse a label out of range and no samples", () => {
  assertThrows(() => alwaysLabel(3, 3, 1), RangeError, "index below 3: current value is 3");
  assertThrows(() => alwaysLabel(0, 3, 0), RangeError, "positive integer: current value is 0");
  assertThrows(() => constantPredictor([0.5], 1.5), RangeError, "current value is 1.5");
});

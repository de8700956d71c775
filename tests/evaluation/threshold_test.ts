import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  chooseThreshold,
  chooseThresholdPerLabel,
  type ThresholdObjective,
} from "../../lib/evaluation/threshold.ts";
import { applyThreshold } from "../../lib/metrics/apply_threshold.ts";
import { column } from "../../lib/metrics/columns.ts";
import { f1PerLabel, macroF1, microF1 } from "../../lib/metrics/f1.ts";
import { hammingLoss } from "../../lib/metrics/hamming_loss.ts";
import type { LabelMatrix } from "../../lib/metrics/label_matrix.ts";
import { makePrng } from "../../lib/random.ts";
import { randomCase } from "../metrics/random_case.ts";

const gains: Record<ThresholdObjective, (yTrue: LabelMatrix, yPred: LabelMatrix) => number> = {
  macroF1,
  microF1,
  hammingLoss: (yTrue, yPred) => -hammingLoss(yTrue, yPred),
};

for (const objective of ["macroF1", "microF1", "hammingLoss"] as const) {
  Deno.test(`chooseThreshold() by ${objective} is as good as the best of all thresholds`, () => {
    const prng = makePrng(13);
    for (let i = 0; i < 40; i++) {
      const levels = prng.pick([undefined, 4]);
      const { yTrue, yScore } = randomCase(prng, { nSamples: 8, nLabels: 4, levels });
      const gain = (threshold: number) =>
        gains[objective](yTrue, applyThreshold(yScore, threshold));
      // No other threshold can predict anything else: below, at and above each score.
      const all = yScore.flat().flatMap((score) => [score, Math.max(score - 1e-9, 0)]);
      const chosen = chooseThreshold(yTrue, yScore, { objective });
      assertAlmostEquals(gain(chosen), Math.max(...all.map(gain)), 1e-12);
      const higher = all.filter((threshold) => threshold > chosen + 1e-6);
      const predictions = JSON.stringify(applyThreshold(yScore, chosen));
      for (const threshold of higher) {
        const same = JSON.stringify(applyThreshold(yScore, threshold)) === predictions;
        assert(same || gain(threshold) < gain(chosen), "a higher threshold is as good");
      }
    }
  });
}

Deno.test("chooseThreshold() lies halfway between two neighbouring scores", () => {
  const yTrue = [[1], [1], [0]];
  const yScore = [[0.75], [0.5], [0.25]];
  assertEquals(chooseThreshold(yTrue, yScore, { objective: "microF1" }), 0.375);
});

Deno.test("chooseThreshold() lies above all scores where nothing should be predicted", () => {
  const yScore = [[0.5, 0.25]];
  assertEquals(chooseThreshold([[0, 0]], yScore, { objective: "hammingLoss" }), 0.75);
  assertEquals(chooseThreshold([[0, 0]], [[1, 1]], { objective: "hammingLoss" }), 1);
});

Deno.test("chooseThreshold() lies below all scores where everything should be predicted", () => {
  assertEquals(chooseThreshold([[1, 1]], [[0.5, 0.25]], { objective: "microF1" }), 0.125);
});

Deno.test("chooseThreshold() never hopes to predict a score of 0", () => {
  const threshold = chooseThreshold([[1, 1]], [[0.5, 0]], { objective: "hammingLoss" });
  assertEquals(threshold, 0.25);
});

Deno.test("chooseThreshold() tells neighbours apart that have no number between them", () => {
  const yScore = [[0.5 + 2 ** -52, 0.5 + 2 ** -53]]; // their middle rounds to the first
  const threshold = chooseThreshold([[1, 0]], yScore, { objective: "microF1" });
  assertEquals(applyThreshold(yScore, threshold), [Uint8Array.of(1, 0)]);
});

Deno.test("chooseThresholdPerLabel() treats each label by itself", () => {
  const { yTrue, yScore } = randomCase(makePrng(14), { nSamples: 30, nLabels: 4 });
  const thresholds = chooseThresholdPerLabel(yTrue, yScore, { objective: "f1" });
  const best = f1PerLabel(yTrue, applyThreshold(yScore, thresholds));
  for (let label = 0; label < 4; label++) {
    for (const score of column(yScore, label)) {
      const others = thresholds.map((threshold, j) => (j === label ? score : threshold));
      assert(f1PerLabel(yTrue, applyThreshold(yScore, others))[label] <= best[label] + 1e-12);
    }
  }
});

Deno.test("chooseThresholdPerLabel() by Hamming loss beats any threshold for all labels", () => {
  const { yTrue, yScore } = randomCase(makePrng(15), { nSamples: 30, nLabels: 4 });
  const objective = { objective: "hammingLoss" } as const;
  const each = applyThreshold(yScore, chooseThresholdPerLabel(yTrue, yScore, objective));
  const one = applyThreshold(yScore, chooseThreshold(yTrue, yScore, objective));
  assert(hammingLoss(yTrue, each) <= hammingLoss(yTrue, one));
});

Deno.test("chooseThresholdPerLabel() puts a label without a positive above all its scores", () => {
  const thresholds = chooseThresholdPerLabel([[0, 1]], [[0.5, 0.5]], { objective: "f1" });
  assertEquals(thresholds, [0.75, 0.25]);
});

Deno.test("chooseThreshold() refuses scores that are no probabilities", () => {
  const choose = () => chooseThreshold([[1]], [[3]], { objective: "microF1" });
  assertThrows(choose, RangeError, "must be a probability in [0, 1]: current value is 3");
});

import { assert, assertEquals } from "@std/assert";
import { chooseDecisions } from "../../lib/evaluation/choose_decisions.ts";
import { MIN_CASES } from "../../lib/evaluation/fit_calibration.ts";
import { chooseThreshold, chooseThresholdPerLabel } from "../../lib/evaluation/threshold.ts";
import { applyCalibration } from "../../lib/metrics/apply_calibration.ts";
import { applyThreshold } from "../../lib/metrics/apply_threshold.ts";
import { macroF1 } from "../../lib/metrics/f1.ts";
import { hammingLoss } from "../../lib/metrics/hamming_loss.ts";
import { thresholdsFor } from "../../lib/model/decisions.ts";
import { distortedScores } from "./distorted_scores.ts";

const labels = ["Comedy", "Drama", "War"];
const { yTrue, yScore } = distortedScores({
  nSamples: 300,
  frequencies: [0.3, 0.5, 0.01],
  lines: [{ slope: 1, intercept: 1 }, { slope: 2, intercept: -1 }, { slope: 1, intercept: 0 }],
});
const decisions = chooseDecisions({ labels, weightsSha256: "abc", yTrue, yScore, seed: 1 });
const calibrated = applyCalibration(yScore, decisions.genres);

Deno.test("chooseDecisions() says whose they are and what they were chosen on", () => {
  assertEquals(decisions.weightsSha256, "abc");
  assertEquals(decisions.chosenOn, { part: "val", nSamples: 300, minCases: MIN_CASES });
  assertEquals(decisions.calibration.method, "perGenre");
  assertEquals(decisions.genres.map(({ genre }) => genre), labels);
  assertEquals(JSON.parse(JSON.stringify(decisions)), decisions);
});

Deno.test("chooseDecisions() gives frequent genres thresholds of their own, rare ones that of all", () => {
  assert(yTrue.filter((row) => row[2] === 1).length < MIN_CASES);
  assertEquals(decisions.genres.map((row) => row.hasOwnThresholds), [true, true, false]);
  assertEquals(decisions.genres.map((row) => row.hasOwnCalibration), [true, true, false]);
  const shared = (objective: "microF1" | "hammingLoss") =>
    chooseThreshold(yTrue, calibrated, { objective });
  const [comedyF1, dramaF1] = chooseThresholdPerLabel(yTrue, calibrated, { objective: "f1" });
  const [comedy, drama] = chooseThresholdPerLabel(yTrue, calibrated, { objective: "hammingLoss" });
  assertEquals(thresholdsFor(decisions, "macroF1"), [comedyF1, dramaF1, shared("microF1")]);
  assertEquals(thresholdsFor(decisions, "microF1"), new Array(3).fill(shared("microF1")));
  assertEquals(thresholdsFor(decisions, "hammingLoss"), [comedy, drama, shared("hammingLoss")]);
});

Deno.test("chooseDecisions() beats 0.5 on its own movies in what each set is chosen for", () => {
  const frequent = (matrix: readonly ArrayLike<number>[]) => matrix.map((row) => [row[0], row[1]]);
  const truth = frequent(yTrue);
  const predict = (threshold: number | readonly number[]) =>
    frequent(applyThreshold(calibrated, threshold));
  const atHalf = predict(0.5);
  assert(macroF1(truth, predict(thresholdsFor(decisions, "macroF1"))) > macroF1(truth, atHalf));
  const forHamming = predict(thresholdsFor(decisions, "hammingLoss"));
  assert(hammingLoss(truth, forHamming) <= hammingLoss(truth, atHalf));
});

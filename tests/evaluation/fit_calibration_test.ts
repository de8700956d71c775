import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import {
  chooseCalibration,
  fitCalibration,
  MIN_CASES,
} from "../../lib/evaluation/fit_calibration.ts";
import { applyCalibration, IDENTITY_LINE } from "../../lib/metrics/apply_calibration.ts";
import { binaryCrossEntropy } from "../../lib/metrics/binary_cross_entropy.ts";
import { expectedCalibrationError, reliabilityBins } from "../../lib/metrics/calibration.ts";
import { distortedScores } from "./distorted_scores.ts";

const frequencies = [0.5, 0.3, 0.2];
const shiftedLines = [
  { slope: 2, intercept: 1 },
  { slope: 0.5, intercept: -1 },
  { slope: 1, intercept: 0.8 },
];

Deno.test("chooseCalibration() undoes what each label's scores were distorted by", () => {
  const drawn = distortedScores({ nSamples: 4000, frequencies, lines: shiftedLines });
  const { method, lines, isOwn, crossEntropy } = chooseCalibration({ ...drawn, seed: 1 });
  assertEquals([method, isOwn], ["perGenre", [true, true, true]]);
  assert(crossEntropy.perGenre! < crossEntropy.temperature!);
  assert(crossEntropy.temperature! <= crossEntropy.none!);
  lines.forEach(({ slope, intercept }, j) => {
    assertAlmostEquals(slope * shiftedLines[j].slope, 1, 0.1);
    assertAlmostEquals(slope * shiftedLines[j].intercept + intercept, 0, 0.1);
  });
  // On samples that it was not fitted on.
  const { yTrue, yScore } = distortedScores({
    nSamples: 4000,
    frequencies,
    lines: shiftedLines,
    seed: 9,
  });
  const calibrated = applyCalibration(yScore, lines);
  const error = (scores: typeof yScore | typeof calibrated) =>
    expectedCalibrationError(reliabilityBins(yTrue, scores));
  assert(error(calibrated) < error(yScore) / 4, `${error(yScore)} -> ${error(calibrated)}`);
  assert(binaryCrossEntropy(yTrue, calibrated) < binaryCrossEntropy(yTrue, yScore));
});

Deno.test("chooseCalibration() mostly takes one temperature where only that is wrong and movies are few", () => {
  const lines = frequencies.map(() => ({ slope: 3, intercept: 0 }));
  const chosen = Array.from(
    { length: 10 },
    (_, seed) =>
      chooseCalibration({ ...distortedScores({ nSamples: 150, frequencies, lines, seed }), seed }),
  );
  const shared = chosen.filter(({ method }) => method === "temperature");
  assert(shared.length >= 6, `${shared.length} of 10`);
  for (const { lines, isOwn } of shared) {
    assertEquals(isOwn, [false, false, false]);
    assertEquals(lines, [lines[0], lines[0], lines[0]]);
    assertAlmostEquals(lines[0].slope, 1 / 3, 0.1);
    assertEquals(lines[0].intercept, 0);
  }
});

Deno.test("chooseCalibration() leaves probabilities that are right", () => {
  const lines = frequencies.map(() => IDENTITY_LINE);
  const drawn = distortedScores({ nSamples: 150, frequencies, lines, seed: 3 });
  const { method, lines: chosen, crossEntropy } = chooseCalibration({ ...drawn, seed: 1 });
  assertEquals([method, chosen], ["none", lines]);
  // Fitted and measured on the same movies, more freedom always looks better: this is not that.
  assert(crossEntropy.perGenre! > crossEntropy.none!);
  assertAlmostEquals(crossEntropy.none!, binaryCrossEntropy(drawn.yTrue, drawn.yScore), 1e-12);
  const inSample = applyCalibration(drawn.yScore, fitCalibration("perGenre", drawn).lines);
  assert(binaryCrossEntropy(drawn.yTrue, inSample) < crossEntropy.none!);
});

Deno.test("chooseCalibration() tries nothing where there are fewer movies than folds", () => {
  const yTrue = [[1, 0], [0, 0], [0, 1], [1, 0]];
  const yScore = yTrue.map(() => [0.9, 0.8]);
  assertEquals(chooseCalibration({ yTrue, yScore, seed: 1 }), {
    method: "none",
    crossEntropy: { none: null, temperature: null, perGenre: null },
    lines: [IDENTITY_LINE, IDENTITY_LINE],
    isOwn: [false, false],
  });
});

Deno.test("chooseCalibration() draws its folds from the seed alone", () => {
  const drawn = distortedScores({ nSamples: 100, frequencies, lines: shiftedLines });
  const first = chooseCalibration({ ...drawn, seed: 1 });
  assertEquals(chooseCalibration({ ...drawn, seed: 1 }), first);
  assert(
    chooseCalibration({ ...drawn, seed: 2 }).crossEntropy.perGenre !== first.crossEntropy.perGenre,
  );
});

Deno.test("fitCalibration() gives rare and misleading labels the temperature of all", () => {
  const { yTrue, yScore } = distortedScores({
    nSamples: 400,
    frequencies: [0.5, 0.4, 0.4, 0.4],
    lines: new Array(4).fill({ slope: 2, intercept: 0 }),
  });
  let nRare = 0;
  let nEnough = 0;
  const changed = yTrue.map(([a, b, c, d]) => [
    a,
    b && ++nRare < MIN_CASES ? 1 : 0, // one too few
    c && ++nEnough <= MIN_CASES ? 1 : 0, // just enough
    1 - d, // the scores now say the opposite
  ]);
  assertEquals(changed.reduce((sum, row) => sum + row[1], 0), MIN_CASES - 1);
  const { lines, isOwn } = fitCalibration("perGenre", { yTrue: changed, yScore });
  assertEquals(isOwn, [true, false, true, false]);
  const [shared] = fitCalibration("temperature", { yTrue: changed, yScore }).lines;
  assertEquals([lines[1], lines[3]], [shared, shared]);
  assert(lines.every(({ slope }) => slope > 0));
});

Deno.test("fitCalibration() keeps the temperature in bounds where scores are the wrong way round", () => {
  const yTrue = [[1], [1], [0], [0]];
  const { lines } = fitCalibration("temperature", { yTrue, yScore: [[0.1], [0.2], [0.8], [0.9]] });
  assertEquals(lines, [{ slope: 0.05, intercept: 0 }]);
});

/**
 * Chooses thresholds. Give these functions the scores of the validation part only: a threshold
 * chosen on the test part makes every measure on it too good.
 * @module
 */
import { column, flatten } from "../metrics/columns.ts";
import { descendingOrder } from "../metrics/descending_order.ts";
import { ratioOrZero } from "../metrics/label_counts.ts";
import { checkProbabilities, type LabelMatrix } from "../metrics/label_matrix.ts";
import { mean } from "../metrics/mean.ts";

/** What the threshold is chosen by: the highest F1 or the lowest Hamming loss. */
export type ThresholdObjective = "macroF1" | "microF1" | "hammingLoss";

/**
 * The best threshold for all labels together. It lies halfway between two neighbouring scores, so
 * that it does not hang on one of them; among equally good ones the highest is taken, which
 * predicts the fewest labels.
 * @param yTrue Indicators in {0, 1} of the validation part, shape [nSamples][nLabels].
 * @param yScore Probabilities of the validation part, shape [nSamples][nLabels].
 * @returns A number in [0, 1]; labels with a score above it, strictly, are to be predicted.
 * @throws {RangeError} If the shapes differ or a value is not allowed.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const options = { objective: "microF1" } as const;
 * assertEquals(chooseThreshold([[1, 0], [1, 0]], [[0.75, 0.125], [0.375, 0.25]], options), 0.3125);
 * ```
 */
export function chooseThreshold(
  yTrue: LabelMatrix,
  yScore: LabelMatrix,
  options: { readonly objective: ThresholdObjective },
): number {
  const { nLabels } = checkProbabilities("chooseThreshold", yTrue, yScore);
  const indicators = flatten(yTrue);
  const scores = flatten(yScore);
  const order = descendingOrder(scores);
  const goal = makeGoal(options.objective, indicators, nLabels);

  // From predicting nothing, lower the threshold past one distinct score after the other.
  let best = { threshold: halfway(1, scores[order[0]]), value: goal.value() };
  for (let k = 0; k < order.length; k++) {
    goal.predict(order[k]);
    const score = scores[order[k]];
    const next = k + 1 < order.length ? scores[order[k + 1]] : 0;
    if (score === next) continue; // a tie, or a score of 0, which is never above a threshold
    const value = goal.value();
    if (value > best.value) best = { threshold: halfway(score, next), value };
  }
  return best.threshold;
}

/**
 * The best threshold of every label by itself, each found as {@linkcode chooseThreshold} does. A
 * label without a positive gets one above all its scores. Rare labels have few samples to choose
 * by, so their thresholds vary much from one validation part to another.
 * @param yTrue Indicators in {0, 1} of the validation part, shape [nSamples][nLabels].
 * @param yScore Probabilities of the validation part, shape [nSamples][nLabels].
 * @returns Numbers in [0, 1], shape [nLabels].
 * @throws {RangeError} If the shapes differ or a value is not allowed.
 */
export function chooseThresholdPerLabel(
  yTrue: LabelMatrix,
  yScore: LabelMatrix,
  options: { readonly objective: "f1" | "hammingLoss" },
): number[] {
  const { nLabels } = checkProbabilities("chooseThresholdPerLabel", yTrue, yScore);
  const objective = options.objective === "f1" ? "microF1" : "hammingLoss";
  return Array.from({ length: nLabels }, (_, label) => {
    const labelTrue = Array.from(column(yTrue, label), (indicator) => [indicator]);
    const labelScore = Array.from(column(yScore, label), (score) => [score]);
    return chooseThreshold(labelTrue, labelScore, { objective });
  });
}

/** Halfway down to `below`, but never `above` itself, where rounding would leave no room. */
function halfway(above: number, below: number): number {
  const middle = (above + below) / 2;
  return middle < above ? middle : below;
}

/** Keeps the objective up to date while cells are predicted one by one; higher is better. */
function makeGoal(
  objective: ThresholdObjective,
  indicators: Float64Array,
  nLabels: number,
): { predict(cell: number): void; value(): number } {
  const support = new Float64Array(nLabels);
  indicators.forEach((indicator, cell) => support[cell % nLabels] += indicator);
  const positives = support.reduce((sum, count) => sum + count, 0);
  const truePositives = new Float64Array(nLabels);
  const predicted = new Float64Array(nLabels);
  const f1 = new Float64Array(nLabels);
  let nTruePositives = 0;
  let nPredicted = 0;
  return {
    predict(cell) {
      const label = cell % nLabels;
      truePositives[label] += indicators[cell];
      predicted[label]++;
      f1[label] = 2 * truePositives[label] / (predicted[label] + support[label]);
      nTruePositives += indicators[cell];
      nPredicted++;
    },
    value() {
      if (objective === "macroF1") return mean(f1);
      if (objective === "microF1") return ratioOrZero(2 * nTruePositives, nPredicted + positives);
      return -(nPredicted + positives - 2 * nTruePositives); // wrong cells, in numbers
    },
  };
}

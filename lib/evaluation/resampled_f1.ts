import type { LabelMatrix } from "../metrics/label_matrix.ts";
import { ratioOrZero } from "../metrics/label_counts.ts";
import { mean } from "../metrics/mean.ts";

/** Macro and micro F1 of a resample, given how often each sample was drawn. */
export type ResampledF1 = (counts: ArrayLike<number>) => { macroF1: number; microF1: number };

/**
 * Lists the true and the predicted cells once: few cells are either, so counting those of a
 * resample is quick.
 * @param yTrue Indicators in {0, 1}, shape [nSamples][nLabels].
 * @param yPred Indicators in {0, 1}, shape [nSamples][nLabels].
 */
export function prepareF1(yTrue: LabelMatrix, yPred: LabelMatrix): ResampledF1 {
  const nLabels = yTrue[0].length;
  const samples: number[] = [];
  const labels: number[] = [];
  const actual: number[] = [];
  const predicted: number[] = [];
  yTrue.forEach((row, i) => {
    for (let j = 0; j < nLabels; j++) {
      if (row[j] + yPred[i][j] === 0) continue;
      samples.push(i);
      labels.push(j);
      actual.push(row[j]);
      predicted.push(yPred[i][j]);
    }
  });
  return (counts) => {
    const twiceTruePositives = new Float64Array(nLabels);
    const predictedPlusSupport = new Float64Array(nLabels);
    for (let cell = 0; cell < samples.length; cell++) {
      const count = counts[samples[cell]];
      twiceTruePositives[labels[cell]] += 2 * count * actual[cell] * predicted[cell];
      predictedPlusSupport[labels[cell]] += count * (actual[cell] + predicted[cell]);
    }
    let numerator = 0;
    let denominator = 0;
    const perLabel = new Float64Array(nLabels);
    for (let j = 0; j < nLabels; j++) {
      numerator += twiceTruePositives[j];
      denominator += predictedPlusSupport[j];
      perLabel[j] = ratioOrZero(twiceTruePositives[j], predictedPlusSupport[j]);
    }
    return { macroF1: mean(perLabel), microF1: ratioOrZero(numerator, denominator) };
  };
}

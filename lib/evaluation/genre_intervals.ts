import { column } from "../metrics/columns.ts";
import { checkProbabilities, type LabelMatrix } from "../metrics/label_matrix.ts";
import { deriveSeed, makePrng } from "../random.ts";
import { type BootstrapSettings, drawCounts } from "./bootstrap.ts";
import { type Interval, percentileInterval } from "./interval.ts";
import { prepareAveragePrecision } from "./resampled_average_precision.ts";

/** What {@linkcode genreApIntervals} works on. */
export interface GenreIntervalsInput extends BootstrapSettings {
  /** Indicators in {0, 1}, shape [nSamples][nLabels]. */
  readonly yTrue: LabelMatrix;
  /** Probabilities, shape [nSamples][nLabels]. */
  readonly yScore: LabelMatrix;
}

/**
 * Average precision of each label with a percentile bootstrap interval over the movies. The
 * resamples are those of `bootstrapMeasures` with the same settings. Resamples without a movie of
 * the label are left out; with few such movies the interval is wide and lies high.
 * @returns One interval a label, shape [nLabels]; nulls where no movie has the label.
 * @throws {RangeError} If the shapes differ or a value is out of range.
 */
export function genreApIntervals(input: GenreIntervalsInput): Interval[] {
  const { yTrue, yScore, resamples, level, seed } = input;
  const { nSamples, nLabels } = checkProbabilities("genreApIntervals", yTrue, yScore);
  const labelAps = Array.from(
    { length: nLabels },
    (_, j) => prepareAveragePrecision(column(yTrue, j), column(yScore, j), (cell) => cell),
  );
  const everySample = new Uint32Array(nSamples).fill(1);
  const resampled = labelAps.map(() => new Float64Array(resamples));
  const prng = makePrng(deriveSeed(seed, "bootstrap"));
  for (let resample = 0; resample < resamples; resample++) {
    const counts = drawCounts(nSamples, prng);
    labelAps.forEach((labelAp, j) => resampled[j][resample] = labelAp(counts));
  }
  return labelAps.map((labelAp, j) =>
    percentileInterval(labelAp(everySample), resampled[j], level)
  );
}

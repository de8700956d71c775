import type { LabelMatrix } from "../metrics/label_matrix.ts";
import { deriveSeed, makePrng, type Prng } from "../random.ts";
import { type Interval, percentileInterval } from "./interval.ts";
import { mapMeasures, type MeasureKey, type Threshold } from "./measures.ts";
import { prepareMeasures } from "./resampled_measures.ts";

/** An interval for each measure. */
export type MeasureIntervals = Record<MeasureKey, Interval>;

/** How {@linkcode bootstrapMeasures} draws its intervals. */
export interface BootstrapSettings {
  /** Number of resamples, such as 1000. */
  readonly resamples: number;
  /** Share of the resampled values inside an interval, in (0, 1), such as 0.95. */
  readonly level: number;
  /** The run's seed. */
  readonly seed: number;
}

/** What {@linkcode bootstrapMeasures} works on. */
export interface BootstrapInput extends BootstrapSettings {
  /** Indicators in {0, 1}, shape [nSamples][nLabels]. */
  readonly yTrue: LabelMatrix;
  /** Probabilities of each predictor, the reference first; each of shape [nSamples][nLabels]. */
  readonly yScores: readonly LabelMatrix[];
  /** A label is predicted where its probability is above this, strictly. */
  readonly threshold: Threshold;
}

/** Intervals of one predictor. */
export interface PredictorIntervals {
  /** Its measures. */
  readonly measures: MeasureIntervals;
  /** Its measures minus those of the reference, resample by resample. */
  readonly difference: MeasureIntervals;
}

/**
 * Percentile bootstrap over samples (movies): draws as many samples as there are, with
 * replacement, computes all measures, and repeats. All predictors see the same resamples, so that
 * the luck of the draw cancels out in their difference. The intervals cover the choice of the test
 * movies only, not that of the training movies or of the model's seed. In each resample macro AP
 * leaves out the labels that got no positive, and a positive drawn twice lifts the AP of a rare
 * label: its interval therefore lies somewhat high around the value.
 * @returns Intervals of each predictor, in the order of `yScores`.
 * @throws {RangeError} If a setting or a value is out of range, or shapes differ.
 */
export function bootstrapMeasures(input: BootstrapInput): PredictorIntervals[] {
  const { yTrue, yScores, threshold, resamples, level, seed } = input;
  checkSettings(input);
  const prepared = yScores.map((yScore) => prepareMeasures({ yTrue, yScore, threshold }));
  const everySample = new Uint32Array(yTrue.length).fill(1);
  const values = prepared.map((measuresOf) => measuresOf(everySample));
  const resampled = prepared.map(() => mapMeasures(() => new Float64Array(resamples)));

  const prng = makePrng(deriveSeed(seed, "bootstrap"));
  for (let resample = 0; resample < resamples; resample++) {
    const counts = drawCounts(yTrue.length, prng);
    prepared.forEach((measuresOf, predictor) => {
      const measures = measuresOf(counts);
      mapMeasures((key) => resampled[predictor][key][resample] = measures[key]);
    });
  }

  return prepared.map((_, predictor) => ({
    measures: mapMeasures((key) =>
      percentileInterval(values[predictor][key], resampled[predictor][key], level)
    ),
    difference: mapMeasures((key) =>
      percentileInterval(
        values[predictor][key] - values[0][key],
        resampled[predictor][key].map((value, resample) => value - resampled[0][key][resample]),
        level,
      )
    ),
  }));
}

/**
 * Draws `nSamples` samples with replacement.
 * @returns How often each was drawn, shape [nSamples].
 */
export function drawCounts(nSamples: number, prng: Prng): Uint32Array {
  const counts = new Uint32Array(nSamples);
  for (let draw = 0; draw < nSamples; draw++) counts[prng.integer(0, nSamples - 1)]++;
  return counts;
}

function checkSettings({ resamples, level }: BootstrapSettings): void {
  if (!Number.isInteger(resamples) || resamples < 1) {
    throw new RangeError(
      `Cannot bootstrap as resamples must be a positive integer: current value is ${resamples}`,
    );
  }
  if (!(level > 0 && level < 1)) {
    throw new RangeError(`Cannot bootstrap as level must be in (0, 1): current value is ${level}`);
  }
}

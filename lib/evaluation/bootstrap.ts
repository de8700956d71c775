import type { LabelMatrix } from "../metrics/label_matrix.ts";
import { deriveSeed, makePrng, type Prng } from "../random.ts";
import { type Interval, percentileInterval } from "./interval.ts";
import type { MeasureKey, Threshold } from "./measures.ts";
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
export interface PredictorIntervals<Key extends string = MeasureKey> {
  /** Its measures. */
  readonly measures: Record<Key, Interval>;
  /** Its measures minus those of the reference, resample by resample. */
  readonly difference: Record<Key, Interval>;
}

/** Measures of a resample, given how often each sample was drawn, shape [nSamples]. */
export type Resampled<Key extends string> = (counts: ArrayLike<number>) => Record<Key, number>;

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
  const { yTrue, yScores, threshold } = input;
  checkSettings(input);
  const prepared = yScores.map((yScore) => prepareMeasures({ yTrue, yScore, threshold }));
  return bootstrapPredictors(prepared, { ...input, nSamples: yTrue.length });
}

/**
 * The bootstrap of {@linkcode bootstrapMeasures} for any measures; the same settings draw the same
 * resamples.
 * @param predictors Measures of each predictor, the reference first.
 * @param settings `nSamples`: number of samples that the predictors were measured on.
 * @returns Intervals of each predictor, in their order.
 * @throws {RangeError} If a setting is out of range.
 */
export function bootstrapPredictors<Key extends string>(
  predictors: readonly Resampled<Key>[],
  settings: BootstrapSettings & { readonly nSamples: number },
): PredictorIntervals<Key>[] {
  const { nSamples, resamples, level, seed } = settings;
  checkSettings(settings);
  const everySample = new Uint32Array(nSamples).fill(1);
  const values = predictors.map((measuresOf) => measuresOf(everySample));
  const keys = Object.keys(values[0]) as Key[];
  const mapKeys = <T>(valueOf: (key: Key) => T) =>
    Object.fromEntries(keys.map((key) => [key, valueOf(key)])) as Record<Key, T>;
  const resampled = predictors.map(() => mapKeys(() => new Float64Array(resamples)));

  const prng = makePrng(deriveSeed(seed, "bootstrap"));
  for (let resample = 0; resample < resamples; resample++) {
    const counts = drawCounts(nSamples, prng);
    predictors.forEach((measuresOf, predictor) => {
      const measures = measuresOf(counts);
      for (const key of keys) resampled[predictor][key][resample] = measures[key];
    });
  }

  return predictors.map((_, predictor) => ({
    measures: mapKeys((key) =>
      percentileInterval(values[predictor][key], resampled[predictor][key], level)
    ),
    difference: mapKeys((key) =>
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

import { checkProbabilities, type LabelMatrix } from "./label_matrix.ts";

const DEFAULT_BINS = 10;

/** Cells whose probability lies in (low, high]; the first bin includes 0. */
export interface ReliabilityBin {
  /** Lower edge, excluded. */
  readonly low: number;
  /** Upper edge, included. */
  readonly high: number;
  /** Number of cells (movie, label). */
  readonly count: number;
  /** Mean probability of the cells; NaN if there are none. */
  readonly meanScore: number;
  /** Share of the cells that are true; NaN if there are none. */
  readonly positiveFraction: number;
}

/**
 * Sorts all cells into bins of equal width by their probability. Where the probabilities can be
 * trusted, `positiveFraction` is close to `meanScore` in every bin.
 * @param yTrue Indicators in {0, 1}, shape [nSamples][nLabels].
 * @param yScore Probabilities in [0, 1], shape [nSamples][nLabels].
 * @param options `nBins`: number of bins, 10 by default.
 * @returns All bins from 0 to 1, empty ones too.
 * @throws {RangeError} If the shapes differ or a value is not allowed.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(reliabilityBins([[0, 1, 1]], [[0.25, 0.75, 1]], { nBins: 2 }), [
 *   { low: 0, high: 0.5, count: 1, meanScore: 0.25, positiveFraction: 0 },
 *   { low: 0.5, high: 1, count: 2, meanScore: 0.875, positiveFraction: 1 },
 * ]);
 * ```
 */
export function reliabilityBins(
  yTrue: LabelMatrix,
  yScore: LabelMatrix,
  options: { readonly nBins?: number } = {},
): ReliabilityBin[] {
  const { nBins = DEFAULT_BINS } = options;
  checkBinCount("reliabilityBins", nBins);
  const { nSamples, nLabels } = checkProbabilities("reliabilityBins", yTrue, yScore);
  const counts = new Float64Array(nBins);
  const scoreSums = new Float64Array(nBins);
  const positives = new Float64Array(nBins);
  for (let i = 0; i < nSamples; i++) {
    for (let j = 0; j < nLabels; j++) {
      const bin = binOf(yScore[i][j], nBins);
      counts[bin]++;
      scoreSums[bin] += yScore[i][j];
      positives[bin] += yTrue[i][j];
    }
  }
  return Array.from(counts, (count, bin) => ({
    low: bin / nBins,
    high: (bin + 1) / nBins,
    count,
    meanScore: scoreSums[bin] / count, // 0 / 0 is NaN
    positiveFraction: positives[bin] / count,
  }));
}

/**
 * Expected calibration error (ECE): the gap between mean probability and share of true cells,
 * averaged over the bins by their counts. Lower is better. It depends on the number of bins.
 * @param bins What {@linkcode reliabilityBins} returned.
 * @returns A number in [0, 1].
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const bins = reliabilityBins([[0, 1, 1]], [[0.25, 0.75, 1]], { nBins: 2 });
 * assertEquals(expectedCalibrationError(bins), (0.25 + 2 * 0.125) / 3);
 * ```
 */
export function expectedCalibrationError(bins: readonly ReliabilityBin[]): number {
  const filled = bins.filter((bin) => bin.count > 0);
  const cells = filled.reduce((sum, bin) => sum + bin.count, 0);
  return filled.reduce(
    (sum, bin) => sum + (bin.count / cells) * Math.abs(bin.meanScore - bin.positiveFraction),
    0,
  );
}

/**
 * The calibration error's parts by sample, so that each resample of a bootstrap is quick: the sum
 * over the bins of the absolute mean over the samples is {@linkcode expectedCalibrationError}.
 * @param yTrue Indicators in {0, 1}, shape [nSamples][nLabels].
 * @param yScore Probabilities in [0, 1], shape [nSamples][nLabels].
 * @param options `nBins`: number of bins, 10 by default.
 * @returns For each bin and sample the sum of score minus indicator over the sample's cells in the
 * bin, divided by nLabels; shape [nBins][nSamples].
 * @throws {RangeError} If the shapes differ or a value is not allowed.
 */
export function calibrationGaps(
  yTrue: LabelMatrix,
  yScore: LabelMatrix,
  options: { readonly nBins?: number } = {},
): Float64Array[] {
  const { nBins = DEFAULT_BINS } = options;
  checkBinCount("calibrationGaps", nBins);
  const { nSamples, nLabels } = checkProbabilities("calibrationGaps", yTrue, yScore);
  const gaps = Array.from({ length: nBins }, () => new Float64Array(nSamples));
  for (let i = 0; i < nSamples; i++) {
    for (let j = 0; j < nLabels; j++) {
      gaps[binOf(yScore[i][j], nBins)][i] += (yScore[i][j] - yTrue[i][j]) / nLabels;
    }
  }
  return gaps;
}

function checkBinCount(task: string, nBins: number): void {
  if (!Number.isInteger(nBins) || nBins < 1) {
    throw new RangeError(
      `Cannot compute ${task} as nBins must be a positive integer: current value is ${nBins}`,
    );
  }
}

function binOf(score: number, nBins: number): number {
  const bin = Math.max(Math.ceil(score * nBins) - 1, 0);
  // The product can round past an edge: 0.07 * 100 is 7.000000000000001.
  return bin > 0 && score <= bin / nBins ? bin - 1 : bin;
}

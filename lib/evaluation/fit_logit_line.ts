import { type LogitLine, sigmoid } from "../metrics/apply_calibration.ts";

/** What {@linkcode fitLogitLine} works on. */
export interface LogitLineInput {
  /** Logits of the probabilities, shape [nCells]. */
  readonly logits: ArrayLike<number>;
  /** Indicators in {0, 1}, shape [nCells]. */
  readonly yTrue: ArrayLike<number>;
  /** Whether to fit an intercept; without it the slope is one over a temperature. */
  readonly hasIntercept: boolean;
}

const MAX_STEPS = 100;
const MAX_HALVINGS = 40;
/** Stop where the next step is expected to lower the loss by less than this share of it. */
const CONVERGED = 1e-14;

/**
 * Platt scaling: the line through the logits whose sigmoid has the lowest cross-entropy, by
 * Newton's method with step halving. As in Platt's paper the targets are not 1 and 0 but
 * (n1 + 1) / (n1 + 2) and 1 / (n0 + 2), with n1 true and n0 false cells: what a uniform prior would
 * expect, so that a few cells never ask for certainty. (Platt 1999; Lin, Lin and Weng 2007.)
 * @returns Slope, which may be negative where the logits mislead, and intercept.
 * @throws {RangeError} If there is no cell or the lengths differ.
 */
export function fitLogitLine({ logits, yTrue, hasIntercept }: LogitLineInput): LogitLine {
  const n = logits.length;
  if (n === 0 || yTrue.length !== n) {
    throw new RangeError(
      `Cannot fit a logit line as yTrue must have as many values as logits, at least 1: ` +
        `current values are ${yTrue.length} and ${n}`,
    );
  }
  const targets = smoothedTargets(yTrue);
  let line: LogitLine = { slope: 1, intercept: 0 };
  let loss = crossEntropy(line, logits, targets);
  for (let step = 0; step < MAX_STEPS; step++) {
    const { direction, gain } = newtonStep(line, { logits, targets, hasIntercept });
    if (gain <= CONVERGED * loss) break;
    let share = 1;
    let next = line;
    let nextLoss = loss;
    for (let halving = 0; halving < MAX_HALVINGS; halving++, share /= 2) {
      next = {
        slope: line.slope + share * direction.slope,
        intercept: line.intercept + share * direction.intercept,
      };
      nextLoss = crossEntropy(next, logits, targets);
      if (nextLoss < loss) break;
    }
    // The loss is convex: where no step lowers it, only rounding is left.
    if (!(nextLoss < loss)) break;
    [line, loss] = [next, nextLoss];
  }
  return line;
}

function smoothedTargets(yTrue: ArrayLike<number>): Float64Array {
  let nTrue = 0;
  for (let i = 0; i < yTrue.length; i++) nTrue += yTrue[i];
  const high = (nTrue + 1) / (nTrue + 2);
  const low = 1 / (yTrue.length - nTrue + 2);
  return Float64Array.from(yTrue, (indicator) => (indicator === 1 ? high : low));
}

/** Sum over the cells; log(1 + e^z) - target * z, written so that no e^z overflows. */
function crossEntropy(
  { slope, intercept }: LogitLine,
  logits: ArrayLike<number>,
  targets: Float64Array,
): number {
  let sum = 0;
  for (let i = 0; i < logits.length; i++) {
    const z = slope * logits[i] + intercept;
    sum += Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - targets[i] * z;
  }
  return sum;
}

/** Where Newton's method goes from a line, and by how much that should lower the loss. */
function newtonStep(
  { slope, intercept }: LogitLine,
  { logits, targets, hasIntercept }: Pick<LogitLineInput, "logits" | "hasIntercept"> & {
    readonly targets: Float64Array;
  },
): { readonly direction: LogitLine; readonly gain: number } {
  let [gradientSlope, gradientIntercept] = [0, 0];
  // Keeps the matrix invertible where all logits are equal.
  let [slopeSlope, slopeIntercept, interceptIntercept] = [1e-12, 0, 1e-12];
  for (let i = 0; i < logits.length; i++) {
    const x = logits[i];
    const p = sigmoid(slope * x + intercept);
    const error = p - targets[i];
    const weight = p * (1 - p);
    gradientSlope += error * x;
    gradientIntercept += error;
    slopeSlope += weight * x * x;
    slopeIntercept += weight * x;
    interceptIntercept += weight;
  }
  const determinant = slopeSlope * interceptIntercept - slopeIntercept ** 2;
  const direction = hasIntercept
    ? {
      slope: (slopeIntercept * gradientIntercept - interceptIntercept * gradientSlope) /
        determinant,
      intercept: (slopeIntercept * gradientSlope - slopeSlope * gradientIntercept) / determinant,
    }
    : { slope: -gradientSlope / slopeSlope, intercept: 0 };
  const fall = gradientSlope * direction.slope + gradientIntercept * direction.intercept;
  return { direction, gain: -fall / 2 };
}

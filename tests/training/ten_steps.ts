/** Ten training steps as `golden/make_ten_steps.py` makes them in Keras. */
import * as tf from "@tensorflow/tfjs";
import { makeRunConfig, type RunConfig } from "../../lib/config.ts";
import { learningRateAt } from "../../lib/training/learning_rate.ts";
import { disposeTrainee, makeTrainee } from "../../lib/training/make_trainee.ts";
import { trainableVariables } from "../../lib/training/model_variables.ts";
import { trainStep } from "../../lib/training/train_step.ts";

const nSteps = 10;
const nLabels = 27;

/** What ten steps of training lead to. */
export interface TenSteps {
  /** Loss of each step. */
  readonly losses: readonly number[];
  /** Weights after the last step, in the model's order. */
  readonly weights: readonly { readonly name: string; readonly values: Float32Array }[];
}

/** A case of the golden file. */
export interface GoldenSteps {
  /** Values that differ from the default configuration, dropout aside. */
  readonly settings: Partial<RunConfig>;
  /** Loss of each step. */
  readonly losses: readonly number[];
  /** Weights after the last step: base64 of 32-bit numbers, little-endian, layer by layer. */
  readonly weights: string;
}

/** Makes the ten steps by the functions that commands and notebooks call too. */
export async function tenSteps(settings: Partial<RunConfig>): Promise<TenSteps> {
  const config = makeRunConfig({ ...settings, convDropoutRate: 0, denseDropoutRate: 0 });
  const trainee = makeTrainee(config, [new Float32Array(nLabels)]);
  const weights = trainableVariables(trainee.model);
  const nextValues = wave();
  initialize(weights, nextValues);
  const losses: number[] = [];
  for (let step = 0; step < nSteps; step++) {
    const batch = nextBatch(config, nextValues);
    const learningRate = learningRateAt(step, nSteps, config);
    losses.push(await trainStep(trainee, [batch], { seed: config.seed, learningRate }));
    tf.dispose([batch.images, batch.labels]);
  }
  const weightsAfter = await Promise.all(weights.map(async (weight) => ({
    name: `${weight.name} [${weight.shape}]`,
    values: await weight.data<"float32">(),
  })));
  disposeTrainee(trainee);
  return { losses, weights: weightsAfter };
}

/**
 * What a golden case says, its weights cut up as those of a run.
 * @throws {RangeError} If it has another number of losses or weights than the run.
 */
export function goldenTenSteps(golden: GoldenSteps, run: TenSteps): TenSteps {
  const values = new Float32Array(Uint8Array.fromBase64(golden.weights).buffer);
  const nValues = run.weights.reduce((sum, { values }) => sum + values.length, 0);
  if (run.losses.length !== golden.losses.length || nValues !== values.length) {
    throw new RangeError(
      `Cannot compare a run as it must have ${golden.losses.length} losses and ` +
        `${values.length} weights: current values are ${run.losses.length} and ${nValues}`,
    );
  }
  let end = 0;
  const weights = run.weights.map(({ name, values: { length } }) => ({
    name,
    values: values.subarray(end, end += length),
  }));
  return { losses: golden.losses, weights };
}

/** How far a loss or a weight tensor is from what it should be. */
export interface RelativeError {
  /** Name of the loss or the tensor. */
  readonly name: string;
  /** Largest difference over the largest value. */
  readonly ofLargest: number;
  /** Euclidean norm of the difference over that of the expected values. */
  readonly ofNorm: number;
}

/** Errors of a run's losses and weights. */
export function relativeErrors(run: TenSteps, expected: TenSteps): RelativeError[] {
  return [
    ...run.losses.map((loss, i) => relativeError(`loss ${i + 1}`, [loss], [expected.losses[i]])),
    ...run.weights.map(({ name, values }, i) =>
      relativeError(name, values, expected.weights[i].values)
    ),
  ];
}

function relativeError(
  name: string,
  values: ArrayLike<number>,
  expected: ArrayLike<number>,
): RelativeError {
  let [largestDifference, largest, sumOfSquaredDifferences, sumOfSquares] = [0, 0, 0, 0];
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs(values[i] - expected[i]);
    // Unlike a comparison, Math.max passes NaN on.
    largestDifference = Math.max(largestDifference, difference);
    largest = Math.max(largest, Math.abs(expected[i]));
    sumOfSquaredDifferences += difference ** 2;
    sumOfSquares += expected[i] ** 2;
  }
  return {
    name,
    ofLargest: largestDifference / largest,
    ofNorm: Math.sqrt(sumOfSquaredDifferences / sumOfSquares),
  };
}

/** Takes values of sin(i * i), i = 0, 1, 2, ..., one after another. */
type NextValues = (shape: readonly number[], scale?: number) => Float32Array;

function wave(): NextValues {
  let i = 0;
  return (shape, scale = 1) =>
    Float32Array.from({ length: tf.util.sizeFromShape([...shape]) }, () => {
      const value = scale * Math.sin(i * i);
      i++;
      return value;
    });
}

function initialize(weights: readonly tf.Variable[], nextValues: NextValues): void {
  // Above Glorot's limit, so that some gradients are long enough to be clipped.
  const kernelScale = (shape: readonly number[]) => {
    const receptiveField = tf.util.sizeFromShape(shape.slice(0, -2));
    return 1.4 * Math.sqrt(6 / (receptiveField * (shape.at(-2)! + shape.at(-1)!)));
  };
  const assign = (weight: tf.Variable, scale: number) =>
    tf.tidy(() => weight.assign(tf.tensor(nextValues(weight.shape, scale), weight.shape)));
  for (const weight of weights) if (weight.rank > 1) assign(weight, kernelScale(weight.shape));
  for (const weight of weights) if (weight.rank === 1) assign(weight, 0.05);
}

function nextBatch(
  { batchSize, imageHeightPx, imageWidthPx }: RunConfig,
  nextValues: NextValues,
): { images: tf.Tensor4D; labels: tf.Tensor2D } {
  const imagesShape: [number, number, number, number] = [batchSize, imageHeightPx, imageWidthPx, 3];
  const images = nextValues(imagesShape).map((value) => (value + 1) / 2);
  const labels = nextValues([batchSize, nLabels]).map((value) => Number(value > 0.95));
  return {
    images: tf.tensor4d(images, imagesShape),
    labels: tf.tensor2d(labels, [batchSize, nLabels]),
  };
}

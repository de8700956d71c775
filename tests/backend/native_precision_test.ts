import { assert, assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { filterGradientByColumns } from "../../lib/backend/filter_gradient.ts";
import { nativeRandomUniform } from "../../lib/backend/native_random.ts";
import { hasNativeOps } from "../../lib/backend/native_backend.ts";
import { makePrng } from "../../lib/random.ts";
import {
  type FilterIndex,
  slowBiasGradient,
  slowFilterGradient,
  slowMaxPoolGradient,
  type Values,
  valuesOf,
} from "./slow_gradients.ts";

// tfjs's own gradients, before others take their place.
const stock = Object.fromEntries(
  ["Conv2D", "MaxPool", "Relu", "Add"].map((name) => [name, tf.getGradient(name).gradFunc]),
);
await chooseBackend();
const ignore = !hasNativeOps();

/** Numbers from -0.5 to 0.5, drawn natively as they are many. */
function randomTensor<T extends tf.Tensor>(shape: number[], seed: number): T {
  return tf.tidy(() => nativeRandomUniform(shape, [seed, 1]).sub(0.5)) as T;
}

/** Reads a tensor and frees it. */
async function take(tensor: tf.Tensor): Promise<Values> {
  const values = await valuesOf(tensor);
  tensor.dispose();
  return values;
}

/** Root of the mean squared difference. */
function distance(values: readonly number[], expected: readonly number[]): number {
  const squares = values.map((value, i) => (value - expected[i]) ** 2);
  return Math.sqrt(squares.reduce((sum, square) => sum + square) / values.length);
}

/** Rounding errors of two orders of summation differ by chance, hence the factor. */
function assertNoFurther(ours: number, stocks: number): void {
  assert(ours <= 2 * stocks, `distance ${ours}; tfjs's own ${stocks}`);
}

for (
  const [xShape, filters] of [[[32, 224, 224, 3], 32], [[32, 111, 111, 32], 64]] as const
) {
  const [batch, height, width, channels] = xShape;
  const name = `gradient of ${filters} filters for [${xShape}] is as near to 64 bits as tfjs's own`;
  Deno.test({ name, ignore }, async () => {
    const xTensor = randomTensor<tf.Tensor4D>([...xShape], 1);
    const dyTensor = randomTensor<tf.Tensor4D>([batch, height - 2, width - 2, filters], 2);
    const filterShape: [number, number, number, number] = [3, 3, channels, filters];
    const filter = tf.zeros(filterShape);
    const saved = [xTensor, filter];
    const attributes = { strides: 1, pad: "valid", dataFormat: "NHWC", dilations: 1 };
    const [chosen, stocks] = [tf.getGradient("Conv2D").gradFunc, stock.Conv2D].map((gradient) =>
      tf.tidy(() => gradient(dyTensor, saved, attributes).filter() as tf.Tensor)
    );
    const columns = filterGradientByColumns(xTensor, dyTensor);
    const found = await Promise.all([chosen, columns, stocks].map(take));
    const [x, dy] = await Promise.all([xTensor, dyTensor].map(take));
    filter.dispose();

    const prng = makePrng(4);
    const indices = Array.from(
      { length: 60 },
      () => filterShape.map((size) => prng.integer(0, size - 1)) as unknown as FilterIndex,
    );
    const expected = indices.map((index) => slowFilterGradient(x, dy, index));
    const [ofChosen, ofColumns, ofStock] = found.map(({ values }) =>
      distance(
        indices.map(([row, column, input, filter]) =>
          values[((row * 3 + column) * channels + input) * filters + filter]
        ),
        expected,
      )
    );
    assertNoFurther(ofChosen, ofStock);
    assertNoFurther(ofColumns, ofStock);
  });
}

Deno.test({
  name: "gradient of a bias for [32,111,111,32] is as near to 64 bits as tfjs's own",
  ignore,
  fn: async () => {
    const shape = [32, 111, 111, 32];
    const dyTensor = randomTensor(shape, 3);
    const saved = [tf.zeros(shape), tf.zeros([32])];
    const gradients = [tf.getGradient("Add").gradFunc, stock.Add].map((gradient) =>
      tf.tidy(() => gradient(dyTensor, saved, {}).b() as tf.Tensor)
    );
    const [ours, stocks, dy] = await Promise.all([...gradients, dyTensor].map(take));
    tf.dispose(saved);
    const expected = Array.from({ length: 32 }, (_, channel) => slowBiasGradient(dy, channel));
    assertNoFurther(distance([...ours.values], expected), distance([...stocks.values], expected));
  },
});

Deno.test({
  name: "gradient of max-pooling for [32,222,222,32] is exact, as is tfjs's own",
  ignore,
  fn: async () => {
    const xTensor = randomTensor<tf.Tensor4D>([32, 222, 222, 32], 5);
    const yTensor = tf.maxPool(xTensor, 2, 2, "valid");
    const dyTensor = randomTensor<tf.Tensor4D>(yTensor.shape, 6);
    const attributes = { filterSize: 2, strides: 2, pad: "valid" };
    const gradients = [tf.getGradient("MaxPool").gradFunc, stock.MaxPool].map((gradient) =>
      tf.tidy(() => gradient(dyTensor, [xTensor, yTensor], attributes).x() as tf.Tensor)
    );
    const [ours, stocks, x, dy] = await Promise.all([...gradients, xTensor, dyTensor].map(take));
    yTensor.dispose();
    const expected = slowMaxPoolGradient(x, dy);
    assertEquals(nDifferent(ours.values, expected), 0);
    assertEquals(nDifferent(stocks.values, expected), 0);
  },
});

Deno.test({
  name: "gradient of ReLU for [32,111,111,32] is exact, as is tfjs's own",
  ignore,
  fn: async () => {
    const xTensor = randomTensor([32, 111, 111, 32], 7);
    const yTensor = tf.relu(xTensor);
    const dyTensor = randomTensor(xTensor.shape, 8);
    // What each has saved: the native one the output, tfjs's own the input.
    const gradients = [
      tf.tidy(() => tf.getGradient("Relu").gradFunc(dyTensor, [yTensor], {}).x() as tf.Tensor),
      tf.tidy(() => stock.Relu(dyTensor, [xTensor], {}).x() as tf.Tensor),
    ];
    const [ours, stocks, x, dy] = await Promise.all([...gradients, xTensor, dyTensor].map(take));
    yTensor.dispose();
    const expected = dy.values.map((value, i) => x.values[i] > 0 ? value : 0);
    assertEquals(nDifferent(ours.values, expected), 0);
    assertEquals(nDifferent(stocks.values, expected), 0);
  },
});

/** Values that are not the same; 0 and -0 are. */
function nDifferent(values: Float32Array, expected: Float32Array): number {
  assertEquals(values.length, expected.length);
  let n = 0;
  for (let i = 0; i < values.length; i++) if (values[i] !== expected[i]) n++;
  return n;
}

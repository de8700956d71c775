import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { hasNativeAdam, NativeAdam, nativeAdamStep } from "../../lib/backend/native_adam.ts";
import { makePrng } from "../../lib/random.ts";

const { name } = await chooseBackend();
const ignore = !hasNativeAdam();
const options = { learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };

function makeVariables(values: readonly number[]): tf.Variable[] {
  return [values, [0, 0, 0], [0, 0, 0]].map((list) => tf.variable(tf.tensor1d([...list]), false));
}

function update(adam: NativeAdam, gradient: tf.Tensor, iteration: number): void {
  tf.tidy(() => adam.update(gradient, nativeAdamStep({ ...options, iteration })));
}

Deno.test("hasNativeAdam() is true on TensorFlow alone", () => {
  assertEquals(hasNativeAdam(), name === "tensorflow");
});

Deno.test({
  name: "NativeAdam.update() makes the updates of double precision to within rounding",
  ignore,
  fn() {
    const prng = makePrng(8);
    const variables = makeVariables([1, -2, 0.5]);
    const [weights, mean, square] = variables;
    const adam = new NativeAdam(weights, mean, square);
    const expected = { weights: [1, -2, 0.5], mean: [0, 0, 0], square: [0, 0, 0] };
    for (let iteration = 1; iteration <= 50; iteration++) {
      const values = [prng.normal(), prng.normal() * 1e-3, prng.normal() * 30];
      const gradient = tf.tensor1d(values);
      update(adam, gradient, iteration);
      gradient.dispose();
      values.forEach((g, i) => {
        expected.mean[i] = 0.9 * expected.mean[i] + 0.1 * g;
        expected.square[i] = 0.999 * expected.square[i] + 0.001 * g * g;
        // Keras' form: the correction of the bias is in the step size.
        const stepSize = 0.01 * Math.sqrt(1 - 0.999 ** iteration) / (1 - 0.9 ** iteration);
        expected.weights[i] -= stepSize * expected.mean[i] /
          (Math.sqrt(expected.square[i]) + 1e-7);
      });
    }
    [...weights.dataSync()].forEach((value, i) =>
      assertAlmostEquals(value, expected.weights[i], 2e-6)
    );
    adam.dispose();
    tf.dispose(variables);
  },
});

Deno.test({
  name: "NativeAdam.update() leaves copies of the weights alone and sees values assigned since",
  ignore,
  fn() {
    const variables = makeVariables([1, 2, 3]);
    const [weights, mean, square] = variables;
    const adam = new NativeAdam(weights, mean, square);
    const gradient = tf.tensor1d([1, 1, 1]);
    update(adam, gradient, 1);
    const copy = weights.clone();
    const before = [...copy.dataSync()];
    update(adam, gradient, 2);
    assertEquals([...copy.dataSync()], before);
    weights.dataSync().forEach((value, i) => assert(value < before[i]));

    tf.tidy(() => variables.forEach((variable) => variable.assign(tf.zeros([3]))));
    update(adam, gradient, 1);
    for (const value of weights.dataSync()) assertAlmostEquals(value, -0.01, 1e-7);
    assertEquals([...gradient.dataSync()], [1, 1, 1]);
    adam.dispose();
    tf.dispose([...variables, gradient, copy]);
  },
});

Deno.test({
  name: "NativeAdam leaves no tensor behind and the variables their values",
  ignore,
  fn() {
    const variables = makeVariables([1, 2, 3]);
    const gradient = tf.ones([3]);
    const before = tf.memory().numTensors;
    const adam = new NativeAdam(variables[0], variables[1], variables[2]);
    for (let iteration = 1; iteration < 4; iteration++) {
      update(adam, gradient, iteration);
    }
    adam.dispose();
    assertEquals(tf.memory().numTensors, before);
    variables[0].dataSync().forEach((value, i) => assertAlmostEquals(value, i + 1 - 0.03, 1e-6));
    tf.dispose([...variables, gradient]);
  },
});

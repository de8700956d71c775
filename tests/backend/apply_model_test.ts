import { assert, assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { applyModel } from "../../lib/backend/apply_model.ts";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { posterCnn } from "../../lib/model/poster_cnn.ts";
import { trainableVariables } from "../../lib/training/model_variables.ts";
import { seedDropout } from "../../lib/training/train_step.ts";
import { tinyConfig } from "../model/tiny_model.ts";

await chooseBackend();

/** Output and gradients of the sum of its squares. */
function outputAndGradients(
  model: tf.LayersModel,
  apply: () => tf.Tensor,
): { output: number[]; gradients: number[][] } {
  const variables = trainableVariables(model);
  return tf.tidy(() => {
    const output = [...apply().dataSync()];
    const { grads } = tf.variableGrads(() => apply().square().sum().asScalar(), variables);
    return { output, gradients: variables.map(({ name }) => [...grads[name].dataSync()]) };
  });
}

function assertClose(actual: readonly number[], expected: readonly number[]): void {
  assertEquals(actual.length, expected.length);
  const largest = Math.max(...expected.map(Math.abs));
  actual.forEach((value, i) => assert(Math.abs(value - expected[i]) <= 1e-5 * largest));
}

for (const training of [false, true]) {
  Deno.test(`applyModel() gives the model's output and gradients, training: ${training}`, () => {
    const model = posterCnn({ ...tinyConfig, convDropoutRate: 0.25 }, 3);
    // Else no bias matters, as they start at 0.
    for (const variable of trainableVariables(model)) {
      tf.tidy(() => variable.assign(tf.randomNormal(variable.shape, 0, 0.3, "float32", 5)));
    }
    const [, height, width] = model.inputs[0].shape;
    const x = tf.randomUniform([4, height!, width!, 3], 0, 1, "float32", 3);
    seedDropout(model, 1, 1);
    const stock = outputAndGradients(model, () => model.apply(x, { training }) as tf.Tensor);
    const cheap = outputAndGradients(model, () => applyModel(model, x, { training }));
    assertClose(cheap.output, stock.output);
    cheap.gradients.forEach((gradient, i) => assertClose(gradient, stock.gradients[i]));
    assert(stock.gradients.every((gradient) => gradient.some((value) => value !== 0)));
    x.dispose();
    model.dispose();
  });
}

Deno.test("applyModel() leaves models that are no chain to tfjs", () => {
  const input = tf.input({ shape: [8, 8, 3] });
  const options = { filters: 3, kernelSize: 3, padding: "same", activation: "relu" } as const;
  const maps = tf.layers.conv2d(options).apply(input) as tf.SymbolicTensor;
  const pooled = tf.layers.maxPooling2d({ poolSize: 2 }).apply(maps) as tf.SymbolicTensor;
  const summed = tf.layers.add().apply([pooled, pooled]) as tf.SymbolicTensor;
  const model = tf.model({ inputs: input, outputs: summed });
  const x = tf.randomNormal([2, 8, 8, 3], 0, 1, "float32", 4);
  assertEquals(
    [...applyModel(model, x, { training: false }).dataSync()],
    [...(model.predict(x) as tf.Tensor).dataSync()],
  );
  model.dispose();
});

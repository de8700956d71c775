import { assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { WeightAverage } from "../../lib/training/weight_average.ts";
import golden from "./golden/updates.json" with { type: "json" };

await chooseBackend();

const { values, cases } = golden.average;

function assign(variable: tf.Variable, values: number[]): void {
  tf.tidy(() => variable.assign(tf.tensor1d(values)));
}

for (const { decay, averages } of cases) {
  Deno.test(`WeightAverage with decay ${decay} follows TensorFlow ${golden.versions.tensorflow}`, async () => {
    const variable = tf.variable(tf.tensor1d(values[0]));
    const average = new WeightAverage([variable], decay);
    for (const [i, expected] of averages.entries()) {
      assign(variable, values[i + 1]);
      average.update(i + 1);
      (await average.averages[0].data()).forEach((value, j) =>
        assertAlmostEquals(value, expected[j], 1e-6)
      );
    }
    average.dispose();
    variable.dispose();
  });
}

Deno.test("WeightAverage.whileAveraged() lends the average and gives the weights back", async () => {
  const variable = tf.variable(tf.tensor1d([1, 2]));
  const average = new WeightAverage([variable], 0.5);
  assign(variable, [3, 6]);
  average.update(1000);
  const during = await average.whileAveraged(async () => [...await variable.data()]);
  assertEquals(during, [2, 4]);
  assertEquals([...await variable.data()], [3, 6]);
  await assertRejects(() => average.whileAveraged(() => Promise.reject(new Error("broken"))));
  assertEquals([...await variable.data()], [3, 6]);
  // The two do not share memory afterwards.
  assign(variable, [0, 0]);
  assertEquals([...await average.averages[0].data()], [2, 4]);
  average.dispose();
  variable.dispose();
});

Deno.test("WeightAverage leaves no tensor behind, and holds none with decay 0", async () => {
  const variable = tf.variable(tf.tensor1d([1, 2]));
  for (const decay of [0, 0.9]) {
    const before = tf.memory().numTensors;
    const average = new WeightAverage([variable], decay);
    const held = decay > 0 ? 1 : 0;
    for (const n of [1, 2]) {
      average.update(n);
      await average.whileAveraged(() => Promise.resolve());
      assertEquals(tf.memory().numTensors, before + held);
    }
    average.dispose();
    assertEquals(tf.memory().numTensors, before);
  }
  variable.dispose();
});

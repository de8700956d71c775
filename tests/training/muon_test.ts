import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { Adam } from "../../lib/training/adam.ts";
import { Muon } from "../../lib/training/muon.ts";
import golden from "./golden/updates.json" with { type: "json" };
import { valuesOfEach } from "./values_of_each.ts";

await chooseBackend();

for (const { weights, ...options } of golden.muon) {
  Deno.test(`Muon with ${JSON.stringify(options)} makes the updates of Keras ${golden.versions.keras}`, async () => {
    const variables = [tf.variable(tf.tensor(golden.kernel)), tf.variable(tf.tensor(golden.bias))];
    const muon = new Muon(variables, { ...options, learningRate: 1 });
    for (const [step, gradients] of golden.gradients.entries()) {
      const tensors = gradients.map((values) => tf.tensor(values));
      muon.applyGradients(tensors, golden.learningRates[step]);
      tf.dispose(tensors);
      const found = (await valuesOfEach(variables)).flat();
      const expected = weights[step].flat(2);
      assertEquals(found.length, expected.length);
      found.forEach((value, i) => assertAlmostEquals(value, expected[i], 1e-5, `step ${step}`));
    }
    assertEquals(muon.iterations, golden.gradients.length);
    muon.dispose();
    tf.dispose(variables);
  });
}

Deno.test("Muon takes a convolution's kernel as a matrix of its filters", async () => {
  const values = [0.3, -0.1, 0.2, 0.5, -0.7, 0.4, 0.1, 0.9];
  const updated = async (shape: number[]) => {
    const kernel = tf.variable(tf.zeros(shape));
    const muon = new Muon([kernel], { learningRate: 0.1 });
    tf.tidy(() => muon.applyGradients([tf.tensor(values, shape)]));
    const found = [...await kernel.data()];
    muon.dispose();
    kernel.dispose();
    return found;
  };
  assertEquals(await updated([1, 2, 2, 2]), await updated([4, 2]));
});

Deno.test("Muon leaves to Adam what is no matrix or is said to be its", async () => {
  const shapes = [[2], [3, 3, 2, 1], [2, 3], [2, 3]];
  const make = () => shapes.map((shape) => tf.variable(tf.ones(shape)));
  const gradients = shapes.map((shape, i) => tf.randomNormal(shape, 0, 1, "float32", i));
  const options = { learningRate: 0.1, weightDecay: 0.1, clipGlobalNorm: 1 };
  const [ours, adams] = [make(), make()];
  const muon = new Muon(ours, { ...options, adamVariables: [ours[3]] });
  const adam = new Adam(adams, options);
  for (let i = 0; i < 3; i++) for (const by of [muon, adam]) by.applyGradients(gradients);
  const [found, expected] = [await valuesOfEach(ours), await valuesOfEach(adams)];
  for (const i of [0, 1, 3]) assertEquals(found[i], expected[i], `shape [${shapes[i]}]`);
  assert(found[2].some((value, i) => Math.abs(value - expected[2][i]) > 1e-3));
  // A momentum, then two moments for each of the others.
  assertEquals(muon.moments.map(({ shape }) => shape), [
    [2, 3],
    ...[0, 1, 3, 0, 1, 3].map((i) => shapes[i]),
  ]);
  muon.dispose();
  adam.dispose();
  tf.dispose([...ours, ...adams, ...gradients]);
});

Deno.test("Muon gives a kernel its share of the rate, from its first update on", async () => {
  const variables = [tf.variable(tf.zeros([2, 2])), tf.variable(tf.zeros([2, 2]))];
  const muon = new Muon(variables, {
    learningRate: 0.1,
    schedules: [
      { learningRateShare: 1, firstUpdate: 0 },
      { learningRateShare: 0.5, firstUpdate: 1 },
    ],
  });
  const gradient = tf.tensor2d([[1, 2], [3, 4]]);
  const before = tf.memory().numTensors;
  assertEquals(muon.activeVariables, variables.slice(0, 1));
  muon.applyGradients([gradient]);
  const [first, none] = await valuesOfEach(variables);
  assertEquals(none, [0, 0, 0, 0]);
  assertEquals(muon.activeVariables, variables);
  muon.applyGradients([gradient, gradient]);
  const [, second] = await valuesOfEach(variables);
  // The length of the momentum does not matter: the first update of each has the same direction.
  second.forEach((value, i) => assertAlmostEquals(value, 0.5 * first[i], 1e-6));
  assertEquals(tf.memory().numTensors, before);
  muon.dispose();
  tf.dispose([...variables, gradient]);
});

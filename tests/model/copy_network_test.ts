import { assert, assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { copyNetwork } from "../../lib/model/copy_network.ts";

await chooseBackend();

/** Two inputs of a sum, a layer that is used twice, and a network as a layer. */
function madeUpNetwork(): tf.LayersModel {
  const input = tf.input({ name: "old_input", shape: [6] });
  const twice = tf.layers.dense({ name: "twice", units: 6, activation: "tanh" });
  const once = twice.apply(input) as tf.SymbolicTensor;
  const again = twice.apply(once) as tf.SymbolicTensor;
  const sum = tf.layers.add({ name: "sum" }).apply([once, again]) as tf.SymbolicTensor;
  const inner = tf.sequential({
    name: "inner",
    layers: [tf.layers.dense({ name: "deep", units: 3, inputShape: [6] })],
  });
  return tf.model({ inputs: input, outputs: inner.apply(sum) as tf.SymbolicTensor });
}

Deno.test("copyNetwork() computes the same from another tensor, with weights of its own", () => {
  const network = madeUpNetwork();
  const input = tf.input({ name: "images", shape: [6] });
  const doubled = tf.layers.rescaling({ name: "doubled", scale: 2 });
  const output = copyNetwork(network, doubled.apply(input) as tf.SymbolicTensor);
  const copy = tf.model({ inputs: input, outputs: output });
  assertEquals(copy.layers.map(({ name }) => name), ["images", "doubled", "twice", "sum", "inner"]);
  const difference = () =>
    tf.tidy(() => {
      const x = tf.randomNormal([4, 6], 0, 1, "float32", 5);
      const expected = network.predict(x.mul(2)) as tf.Tensor;
      return expected.sub(copy.predict(x) as tf.Tensor).abs().max().dataSync()[0];
    });
  assert(difference() < 1e-6);
  tf.tidy(() => network.getLayer("twice").setWeights([tf.zeros([6, 6]), tf.zeros([6])]));
  assert(difference() > 0.1);
  network.dispose();
  copy.dispose();
});

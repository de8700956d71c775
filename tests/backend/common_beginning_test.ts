import { assert, assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { applyModel } from "../../lib/backend/apply_model.ts";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { commonBeginning } from "../../lib/backend/common_beginning.ts";
import { hasNativeOps } from "../../lib/backend/native_backend.ts";
import { buildModel } from "../../lib/model/build_model.ts";
import { meanOfModels } from "../../lib/model/join_models.ts";
import { randomImages } from "../model/tiny_model.ts";
import { tinyResidualConfig } from "../model/tiny_residual.ts";
import { opsOf } from "./ops_of.ts";

await chooseBackend();

const nAlikeBlocks = 3;

/** Networks with the same weights up to a block, other weights after it. */
function tunedModels(): tf.LayersModel[] {
  const config = {
    ...tinyResidualConfig,
    architecture: "efficientnetLite0" as const,
    frozenBatchNorm: true,
    frozenBlocks: nAlikeBlocks,
  };
  const [first, second] = [1, 2].map((seed) => buildModel({ ...config, seed }, 3));
  second.layers.forEach((layer, i) => {
    if (!layer.trainable) layer.setWeights(first.layers[i].getWeights());
  });
  return [first, second];
}

Deno.test("commonBeginning() ends where weights begin to differ", () => {
  const models = tunedModels();
  const ends = commonBeginning(models)!;
  const next = models.map(({ layers }, i) => layers[layers.indexOf(ends[i]) + 1].name);
  assertEquals(next.map((name) => /block_\d+/.exec(name)?.[0]), Array(2).fill("block_3"));
  assertEquals(commonBeginning(models), ends);

  // Found anew for other weights.
  const stem = models[1].layers.find((layer) => layer.weights.length > 0)!;
  tf.tidy(() => stem.setWeights(stem.getWeights().map((weight) => weight.add(1))));
  const before = models[0].layers.indexOf(commonBeginning(models)![0]);
  assert(before < models[1].layers.indexOf(stem));
  models.forEach((model) => model.dispose());
});

Deno.test("commonBeginning() is null for networks of other kinds", () => {
  const models = (["residualCnn", "efficientnetLite0"] as const).map((architecture) =>
    buildModel({ ...tinyResidualConfig, architecture }, 3)
  );
  const ends = commonBeginning(models);
  // They scale pixels alike, at most.
  assert(ends === null || ends.every(({ weights }) => weights.length === 0));
  models.forEach((model) => model.dispose());
});

Deno.test("commonBeginning() leaves a value that is read later before the cut", () => {
  const models = [1, 2].map((bias) => {
    const input = tf.input({ shape: [4] });
    const dense = () => tf.layers.dense({ units: 4, kernelInitializer: "ones" });
    const first = dense().apply(input) as tf.SymbolicTensor;
    const second = dense().apply(first) as tf.SymbolicTensor;
    const sum = tf.layers.add().apply([first, second]) as tf.SymbolicTensor;
    const biasInitializer = tf.initializers.constant({ value: bias });
    const last = tf.layers.dense({ units: 1, biasInitializer });
    return tf.model({ inputs: input, outputs: last.apply(sum) as tf.SymbolicTensor });
  });
  assertEquals(commonBeginning(models)!.map((layer) => layer.getClassName()), ["Add", "Add"]);
  models.forEach((model) => model.dispose());
});

Deno.test("applyModel() computes a common beginning once, with the same bits", () => {
  const models = tunedModels();
  const mean = meanOfModels(models);
  const x = randomImages(2);
  const apply = (model: tf.LayersModel) =>
    applyModel(model, x, { training: false }).dataSync<"float32">();
  const [first, second] = models.map(apply);
  assert(first.some((value, i) => value !== second[i]));
  const nTensors = tf.memory().numTensors;
  const expected = tf.tidy(() => tf.addN([tf.tensor(first), tf.tensor(second)]).div(2).dataSync());
  assertEquals(apply(mean), expected);
  // The output.
  assertEquals(tf.memory().numTensors, nTensors + 1);
  x.dispose();
  mean.dispose();
});

Deno.test({
  name: "applyModel() runs the convolutions of a common beginning once",
  ignore: !hasNativeOps(),
}, () => {
  const models = tunedModels();
  const mean = meanOfModels(models);
  const nConvolutions = (model: tf.LayersModel) => {
    const ops = opsOf(() => applyModel(model, randomImages(2), { training: false }));
    return ops.filter(({ op }) => /Conv/.test(op) && !/Backprop/.test(op)).length;
  };
  const ends = commonBeginning(models)!;
  const below = tf.model({
    inputs: models[0].inputs,
    outputs: ends[0].output as tf.SymbolicTensor,
  });
  const nShared = nConvolutions(below);
  assert(nShared > 5);
  assertEquals(nConvolutions(mean), 2 * nConvolutions(models[0]) - nShared);
  mean.dispose();
});

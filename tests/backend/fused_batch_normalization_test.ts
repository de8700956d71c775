import { assert, assertAlmostEquals, assertEquals, assertStrictEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import {
  batchNormalizationLayers,
  FusedBatchNormalization,
} from "../../lib/backend/fused_batch_normalization.ts";
import { hasNativeOps } from "../../lib/backend/native_backend.ts";
import golden from "./golden/batch_norm.json" with { type: "json" };
import { assertClose, assertSameOnCpu } from "./same_gradients.ts";

await chooseBackend();
const ignore = !hasNativeOps();

/** The inputs of golden/make_batch_norm.py. */
function maps(start: number): tf.Tensor4D {
  const [batch, height, width, channels] = golden.shape;
  const values = Float32Array.from(
    { length: batch * height * width * channels },
    (_, i) => 3 * Math.sin(start + 1.3 * i) + i % 4,
  );
  return tf.tensor4d(values, [batch, height, width, channels]);
}

function madeLayer(shape: readonly number[], LayerClass = FusedBatchNormalization) {
  const layer = new LayerClass();
  layer.build([...shape]);
  return layer;
}

function apply(layer: tf.layers.Layer, x: tf.Tensor, training: boolean): tf.Tensor {
  return layer.apply(x, { training }) as tf.Tensor;
}

Deno.test("FusedBatchNormalization has Keras' outputs, gradients and moving averages", () => {
  const layer = madeLayer(golden.shape);
  layer.setWeights([
    tf.tensor1d([0.5, 1, 1.5, -2]),
    tf.tensor1d([0, 0.1, -0.2, 3]),
    tf.zeros([4]),
    tf.ones([4]),
  ]);
  const [gamma, beta, movingMean, movingVariance] = layer.getWeights() as tf.Variable[];
  golden.steps.forEach((expected, step) => {
    const x = tf.variable(maps(step));
    let y: Float32Array | undefined;
    const { grads } = tf.variableGrads(() => {
      const normalized = apply(layer, x, true);
      y = normalized.dataSync<"float32">();
      return normalized.mul(maps(step + 10)).sum().asScalar();
    }, [x, gamma, beta]);
    assertClose(y!, expected.y, `step ${step}, output`);
    [x, gamma, beta].forEach(({ name }, i) =>
      assertClose(grads[name].dataSync(), expected.gradients[i], `step ${step}, gradient ${i}`)
    );
    assertClose(movingMean.dataSync(), expected.movingMean, `step ${step}, moving mean`);
    assertClose(movingVariance.dataSync(), expected.movingVariance, `step ${step}, variance`);
    x.dispose();
  });
  assertClose(apply(layer, maps(3), false).dataSync(), golden.inference, "inference");
  layer.trainable = false;
  const before = layer.getWeights().map((weight) => weight.dataSync());
  assertClose(apply(layer, maps(4), true).dataSync(), golden.frozen, "frozen");
  const gradient = tf.grad((x) => apply(layer, x, true).mul(maps(14)))(maps(4));
  assertClose(gradient.dataSync(), golden.frozenGradient, "frozen gradient");
  assertEquals(layer.getWeights().map((weight) => weight.dataSync()), before);
  tf.dispose(layer.getWeights());
});

/** The stock layer, whatever is registered by now. */
const StockLayer = Object.getPrototypeOf(FusedBatchNormalization) as typeof FusedBatchNormalization;

for (const shape of [[2, 5, 7, 3], [1, 3, 3, 8], [4, 1, 9, 1], [3, 8, 6, 16]]) {
  for (const training of [true, false]) {
    const name = `FusedBatchNormalization computes as tfjs's own layer, shape [${shape}], ` +
      `training: ${training}`;
    Deno.test({ name, ignore }, async () => {
      const channels = [shape[3]];
      // A layer whose scales and offsets are the given tensors, so that gradients reach them.
      const applyWith =
        (LayerClass: typeof FusedBatchNormalization) => (...inputs: tf.Tensor[]) => {
          const [x, gamma, beta] = inputs;
          const layer = madeLayer(shape, LayerClass);
          const [, , movingMean, movingVariance] = layer.getWeights() as tf.Variable[];
          movingMean.assign(tf.fill(channels, 0.5));
          movingVariance.assign(tf.fill(channels, 2));
          const reader = (value: tf.Tensor) => ({ read: () => value });
          Object.assign(layer, { gamma: reader(gamma), beta: reader(beta) });
          layer.getWeights = () => [gamma, beta, movingMean, movingVariance];
          return apply(layer, x, training);
        };
      await assertSameOnCpu(
        [shape, channels, channels],
        applyWith(FusedBatchNormalization),
        applyWith(StockLayer),
      );
    });
  }
}

Deno.test("FusedBatchNormalization leaves inputs that are no maps to tfjs", () => {
  const layer = madeLayer([4, 3]);
  const x = tf.tensor2d([[1, 2, 3], [5, 2, 1], [0, 1, 2], [2, 7, 2]]);
  const { mean, variance } = tf.moments(x, 0);
  const expected = x.sub(mean).div(variance.add(1e-3).sqrt());
  assertClose(apply(layer, x, true).dataSync(), expected.dataSync(), "output");
  tf.dispose(layer.getWeights());
});

Deno.test("FusedBatchNormalization is saved under the standard name and loads frozen", async () => {
  const input = tf.input({ shape: [4, 4, 2] });
  const layer = new FusedBatchNormalization({ name: "bn", momentum: 0.9, epsilon: 1e-5 });
  const model = tf.model({ inputs: input, outputs: layer.apply(input) as tf.SymbolicTensor });
  layer.trainable = false;
  let artifacts: tf.io.ModelArtifacts;
  await model.save(tf.io.withSaveHandler((saved) => {
    artifacts = saved;
    return Promise.resolve({ modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(saved) });
  }));
  assertEquals(JSON.stringify(artifacts!.modelTopology).includes("BatchNormalization"), true);
  const copy = await tf.loadLayersModel(tf.io.fromMemory(artifacts!));
  const [loaded] = batchNormalizationLayers(copy);
  assertEquals(loaded.getConfig(), layer.getConfig());
  assertEquals(loaded.trainable, false);
  copy.dispose();
  assertEquals(batchNormalizationLayers(model), [layer]);
  model.dispose();
});

Deno.test("FusedBatchNormalization leaves no tensor behind", () => {
  const layer = madeLayer([2, 4, 4, 3]);
  const [gamma, beta] = layer.getWeights() as tf.Variable[];
  const step = () =>
    tf.tidy(() => {
      const x = tf.randomNormal([2, 4, 4, 3]);
      tf.variableGrads(() => apply(layer, x, true).square().sum().asScalar(), [gamma, beta]);
    });
  step();
  const before = tf.memory().numTensors;
  step();
  assertEquals(tf.memory().numTensors, before);
  tf.dispose(layer.getWeights());
});

Deno.test("fixedTransform() of a frozen layer is kept until a weight changes", () => {
  const layer = new FusedBatchNormalization({ inputShape: [2, 2, 1], trainable: false });
  const model = tf.sequential({ layers: [layer] });
  const set = (...values: number[]) =>
    tf.tidy(() => layer.setWeights(values.map((value) => tf.tensor1d([value]))));
  set(3, 1, 2, 4 - 1e-3);
  const before = tf.memory().numTensors;
  const { scale, offset } = layer.fixedTransform();
  assertAlmostEquals(scale.dataSync()[0], 1.5, 1e-6);
  assertAlmostEquals(offset.dataSync()[0], -2, 1e-6);
  assertStrictEquals(layer.fixedTransform().scale, scale);
  set(6, 1, 2, 4 - 1e-3);
  assertAlmostEquals(layer.fixedTransform().scale.dataSync()[0], 3, 1e-6);
  assert(scale.isDisposed);
  assertEquals(tf.memory().numTensors, before + 2);
  // Four weights go, too.
  model.dispose();
  assertEquals(tf.memory().numTensors, before - 4);
});

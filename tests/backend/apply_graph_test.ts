import { assert, assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { applyGraph } from "../../lib/backend/apply_graph.ts";
import { biasedConvolution } from "../../lib/backend/biased_convolution.ts";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { batchNormalizationLayers } from "../../lib/backend/fused_batch_normalization.ts";
import { hasNativeOps } from "../../lib/backend/native_backend.ts";
import { makeRunConfig } from "../../lib/config.ts";
import { buildModel } from "../../lib/model/build_model.ts";
import { trainableVariables } from "../../lib/training/model_variables.ts";
import { seedDropout } from "../../lib/training/train_step.ts";
import { randomImages } from "../model/tiny_model.ts";
import { tinyResidualConfig } from "../model/tiny_residual.ts";
import { opsOf } from "./ops_of.ts";
import { assertClose, assertSameOnCpu } from "./same_gradients.ts";

await chooseBackend();
const ignore = !hasNativeOps();

/** A network whose batch normalization does something. */
function madeModel(architecture: "residualCnn" | "efficientnetLite0", frozenBatchNorm: boolean) {
  const config = makeRunConfig({ ...tinyResidualConfig, architecture, frozenBatchNorm });
  const model = buildModel(config, 3);
  seedDropout(model, 1, 0);
  batchNormalizationLayers(model).forEach((layer, i) => {
    const shape = layer.getWeights()[0].shape;
    const random = (from: number, to: number, k: number) =>
      tf.randomUniform(shape, from, to, "float32", 4 * i + k);
    tf.tidy(() =>
      layer.setWeights([random(1, 2, 0), random(-1, 1, 1), random(-1, 1, 2), random(0.5, 2, 3)])
    );
  });
  return model;
}

function outputAndGradients(model: tf.LayersModel, apply: () => tf.Tensor): Float32Array[] {
  const variables = trainableVariables(model);
  return tf.tidy(() => {
    const output = apply().dataSync<"float32">();
    const { grads } = tf.variableGrads(() => apply().square().sum().asScalar(), variables);
    return [output, ...variables.map(({ name }) => grads[name].dataSync<"float32">())];
  }) as unknown as Float32Array[];
}

for (
  const [architecture, training, isFrozen] of [
    ["residualCnn", false, false],
    ["residualCnn", false, true],
    ["residualCnn", true, true],
    ["efficientnetLite0", true, true],
  ] as const
) {
  const name = `applyGraph() gives the output and gradients of a ${architecture}, ` +
    `training: ${training}, frozen: ${isFrozen}`;
  Deno.test(name, () => {
    const model = madeModel(architecture, isFrozen);
    const x = randomImages(2);
    // Frozen layers keep what they make of their statistics.
    tf.dispose(applyGraph(model, x, { training }));
    const before = tf.memory().numTensors;
    const stock = outputAndGradients(model, () => model.apply(x, { training }) as tf.Tensor);
    const folded = outputAndGradients(model, () => applyGraph(model, x, { training }));
    assert(stock.every((values) => values.some((value) => value !== 0)));
    stock.forEach((values, i) => {
      const largest = values.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
      // Rounding grows over fifty layers.
      values.forEach((value, j) => assert(Math.abs(folded[i][j] - value) <= 1e-3 * largest));
    });
    assertEquals(tf.memory().numTensors, before);
    x.dispose();
    model.dispose();
  });
}

Deno.test("applyGraph() leaves batch normalization that trains to its layer", () => {
  const [model, other] = [madeModel("residualCnn", false), madeModel("residualCnn", false)];
  const x = randomImages(3);
  const expected = (model.apply(x, { training: true }) as tf.Tensor).dataSync();
  assertEquals(applyGraph(other, x, { training: true }).dataSync(), expected);
  const averages = (model: tf.LayersModel) =>
    batchNormalizationLayers(model).map((layer) => layer.getWeights()[2].dataSync());
  assertEquals(averages(other), averages(model));
  model.dispose();
  other.dispose();
});

Deno.test("applyGraph() holds a few layers' maps in predictions, not all", async () => {
  const model = madeModel("efficientnetLite0", true);
  const x = randomImages(32);
  // Layers keep what they make of their statistics.
  tf.dispose(applyGraph(model, x, { training: false }));
  const { peakBytes, kernels } = await tf.profile(() => applyGraph(model, x, { training: false }));
  const { numBytes } = tf.memory();
  const allBytes = kernels.reduce((sum, { bytesAdded }) => sum + bytesAdded, 0);
  assert(peakBytes - numBytes < allBytes / 5, `${peakBytes - numBytes} of ${allBytes} bytes`);
  x.dispose();
  model.dispose();
});

Deno.test("applyGraph() applies a model in two parts with the same bits", () => {
  const model = madeModel("efficientnetLite0", true);
  const x = randomImages(2);
  const cut = model.getLayer("block_2_add");
  const maps = applyGraph(model, x, { training: false, until: cut });
  const output = applyGraph(model, maps, { training: false, after: cut });
  assertEquals(maps.isDisposed, false);
  assertEquals(output.dataSync(), applyGraph(model, x, { training: false }).dataSync());
  model.dispose();
});

Deno.test({ name: "applyGraph() normalizes without a pass of its own", ignore }, () => {
  const model = madeModel("residualCnn", true);
  const ops = opsOf(() => applyGraph(model, randomImages(2), { training: true }));
  assertEquals(ops.filter(({ op }) => op.startsWith("FusedBatchNorm")), []);
  model.dispose();
});

for (const padding of ["same", "valid"] as const) {
  for (const [size, stride] of [[1, 1], [3, 1], [3, 2]]) {
    const name =
      `biasedConvolution() computes as tfjs, ${size}x${size}, step ${stride}, ${padding}`;
    Deno.test(
      { name, ignore },
      () =>
        assertSameOnCpu(
          [[2, 7, 10, 3], [size, size, 3, 4], [4]],
          (x, filter, bias) =>
            biasedConvolution(x as tf.Tensor4D, filter as tf.Tensor4D, bias as tf.Tensor1D, {
              strides: [stride, stride],
              padding,
            }),
        ),
    );
  }
}

Deno.test("biasedConvolution() adds the bias without native ops too", async () => {
  const backend = tf.getBackend();
  await tf.setBackend("cpu");
  const window = { strides: [1, 1], padding: "valid" } as const;
  const y = biasedConvolution(
    tf.ones([1, 2, 2, 1]),
    tf.ones([2, 2, 1, 2]),
    tf.tensor1d([1, -1]),
    window,
  );
  const values = y.dataSync();
  await tf.setBackend(backend);
  assertClose(values, [5, 3], "output");
});

for (const precision of ["float32", "bfloat16"] as const) {
  for (const isFrozen of [false, true]) {
    const name = `applyGraph() takes pictures of another size than the model's, ${precision}, ` +
      `frozen: ${isFrozen}`;
    Deno.test(name, () => {
      const model = madeModel("residualCnn", isFrozen);
      const [, height, width] = model.inputs[0].shape;
      const config = makeRunConfig({
        ...tinyResidualConfig,
        frozenBatchNorm: isFrozen,
        imageHeightPx: height! + 8,
        imageWidthPx: width! + 4,
      });
      const larger = buildModel(config, 3);
      larger.setWeights(model.getWeights());
      seedDropout(larger, 1, 0);
      const x = tf.randomUniform([2, height! + 8, width! + 4, 3], 0, 1, "float32", 9);
      const outputOf = (model: tf.LayersModel) =>
        tf.tidy(() => applyGraph(model, x, { training: true, precision }).dataSync<"float32">());
      // Batch normalization that trains moves its statistics, which this output does not show.
      assertClose(outputOf(model), outputOf(larger), "output");
      model.dispose();
      larger.dispose();
      x.dispose();
    });
  }
}

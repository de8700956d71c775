import { assert, assertEquals, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { applyGraph } from "../../lib/backend/apply_graph.ts";
import { applyModel } from "../../lib/backend/apply_model.ts";
import {
  bfloat16Of,
  float32Of,
  hasBfloat16,
  toBfloat16,
  toFloat32,
} from "../../lib/backend/bfloat16.ts";
import {
  bfloat16Convolution,
  bfloat16DepthwiseConvolution,
  bfloat16Relu,
} from "../../lib/backend/bfloat16_ops.ts";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { batchNormalizationLayers } from "../../lib/backend/fused_batch_normalization.ts";
import { hasNativeOps } from "../../lib/backend/native_backend.ts";
import { makeRunConfig } from "../../lib/config.ts";
import { buildModel } from "../../lib/model/build_model.ts";
import { trainableVariables } from "../../lib/training/model_variables.ts";
import { seedDropout } from "../../lib/training/train_step.ts";
import { randomImages } from "../model/tiny_model.ts";
import { tinyResidualConfig } from "../model/tiny_residual.ts";

await chooseBackend();
const isNative = hasNativeOps();
const isFast = hasBfloat16();

/** A result is rounded to 8 bits, and so were its inputs. */
const tolerance = 2 ** -6;

function assertNear(actual: tf.Tensor, expected: tf.Tensor, what: string): void {
  assertEquals(actual.shape, expected.shape, what);
  const [a, b] = [actual.dataSync<"float32">(), expected.dataSync<"float32">()];
  const largest = b.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
  assert(largest > 0, what);
  b.forEach((value, i) =>
    assert(Math.abs(a[i] - value) <= tolerance * largest, `${what} ${i}: ${a[i]} is not ${value}`)
  );
}

Deno.test({ name: "bfloat16Of() rounds to the nearest of 8 bits", ignore: !isNative }, () => {
  const rounded = float32Of(bfloat16Of(tf.tensor1d([1, 1 + 2 ** -9, 1 + 3 * 2 ** -9, -3e38, 0])));
  const values = Array.from(rounded.dataSync());
  assertEquals(values.slice(0, 3), [1, 1, 1 + 2 ** -7]);
  assert(Math.abs(values[3] / -3e38 - 1) < 2 ** -8);
  assertEquals(values[4], 0);
});

Deno.test({ name: "an op of tfjs refuses bfloat16 numbers", ignore: !isNative }, () => {
  const rounded = bfloat16Of(tf.tensor1d([1, 2]));
  assertThrows(() => rounded.add(1), Error, "bfloat16");
});

const shapes = { full: [3, 3, 4, 5], depthwise: [3, 3, 4, 1] } as const;
for (const kind of ["full", "depthwise"] as const) {
  for (const stride of [1, 2]) {
    for (const hasInputGradient of [true, false]) {
      const name = `${kind} bfloat16 convolution, step ${stride}, input gradient: ` +
        `${hasInputGradient}, is float32's to within rounding`;
      Deno.test({ name, ignore: !isNative }, () => {
        const x = tf.randomNormal([2, 9, 8, 4], 0, 1, "float32", 1) as tf.Tensor4D;
        const kernel = tf.randomNormal([...shapes[kind]], 0, 1, "float32", 2) as tf.Tensor4D;
        const offset = tf.randomNormal([kind === "full" ? 5 : 4], 0, 1, "float32", 3);
        const window = { strides: [stride, stride], padding: "same" } as const;
        const convolve = kind === "full" ? bfloat16Convolution : bfloat16DepthwiseConvolution;
        const ours = (x: tf.Tensor, kernel: tf.Tensor) =>
          toFloat32(
            convolve(toBfloat16(x) as tf.Tensor4D, kernel as tf.Tensor4D, {
              offset: offset as tf.Tensor1D,
              window,
              hasInputGradient,
            }),
          );
        const theirs = (x: tf.Tensor, kernel: tf.Tensor) =>
          (kind === "full" ? tf.conv2d : tf.depthwiseConv2d)(
            x as tf.Tensor4D,
            kernel as tf.Tensor4D,
            stride,
            "same",
          ).add(offset);
        assertNear(ours(x, kernel), theirs(x, kernel), "output");
        const dy = tf.randomNormal(theirs(x, kernel).shape, 0, 1, "float32", 4);
        const [dx, dKernel] = tf.grads(theirs)([x, kernel], dy);
        if (hasInputGradient) {
          const [ourDx, ourDKernel] = tf.grads(ours)([x, kernel], dy);
          assertNear(ourDx, dx, "input gradient");
          assertNear(ourDKernel, dKernel, "kernel gradient");
        } else {
          const [ourDKernel] = tf.grads((kernel) => ours(x, kernel))([kernel], dy);
          assertNear(ourDKernel, dKernel, "kernel gradient");
        }
      });
    }
  }
}

for (const limit of [6, undefined] as const) {
  Deno.test(
    { name: `bfloat16Relu() clips at 0 and ${limit ?? "nothing"}`, ignore: !isNative },
    () => {
      const relu = (x: tf.Tensor) => toFloat32(bfloat16Relu(toBfloat16(x), limit));
      const x = tf.tensor1d([-1, 0.5, 3, 7]);
      assertEquals(Array.from(relu(x).dataSync()), [0, 0.5, 3, limit ?? 7]);
      const gradient = tf.grad(relu)(x, tf.tensor1d([1, 2, 4, 8]));
      assertEquals(Array.from(gradient.dataSync()), [0, 2, 4, limit ? 0 : 8]);
    },
  );
}

for (
  const [architecture, isFrozen] of [
    ["residualCnn", false],
    ["residualCnn", true],
    ["efficientnetLite0", true],
    ["posterCnn", false],
  ] as const
) {
  const name =
    `applyModel() in bfloat16 has the gradients of a ${architecture}, frozen: ${isFrozen}`;
  Deno.test({ name, ignore: !isFast }, () => {
    const config = { ...tinyResidualConfig, imageHeightPx: 48, imageWidthPx: 48 };
    const frozenBlocks = architecture === "posterCnn" ? 0 : 1;
    const model = buildModel(
      makeRunConfig({ ...config, architecture, frozenBatchNorm: isFrozen, frozenBlocks }),
      3,
    );
    seedDropout(model, 1, 0);
    // Frozen layers keep what they make of their statistics.
    if (isFrozen) { for (const layer of batchNormalizationLayers(model)) layer.fixedTransform(); }
    const variables = trainableVariables(model);
    const x = tf.randomUniform([4, 48, 48, 3], 0, 1, "float32", 5);
    const gradients = (precision: "float32" | "bfloat16") =>
      tf.variableGrads(
        () => applyModel(model, x, { training: true, precision }).square().sum().asScalar(),
        variables,
      ).grads;
    gradients("bfloat16");
    const before = tf.memory().numTensors;
    const [plain, rounded] = tf.tidy(() =>
      (["float32", "bfloat16"] as const).map((precision) => {
        const grads = gradients(precision);
        return variables.map(({ name }) => grads[name].dataSync());
      }) as unknown as tf.TensorContainer
    ) as unknown as ArrayLike<number>[][];
    assertEquals(tf.memory().numTensors, before);
    plain.forEach((values, i) => {
      const cosine = cosineOf(values, rounded[i]);
      assert(cosine > 0.9, `${variables[i].name}: ${cosine}`);
    });
    assert(plain.some((values, i) => Array.from(values).some((v, j) => v !== rounded[i][j])));
    model.dispose();
  });
}

function cosineOf(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const dot = (x: ArrayLike<number>, y: ArrayLike<number>) =>
    Array.from(x).reduce((sum, value, i) => sum + value * y[i], 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

Deno.test("applyGraph() in bfloat16 predicts in float32", () => {
  const model = buildModel(tinyResidualConfig, 3);
  const images = randomImages(2);
  const predict = (precision: "float32" | "bfloat16") =>
    applyGraph(model, images, { training: false, precision }).dataSync();
  assertEquals(predict("bfloat16"), predict("float32"));
  model.dispose();
});

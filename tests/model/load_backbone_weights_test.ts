import { assert, assertEquals, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { efficientnetLite } from "../../lib/model/efficientnet_lite.ts";
import { loadBackboneWeights } from "../../lib/model/load_backbone_weights.ts";
import type { TorchTensor } from "../../lib/model/torch_tensor.ts";
import { tinyModel } from "./tiny_model.ts";

await chooseBackend();

const config = {
  seed: 1,
  imageHeightPx: 32,
  imageWidthPx: 32,
  denseDropoutRate: 0.2,
  stochasticDepthRate: 0.3,
};
/** Names and shapes of the published checkpoint of Lite0. */
const published: Readonly<Record<string, readonly number[]>> = JSON.parse(
  Deno.readTextFileSync(new URL("./golden/backbone_tensors.json", import.meta.url)),
);

/** A checkpoint of the published shape; no two elements are the same. */
function madeCheckpoint(): Map<string, TorchTensor> {
  let nElements = 0;
  return new Map(
    Object.entries(published).map(([name, shape]) => {
      const length = shape.reduce((product, size) => product * size, 1);
      const data = name.endsWith("num_batches_tracked")
        ? new BigInt64Array(length)
        : Float32Array.from({ length }, () => nElements++);
      return [name, { shape, data }];
    }),
  );
}

const checkpoint = madeCheckpoint();

function valuesOf(layer: tf.layers.Layer): Float32Array[] {
  return layer.getWeights().map((weight) => weight.dataSync() as Float32Array);
}

Deno.test("loadBackboneWeights() uses each published tensor once, and names what it left out", () => {
  const model = efficientnetLite("lite0", config, 27);
  const leftOut = loadBackboneWeights(model, checkpoint);
  const counters = Object.keys(published).filter((name) => name.endsWith("num_batches_tracked"));
  assertEquals(leftOut.tensors.toSorted(), [...counters, "_fc.bias", "_fc.weight"].toSorted());
  assertEquals(leftOut.layers, ["predictions"]);
  const usedFirsts = [...checkpoint]
    .filter(([name]) => !leftOut.tensors.includes(name))
    .map(([, { data }]) => Number(data[0]));
  const setFirsts = model.layers
    .filter(({ name }) => name !== "predictions")
    .flatMap((layer) => valuesOf(layer).map((values) => values[0]));
  const numerically = (a: number, b: number) => a - b;
  assertEquals(setFirsts.toSorted(numerically), usedFirsts.toSorted(numerically));
  model.dispose();
});

Deno.test("loadBackboneWeights() turns kernels to TensorFlow's order of axes", () => {
  const model = efficientnetLite("lite0", config, 27);
  loadBackboneWeights(model, checkpoint);
  for (
    const [layer, tensor] of [
      ["stem_conv", "_conv_stem.weight"],
      ["block_1_expand_conv", "_blocks.1._expand_conv.weight"],
      ["block_15_project_conv", "_blocks.15._project_conv.weight"],
      ["head_conv", "_conv_head.weight"],
    ]
  ) {
    const { shape: [nOut, nIn, height, width], data } = checkpoint.get(tensor)!;
    const kernel = valuesOf(model.getLayer(layer))[0];
    for (const [out, channel, y, x] of [[0, 0, 0, 0], [5, 2, 1, 2], [15, 1, 2, 0]]) {
      const [row, column] = [y % height, x % width];
      assertEquals(
        kernel[((row * width + column) * nIn + channel) * nOut + out],
        data[((out * nIn + channel) * height + row) * width + column],
        `${layer} ${[row, column, channel, out]}`,
      );
    }
  }
  const { shape: [channels, , height, width], data } = checkpoint.get(
    "_blocks.3._depthwise_conv.weight",
  )!;
  assertEquals([height, width], [5, 5]);
  const kernel = valuesOf(model.getLayer("block_3_depthwise_conv"))[0];
  for (const [channel, y, x] of [[0, 0, 0], [7, 1, 4], [143, 4, 2]]) {
    assertEquals(
      kernel[(y * width + x) * channels + channel],
      data[(channel * height + y) * width + x],
    );
  }
  model.dispose();
});

Deno.test("loadBackboneWeights() gives batch normalization its four tensors in their roles", () => {
  const model = efficientnetLite("lite0", config, 27);
  loadBackboneWeights(model, checkpoint);
  for (
    const [layerName, module] of [
      ["stem_bn", "_bn0"],
      ["block_0_depthwise_bn", "_blocks.0._bn1"],
      ["block_2_expand_bn", "_blocks.2._bn0"],
      ["block_2_project_bn", "_blocks.2._bn2"],
      ["head_bn", "_bn1"],
    ]
  ) {
    const layer = model.getLayer(layerName);
    const roles = layer.weights.map(({ originalName }) => originalName.split("/").at(-1));
    assertEquals(roles, ["gamma", "beta", "moving_mean", "moving_variance"]);
    const tensors = ["weight", "bias", "running_mean", "running_var"];
    assertEquals(
      valuesOf(layer),
      tensors.map((tensor) => checkpoint.get(`${module}.${tensor}`)!.data as Float32Array),
    );
  }
  model.dispose();
});

Deno.test("loadBackboneWeights() leaves the output layer and no tensor behind", () => {
  const model = efficientnetLite("lite0", config, 3, [-1, 0, 1]);
  const before = valuesOf(model.getLayer("predictions")).map((values) => values.slice());
  const { numTensors } = tf.memory();
  loadBackboneWeights(model, checkpoint);
  assertEquals(tf.memory().numTensors, numTensors);
  assertEquals(valuesOf(model.getLayer("predictions")), before);
  model.dispose();
});

Deno.test("loadBackboneWeights() loads layers that are frozen", () => {
  const model = efficientnetLite("lite0", config, 27);
  for (const layer of model.layers) layer.trainable = false;
  loadBackboneWeights(model, checkpoint);
  const bias = checkpoint.get("_bn0.bias")!.data;
  assertEquals(valuesOf(model.getLayer("stem_bn"))[1], bias as Float32Array);
  model.dispose();
});

/** Checks that a changed checkpoint is refused, and that the model stays as it was. */
function assertRefused(change: (tensors: Map<string, TorchTensor>) => void, message: string): void {
  const model = efficientnetLite("lite0", config, 27);
  const stem = valuesOf(model.getLayer("stem_conv"))[0].slice();
  const changed = new Map(checkpoint);
  change(changed);
  assertThrows(() => loadBackboneWeights(model, changed), TypeError, message);
  assertEquals(valuesOf(model.getLayer("stem_conv"))[0], stem);
  model.dispose();
}

Deno.test("loadBackboneWeights() refuses a checkpoint without a tensor that a layer needs", () => {
  assertRefused(
    (tensors) => tensors.delete("_blocks.15._bn2.running_var"),
    "_blocks.15._bn2.running_var must be a Float32Array of 320 for block_15_project_bn: current " +
      "value is none",
  );
});

Deno.test("loadBackboneWeights() refuses a tensor of another shape or type", () => {
  assertRefused(
    (tensors) =>
      tensors.set("_conv_head.weight", {
        shape: [320, 1280, 1, 1],
        data: new Float32Array(409600),
      }),
    "_conv_head.weight must be a Float32Array of 1280x320x1x1 for head_conv: current value is " +
      "Float32Array of 320x1280x1x1",
  );
  assertRefused(
    (tensors) => tensors.set("_bn1.bias", { shape: [1280], data: new Float64Array(1280) }),
    "_bn1.bias must be a Float32Array of 1280 for head_bn: current value is Float64Array of 1280",
  );
});

Deno.test("loadBackboneWeights() refuses a checkpoint of a deeper network", () => {
  assertRefused(
    (tensors) => tensors.set("_blocks.16._bn0.weight", { shape: [4], data: new Float32Array(4) }),
    "must use all of them: it has no layer for 1, the first is _blocks.16._bn0.weight",
  );
});

Deno.test("loadBackboneWeights() refuses the weights of another variant", () => {
  const model = efficientnetLite("lite2", config, 27);
  const error = assertThrows(() => loadBackboneWeights(model, checkpoint), TypeError);
  assert(/ must be a Float32Array of [\dx]+ for block_\d+_/.test(error.message), error.message);
  model.dispose();
});

Deno.test("loadBackboneWeights() refuses a network of another kind", () => {
  const model = tinyModel();
  assertThrows(
    () => loadBackboneWeights(model, checkpoint),
    TypeError,
    "the model must have a layer avg_pool",
  );
  model.dispose();
});

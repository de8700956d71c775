import { assert, assertEquals, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { join } from "node:path";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { buildModel } from "../../lib/model/build_model.ts";
import { toEightBits } from "../../lib/model/eight_bits.ts";
import { toHalfPrecision } from "../../lib/model/half_precision.ts";
import { loadModel, type ModelMetadata, saveModel } from "../../lib/model/model_files.ts";
import { predictBatch } from "../../lib/model/predict.ts";
import { withTempDir } from "../with_temp_dir.ts";
import { tinyResidualConfig } from "./tiny_residual.ts";

await chooseBackend();

/** Tensors of these shapes, with values from a normal distribution. */
function weights(shapes: Readonly<Record<string, number[]>>, factor = 1) {
  const tensors = Object.entries(shapes).map(([name, shape], i) => ({
    spec: { name, shape, dtype: "float32" as const },
    values: tf.tidy(() =>
      // A seed of 0 is none.
      tf.randomNormal(shape, 0.1, factor, "float32", i + 1).dataSync<"float32">().slice()
    ),
  }));
  return {
    data: tf.io.concatenateArrayBuffers(tensors.map(({ values }) => values.buffer)),
    specs: tensors.map(({ spec }) => spec),
  };
}

function decoded({ data, specs }: ReturnType<typeof toEightBits>): Record<string, Float32Array> {
  const tensors = tf.io.decodeWeights(data, specs);
  const values = Object.entries(tensors).map(([name, tensor]) => [name, tensor.dataSync()]);
  tf.dispose(tensors);
  return Object.fromEntries(values);
}

const shapes = {
  kernel: [3, 3, 32, 64],
  depthwise: [5, 5, 400, 1],
  small: [8, 8],
  dense: [64, 64],
  bias: [5000],
};

Deno.test("toEightBits() rounds large kernels to 256 values and all others as half precision does", () => {
  const full = weights(shapes);
  const eight = toEightBits(full);
  assertEquals(
    eight.specs.map((spec) => spec.quantization?.dtype),
    ["uint8", "float16", "float16", "uint8", undefined],
  );
  assertEquals(
    eight.data.byteLength,
    3 * 3 * 32 * 64 + 2 * 25 * 400 + 2 * 64 + 64 * 64 + 4 * 5000,
  );
  const [before, after, half] = [decoded(full), decoded(eight), decoded(toHalfPrecision(full))];
  for (const name of ["depthwise", "small", "bias"]) assertEquals(after[name], half[name]);
  for (const name of ["kernel", "dense"]) {
    const range = Math.max(...before[name]) - Math.min(...before[name]);
    const step = range / 255;
    before[name].forEach((value, i) =>
      assert(Math.abs(value - after[name][i]) < 0.51 * step + 1e-6, `${value} ${after[name][i]}`)
    );
    assert(new Set(after[name]).size > 200);
  }
});

Deno.test("toEightBits() rounds the largest kernels first, and no more than it takes", () => {
  const full = weights({ ...shapes, larger: [1, 1, 256, 128] });
  const nHalf = toHalfPrecision(full).data.byteLength;
  const roundedAt = (maxBytes: number) => {
    const { data, specs } = toEightBits(full, { maxBytes });
    const names = specs.filter((spec) => spec.quantization?.dtype === "uint8").map((s) => s.name);
    return [names.join(), nHalf - data.byteLength];
  };
  assertEquals(roundedAt(nHalf), ["", 0]);
  assertEquals(roundedAt(nHalf - 1), ["larger", 32768]);
  assertEquals(roundedAt(nHalf - 32768), ["larger", 32768]);
  assertEquals(roundedAt(nHalf - 32769), ["kernel,larger", 32768 + 18432]);
  assertEquals(roundedAt(0), ["kernel,dense,larger", 32768 + 18432 + 4096]);
});

Deno.test("toEightBits() keeps 0, and kernels that are all one number", () => {
  const shape = { kernel: [64, 64] };
  for (const number of [0, 0.3, -2]) {
    const full = weights(shape);
    const values = new Float32Array(full.data).fill(number);
    values[7] = 0;
    const { kernel } = decoded(toEightBits(full));
    assertEquals(kernel[7], 0);
    kernel.forEach((value, i) => assert(Math.abs(value - values[i]) < 1e-6));
  }
});

Deno.test("toEightBits() refuses what no number of 16 bits can hold", () => {
  assertThrows(() => toEightBits(weights(shapes, 1e6)), RangeError, "must be from -65504 to 65504");
});

Deno.test("saveModel() in 8 bits gives a network that predicts nearly the same", async () => {
  await withTempDir(async (dir) => {
    const { imageHeightPx: heightPx, imageWidthPx: widthPx } = tinyResidualConfig;
    const metadata: ModelMetadata = { labels: [..."abc"], heightPx, widthPx };
    const model = buildModel({ ...tinyResidualConfig, residualFilters: [32, 48] }, 3);
    await saveModel(join(dir, "full"), model, metadata);
    await saveModel(join(dir, "eight"), model, metadata, { precision: "uint8" });
    const sizeOf = async (name: string) => (await Deno.stat(join(dir, name, "weights.bin"))).size;
    assert(await sizeOf("eight") < 0.35 * await sizeOf("full"));
    const images = tf.randomUniform<tf.Rank.R4>([4, heightPx, widthPx, 3], 0, 1, "float32", 3);
    const before = await predictBatch(model, images);
    const { model: loaded } = await loadModel(join(dir, "eight"));
    const after = await predictBatch(loaded, images);
    before.forEach((row, i) =>
      row.forEach((value, j) => assert(Math.abs(value - after[i][j]) < 0.02))
    );
    assert(before.some((row, i) => row.some((value, j) => value !== after[i][j])));
  });
});

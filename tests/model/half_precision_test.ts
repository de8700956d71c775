import { assert, assertEquals, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { join } from "node:path";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { buildModel } from "../../lib/model/build_model.ts";
import { toHalfPrecision } from "../../lib/model/half_precision.ts";
import { loadModel, saveModel } from "../../lib/model/model_files.ts";
import { predictBatch } from "../../lib/model/predict.ts";
import { runDeno } from "../run_deno.ts";
import { withTempDir } from "../with_temp_dir.ts";
import { randomImages, tinyMetadata, tinyModel } from "./tiny_model.ts";
import { tinyResidualConfig } from "./tiny_residual.ts";

await chooseBackend();

/** A matrix and a vector of these values. */
function weights(matrix: readonly number[], vector: readonly number[] = []) {
  return {
    data: Float32Array.of(...matrix, ...vector).buffer,
    specs: [
      { name: "kernel", shape: [1, matrix.length], dtype: "float32" as const },
      { name: "bias", shape: [vector.length], dtype: "float32" as const },
    ],
  };
}

function decoded(of: ReturnType<typeof toHalfPrecision>): Record<string, number[]> {
  const tensors = tf.io.decodeWeights(of.data, of.specs);
  const values = Object.entries(tensors).map(([name, tensor]) => [name, [...tensor.dataSync()]]);
  tf.dispose(tensors);
  return Object.fromEntries(values);
}

Deno.test("toHalfPrecision() rounds matrices to the nearest half, ties to even, and keeps vectors", () => {
  const vector = [0.1, 1e30, -1e-30];
  // Halves near 1 are 2^-10 apart, near 2049 they are 2 apart, near 0 2^-24.
  const matrix = [1, 1 + 2 ** -11, 1 + 3 * 2 ** -11, 2049, 2051, -0.1, 65504, 65519, 2 ** -24];
  const half = toHalfPrecision(weights([...matrix, 2 ** -26, -(2 ** -14)], vector));
  assertEquals(half.data.byteLength, 2 * 11 + 4 * 3);
  assertEquals(half.specs.map((spec) => spec.quantization?.dtype), ["float16", undefined]);
  const { kernel, bias } = decoded(half);
  assertEquals(
    kernel,
    [1, 1, 1 + 2 ** -9, 2048, 2052, -0.0999755859375, 65504, 65504, 2 ** -24, 0, -(2 ** -14)],
  );
  assertEquals(bias, [...Float32Array.from(vector)]);
});

Deno.test("toHalfPrecision() changes no number that half precision has", () => {
  const all = new Float16Array(Uint16Array.from({ length: 2 ** 16 }, (_, bits) => bits).buffer);
  const finite = [...all].filter(Number.isFinite);
  assertEquals(finite.length, 2 ** 16 - 2 ** 11);
  assertEquals(decoded(toHalfPrecision(weights(finite))).kernel, finite);
});

for (const value of [65520, -1e5, Infinity, NaN]) {
  Deno.test(`toHalfPrecision() refuses ${value} in a matrix and names its tensor`, () => {
    assertThrows(
      () => toHalfPrecision(weights([1, value])),
      RangeError,
      `Cannot write kernel in half precision as its values must be from -65504 to 65504: ` +
        `current value is ${value}`,
    );
  });
}

Deno.test("toHalfPrecision() refuses weights that are halves already", () => {
  const once = toHalfPrecision(weights([1]));
  assertThrows(() => toHalfPrecision(once), TypeError, "current value is float16");
});

const networks: readonly [name: string, make: () => tf.LayersModel][] = [
  ["the original network", tinyModel],
  ["a residual network", () => buildModel(tinyResidualConfig, tinyMetadata.labels.length)],
];

for (const [name, make] of networks) {
  Deno.test(`saveModel() in half precision gives ${name} that plain tfjs reads and that predicts nearly the same`, async () => {
    await withTempDir(async (dir) => {
      const model = make();
      await saveModel(join(dir, "full"), model, tinyMetadata);
      await saveModel(dir, model, tinyMetadata, { precision: "float16" });
      const sizeOf = async (folder: string) => (await Deno.stat(join(folder, "weights.bin"))).size;
      assert(await sizeOf(dir) < 0.6 * await sizeOf(join(dir, "full")));

      const images = randomImages(3);
      const before = await predictBatch(model, images);
      const { model: loaded, metadata } = await loadModel(dir);
      assertEquals(metadata, tinyMetadata);
      loaded.getWeights().forEach((weight, i) => {
        const original = model.getWeights()[i].dataSync();
        const round = weight.rank > 1 ? Math.f16round : (value: number) => value;
        assertEquals([...weight.dataSync()], [...original].map(round));
      });
      const after = await predictBatch(loaded, images);
      assertNear(before, after, 2e-3);

      // A process that has never heard of this project's layers.
      const { code, stdout, stderr } = await runDeno([], {
        source: `
          import * as tf from "@tensorflow/tfjs";
          tf.env().set("IS_NODE", false);
          await tf.setBackend("cpu");
          const dir = ${JSON.stringify(dir)};
          const content = JSON.parse(Deno.readTextFileSync(dir + "/model.json"));
          const [{ paths, weights }] = content.weightsManifest;
          const model = await tf.loadLayersModel(tf.io.fromMemory({
            ...content,
            weightSpecs: weights,
            weightData: Deno.readFileSync(dir + "/" + paths[0]).buffer,
          }));
          const images = tf.randomUniform([3, 24, 24, 3], 0, 1, "float32", 9);
          console.log(JSON.stringify(await model.predict(images).array()));
        `,
      });
      assertEquals(code, 0, stderr);
      assertNear(JSON.parse(stdout), after, 1e-5);
      tf.dispose(images);
      model.dispose();
      loaded.dispose();
    });
  });
}

function assertNear(
  actual: readonly ArrayLike<number>[],
  expected: readonly ArrayLike<number>[],
  tolerance: number,
): void {
  assertEquals(actual.length, expected.length);
  expected.forEach((row, i) =>
    Array.from(row).forEach((value, j) =>
      assert(Math.abs(value - actual[i][j]) <= tolerance, `${value} ${actual[i][j]}`)
    )
  );
}

import { assert, assertAlmostEquals, assertEquals, assertNotEquals } from "@std/assert";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { nativeRandomUniform } from "../../lib/backend/native_random.ts";
import { hasNativeOps } from "../../lib/backend/native_backend.ts";

const { name } = await chooseBackend();
const ignore = !hasNativeOps();

function draw(shape: number[], seed: readonly [number, number]): Float32Array {
  const tensor = nativeRandomUniform(shape, seed);
  assertEquals([tensor.shape, tensor.dtype], [shape, "float32"]);
  const values = tensor.dataSync<"float32">();
  tensor.dispose();
  return values;
}

Deno.test("hasNativeOps() is true on TensorFlow alone", () => {
  assertEquals(hasNativeOps(), name === "tensorflow");
});

Deno.test({
  name: "nativeRandomUniform() draws from [0, 1) with a uniform's mean and variance",
  ignore,
  fn() {
    const values = draw([250, 40, 10], [7, 11]);
    const n = values.length;
    assertEquals(n, 100_000);
    assert(values.every((value) => value >= 0 && value < 1));
    const mean = values.reduce((sum, x) => sum + x, 0) / n;
    const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / n;
    // Four standard errors: sqrt(1 / 12 / n) of the mean, sqrt(1 / 180 / n) of the variance.
    assertAlmostEquals(mean, 1 / 2, 4 * Math.sqrt(1 / 12 / n));
    assertAlmostEquals(variance, 1 / 12, 4 * Math.sqrt(1 / 180 / n));
  },
});

Deno.test({
  name: "nativeRandomUniform() repeats itself for one seed and differs for another",
  ignore,
  fn() {
    const values = draw([8, 9], [-5, 2 ** 31 - 1]);
    assertEquals(draw([8, 9], [-5, 2 ** 31 - 1]), values);
    for (const seed of [[-5, 3], [4, 2 ** 31 - 1], [2 ** 31 - 1, -5]] as const) {
      assertNotEquals(draw([8, 9], seed), values);
    }
  },
});

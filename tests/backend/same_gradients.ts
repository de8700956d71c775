/** Comparison of native results with those of tfjs's own JavaScript kernels. */
import { assert, assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { deriveSeed } from "../../lib/random.ts";

/** Numbers equal to within 1e-5 of the largest. */
export function assertClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  what: string,
): void {
  assertEquals(actual.length, expected.length, what);
  const largest = Array.from(expected).reduce((max, value) => Math.max(max, Math.abs(value)), 0);
  Array.from(expected).forEach((value, i) =>
    assert(
      Math.abs(actual[i] - value) <= 1e-5 * largest,
      `${what}, value ${i}: ${actual[i]} is not ${value}`,
    )
  );
}

/** Tensors of one shape, equal to within 1e-5 of the largest value, which is not 0. */
export function assertTensorsClose(actual: tf.Tensor, expected: tf.Tensor): void {
  assertEquals(actual.shape, expected.shape);
  const values = expected.dataSync();
  assert(values.some((value) => value !== 0));
  assertClose(actual.dataSync(), values, "tensor");
}

/** Output and inputs' gradients of a function, natively and by the backend `cpu`, are the same. */
export async function assertSameOnCpu(
  inputShapes: readonly number[][],
  native: (...inputs: tf.Tensor[]) => tf.Tensor,
  stock: (...inputs: tf.Tensor[]) => tf.Tensor = native,
): Promise<void> {
  const actual = outputAndGradients(inputShapes, native);
  await tf.setBackend("cpu");
  let expected;
  try {
    expected = outputAndGradients(inputShapes, stock);
  } finally {
    await tf.setBackend("tensorflow");
  }
  assert(expected.every((values) => values.some((value) => value !== 0)));
  const names = ["output", ...inputShapes.map((_, i) => `gradient ${i}`)];
  names.forEach((name, i) => assertClose(actual[i], expected[i], name));
}

function outputAndGradients(
  inputShapes: readonly number[][],
  compute: (...inputs: tf.Tensor[]) => tf.Tensor,
): Float32Array[] {
  const inputs = inputShapes.map((shape, i) =>
    tf.randomNormal(shape, 0, 3, "float32", deriveSeed(3, "input", i))
  );
  const output = tf.tidy(() => compute(...inputs));
  const dy = tf.randomNormal(output.shape, 0, 1, "float32", 11);
  const results = [output, ...tf.grads(compute)(inputs, dy)];
  const values = results.map((tensor) => tensor.dataSync<"float32">());
  tf.dispose([...inputs, dy, ...results]);
  return values;
}

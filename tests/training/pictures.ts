/** Small pictures whose pixels are known, for tests of augmentation. */
import { assertAlmostEquals, assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";

/** A picture whose values grow evenly: red to the right, green downwards; blue is 0.5. */
export function rampPicture(height: number, width: number): tf.Tensor4D {
  const rows = Array.from(
    { length: height },
    (_, y) => Array.from({ length: width }, (_, x) => [x / (width - 1), y / (height - 1), 0.5]),
  );
  return tf.tensor4d([rows]);
}

/** All values of a tensor, which is then freed. */
export async function valuesOf(tensor: tf.Tensor): Promise<number[]> {
  const values = [...await tensor.data()];
  tensor.dispose();
  return values;
}

/** Compares values one by one. */
export function assertAllAlmostEqual(
  actual: readonly number[],
  expected: readonly number[],
  tolerance = 1e-6,
): void {
  assertEquals(actual.length, expected.length);
  actual.forEach((value, i) => assertAlmostEquals(value, expected[i], tolerance, `value ${i}`));
}

/** Arithmetic mean. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

import { assertAlmostEquals, assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { orthogonalized } from "../../lib/training/orthogonalize.ts";

await chooseBackend();

/** What five steps make of a singular value (Jordan et al. 2024). */
function iterated(value: number): number {
  for (let i = 0; i < 5; i++) {
    value = 3.4445 * value - 4.775 * value ** 3 + 2.0315 * value ** 5;
  }
  return value;
}

const singularValues = [3, 1, 0.2, 0.05];
const norm = Math.hypot(...singularValues);
const diagonal = (nRows: number, nColumns: number) =>
  Array.from(
    { length: nRows },
    (_, i) => Array.from({ length: nColumns }, (_, j) => i === j ? singularValues[i] ?? 0 : 0),
  );
// Reflections leave singular values as they are and mix rows or columns.
const reflection = (n: number): tf.Tensor2D =>
  tf.sub(tf.eye(n), tf.fill<tf.Rank.R2>([n, n], 2 / n));

for (const [nRows, nColumns] of [[4, 4], [4, 9], [9, 4]]) {
  Deno.test(`orthogonalized() brings the singular values of ${nRows}x${nColumns} near to 1`, async () => {
    const found = tf.tidy(() => {
      const matrix = tf.matMul<tf.Tensor2D>(
        tf.matMul<tf.Tensor2D>(reflection(nRows), tf.tensor2d(diagonal(nRows, nColumns))),
        reflection(nColumns),
      );
      const result = orthogonalized(matrix);
      return tf.matMul<tf.Tensor2D>(
        tf.matMul<tf.Tensor2D>(reflection(nRows), result),
        reflection(nColumns),
      );
    });
    const values = await found.array();
    found.dispose();
    assertEquals([values.length, values[0].length], [nRows, nColumns]);
    values.forEach((row, i) =>
      row.forEach((value, j) => {
        const expected = i === j ? iterated((singularValues[i] ?? 0) / norm) : 0;
        assertAlmostEquals(value, expected, 1e-3, `row ${i}, column ${j}`);
      })
    );
  });
}

Deno.test("orthogonalized() leaves zeros and no tensor behind", async () => {
  const zeros = tf.zeros<tf.Rank.R2>([3, 2]);
  const before = tf.memory().numTensors;
  const result = orthogonalized(zeros);
  assertEquals([...await result.data()], [0, 0, 0, 0, 0, 0]);
  result.dispose();
  assertEquals(tf.memory().numTensors, before);
  zeros.dispose();
});

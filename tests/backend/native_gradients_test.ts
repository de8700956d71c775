import { assert, assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { hasNativeOps } from "../../lib/backend/native_backend.ts";
import { deriveSeed } from "../../lib/random.ts";

await chooseBackend();
const ignore = !hasNativeOps();

/** Gradients of a function's inputs, once natively and once by tfjs's own JavaScript kernels. */
async function assertSameGradients(
  inputShapes: readonly number[][],
  compute: (...inputs: tf.Tensor[]) => tf.Tensor,
): Promise<void> {
  const gradients = () => {
    const inputs = inputShapes.map((shape, i) =>
      tf.randomNormal(shape, 0, 1, "float32", deriveSeed(3, "input", i))
    );
    const outputShape = tf.tidy(() => compute(...inputs).shape);
    const dy = tf.randomNormal(outputShape, 0, 1, "float32", 11);
    return tf.grads(compute)(inputs, dy).map((gradient) => [...gradient.dataSync()]);
  };
  const native = tf.tidy(() =>
    gradients() as unknown as tf.TensorContainer
  ) as unknown as number[][];
  await tf.setBackend("cpu");
  let expected: number[][];
  try {
    expected = gradients();
  } finally {
    await tf.setBackend("tensorflow");
  }
  const largest = Math.max(...expected.flat().map(Math.abs));
  native.forEach((gradient, i) => {
    assertEquals(gradient.length, expected[i].length);
    gradient.forEach((value, j) =>
      assert(
        Math.abs(value - expected[i][j]) <= 1e-5 * largest,
        `input ${i}, value ${j}: ${value} is not ${expected[i][j]}`,
      )
    );
  });
}

for (const shape of [[7], [3, 5], [2, 9, 7, 3]]) {
  Deno.test(
    { name: `native gradient of ReLU is tfjs's own for shape [${shape}]`, ignore },
    () => assertSameGradients([shape], (x) => tf.relu(x)),
  );
  Deno.test(
    { name: `native gradient of a bias is tfjs's own for shape [${shape}]`, ignore },
    () => assertSameGradients([shape, [shape.at(-1)!]], (x, bias) => tf.add(x, bias)),
  );
}

Deno.test({ name: "native gradient of adding leaves other broadcasts alone", ignore }, async () => {
  await assertSameGradients([[4, 1], [1, 3]], (a, b) => tf.add(a, b));
  await assertSameGradients([[3], [2, 3]], (a, b) => tf.add(a, b));
  await assertSameGradients([[2, 3], [1]], (a, b) => tf.add(a, b));
});

for (const pad of ["valid", "same"] as const) {
  for (
    const [size, filter, stride] of [[8, 2, 2], [9, 2, 2], [9, 3, 2], [7, 3, 1], [5, 5, 5]] as const
  ) {
    const name = `native gradient of max-pooling ${filter}x${filter}, step ${stride}, ${pad}, ` +
      `${size}x${size + 2} pixels`;
    Deno.test({ name, ignore }, () =>
      assertSameGradients(
        [[2, size, size + 2, 5]],
        (x) => tf.maxPool(x as tf.Tensor4D, filter, stride, pad),
      ));
  }
}

Deno.test({ name: "native gradient of max-pooling goes to one of equal maxima", ignore }, () => {
  const gradient = tf.grad((x: tf.Tensor) => tf.maxPool(x as tf.Tensor4D, 2, 2, "valid"))(
    tf.zeros([1, 4, 4, 1]),
  );
  assertEquals([...gradient.dataSync()].reduce((sum, value) => sum + value), 4);
  assertEquals(gradient.dataSync().filter((value) => value !== 0).length, 4);
});

Deno.test({ name: "native gradients leave no tensor behind", ignore }, () => {
  const before = tf.memory().numTensors;
  tf.tidy(() => {
    const x = tf.randomNormal([2, 8, 8, 3]);
    tf.grad((x: tf.Tensor) => tf.maxPool(tf.relu(x) as tf.Tensor4D, 2, 2, "valid"))(x);
  });
  assertEquals(tf.memory().numTensors, before);
});

import * as tf from "@tensorflow/tfjs";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { filterGradientByColumns } from "../../lib/backend/filter_gradient.ts";
import { kernelChoices, setKernelChoices } from "../../lib/backend/kernel_choice.ts";
import { hasNativeOps } from "../../lib/backend/native_backend.ts";
import { assertTensorsClose } from "./same_gradients.ts";

await chooseBackend();

for (
  const [[batch, height, width, inChannels], [rows, columns], outChannels] of [
    [[1, 4, 4, 1], [3, 3], 1],
    [[3, 9, 7, 2], [3, 3], 4],
    [[2, 8, 11, 3], [5, 1], 2],
    [[2, 8, 11, 3], [2, 4], 5],
  ] as const
) {
  Deno.test(`filterGradientByColumns() is the gradient of a ${rows}x${columns} filter on ${height}x${width}`, () => {
    tf.tidy(() => {
      const x = tf.randomNormal<tf.Rank.R4>([batch, height, width, inChannels]);
      const filter = tf.zeros<tf.Rank.R4>([rows, columns, inChannels, outChannels]);
      const convolve = (filter: tf.Tensor) => tf.conv2d(x, filter as tf.Tensor4D, 1, "valid");
      const dy = tf.randomNormal<tf.Rank.R4>(
        convolve(filter).shape as [number, number, number, number],
      );
      assertTensorsClose(filterGradientByColumns(x, dy), tf.grad(convolve)(filter, dy));
    });
  });
}

for (const padding of ["valid", "same"] as const) {
  for (const size of [3, 4] as const) {
    Deno.test({
      name: `both ways give the gradient of a large ${size}x${size} filter, padding ${padding}`,
      ignore: !hasNativeOps(),
      fn() {
        const before = kernelChoices();
        try {
          tf.tidy(() => {
            const x = tf.randomNormal<tf.Rank.R4>([12, 41, 40, 24], 0, 1, "float32", 1);
            const filter = tf.randomNormal<tf.Rank.R4>([size, size, 24, 32], 0, 1, "float32", 2);
            const convolve = (filter: tf.Tensor) => tf.conv2d(x, filter as tf.Tensor4D, 1, padding);
            const dy = tf.randomNormal(convolve(filter).shape, 0, 1, "float32", 3);
            setKernelChoices({});
            tf.grad(convolve)(filter, dy);
            const [[key]] = Object.entries(kernelChoices());
            const [a, b] = ["convolution", "columns"].map((name) => {
              setKernelChoices({ [key]: name });
              return tf.grad(convolve)(filter, dy);
            });
            assertTensorsClose(b, a);
          });
        } finally {
          setKernelChoices(before);
        }
      },
    });
  }
}

import * as tf from "@tensorflow/tfjs";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { pooledConvolution } from "../../lib/backend/pooled_convolution.ts";
import { assertTensorsClose } from "./same_gradients.ts";

await chooseBackend();

for (const padding of ["valid", "same"] as const) {
  for (const dropoutRate of [0, 0.25]) {
    for (const [size, window] of [[9, 2], [12, 3]] as const) {
      const title = `padding ${padding}, dropout ${dropoutRate}, ${window}x${window} of ${size}`;
      Deno.test(`pooledConvolution() is the layers one after another: ${title}`, () => {
        tf.tidy(() => {
          const x = tf.randomNormal<tf.Rank.R4>([2, size, size + 1, 3], 0, 1, "float32", 1);
          const kernel = tf.randomNormal<tf.Rank.R4>([3, 3, 3, 5], 0, 1, "float32", 2);
          const bias = tf.randomNormal<tf.Rank.R1>([5], 0, 1, "float32", 3);
          const masks: tf.Tensor[] = [];
          const keepMask = (shape: number[]) =>
            masks[0] ??= tf.randomUniform(shape, 0, 1, "float32", 4).greater(0.25).cast("float32");
          const pool = {
            filterSize: [window, window],
            strides: [2, 2],
            padding: "valid",
          } as const;
          const fused = (x: tf.Tensor, kernel: tf.Tensor, bias: tf.Tensor) =>
            pooledConvolution(x as tf.Tensor4D, {
              kernel: kernel as tf.Tensor4D,
              bias: bias as tf.Tensor1D,
              window: { strides: [1, 1], padding },
              pool,
              dropoutRate,
              keepMask,
              hasInputGradient: true,
            });
          const apart = (x: tf.Tensor, kernel: tf.Tensor, bias: tf.Tensor) => {
            const maps = tf.conv2d(x as tf.Tensor4D, kernel as tf.Tensor4D, 1, padding);
            const y = tf.maxPool(tf.relu(tf.add<tf.Tensor4D>(maps, bias)), window, 2, "valid");
            return dropoutRate ? y.mul(keepMask(y.shape)).div(1 - dropoutRate) : y;
          };
          const y = apart(x, kernel, bias);
          assertTensorsClose(fused(x, kernel, bias), y);
          const dy = tf.randomNormal(y.shape, 0, 1, "float32", 5);
          const expected = tf.grads(apart)([x, kernel, bias], dy);
          tf.grads(fused)([x, kernel, bias], dy).forEach((gradient, i) =>
            assertTensorsClose(gradient, expected[i])
          );
        });
      });
    }
  }
}

import { assert } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { nativeRandomUniform } from "../../lib/backend/native_random.ts";
import {
  oneDnnPooledSteps,
  type PooledConvolutionSteps,
} from "../../lib/backend/pooled_convolution_steps.ts";
import { hasPooledWindows, pooledWindowSteps } from "../../lib/backend/pooled_windows.ts";

await chooseBackend();

/** Numbers from -0.5 to 0.5, drawn natively as they are many. */
function randomTensor<T extends tf.Tensor>(shape: readonly number[], seed: number): T {
  return tf.tidy(() => nativeRandomUniform([...shape], [seed, 1]).sub(0.5)) as T;
}

/** Root of the mean squared difference. */
function distance(values: readonly number[], expected: readonly number[]): number {
  const squares = values.map((value, i) => (value - expected[i]) ** 2);
  return Math.sqrt(squares.reduce((sum, square) => sum + square) / values.length);
}

for (const [shape, nFilters] of [[[4, 111, 111, 32], 64], [[8, 54, 54, 64], 128]] as const) {
  const name = `a pooled convolution of [${shape}] to ${nFilters} window by window is no further ` +
    "from 64 bits than TensorFlow's kernels";
  Deno.test({ name, ignore: !hasPooledWindows() }, () => {
    const [batch, height, width, channels] = shape;
    const [pooledHeight, pooledWidth] = [height, width].map((size) => Math.floor(size / 2) - 1);
    const pooledShape = [batch, pooledHeight, pooledWidth, nFilters];
    const operands = {
      x: randomTensor<tf.Tensor4D>(shape, 1),
      kernel: randomTensor<tf.Tensor4D>([3, 3, channels, nFilters], 2),
      bias: randomTensor<tf.Tensor1D>([nFilters], 3),
    };
    const [x, kernel, bias, dy] = [...Object.values(operands), randomTensor(pooledShape, 4)]
      .map((tensor) => tensor.dataSync<"float32">());

    // One filter by the definition, all sums in 64 bits.
    const filter = 5;
    const inputAt = (n: number, i: number, j: number) => ((n * height + i) * width + j) * channels;
    const convolved = (n: number, i: number, j: number) => {
      let sum = 0;
      for (let row = 0; row < 3; row++) {
        for (let column = 0; column < 3; column++) {
          const at = inputAt(n, i + row, j + column);
          const kernelAt = (row * 3 + column) * channels * nFilters + filter;
          for (let c = 0; c < channels; c++) sum += x[at + c] * kernel[kernelAt + c * nFilters];
        }
      }
      return sum;
    };
    const places: number[] = [];
    const expectedValues: number[] = [];
    const expectedGradient = new Array(9 * channels).fill(0);
    for (let n = 0; n < batch; n++) {
      for (let i = 0; i < pooledHeight; i++) {
        for (let j = 0; j < pooledWidth; j++) {
          const corners = [0, 1, 2, 3].map((k) => [2 * i + (k >> 1), 2 * j + (k & 1)]);
          const sums = corners.map(([row, column]) => convolved(n, row, column));
          const best = Math.max(...sums);
          const place = ((n * pooledHeight + i) * pooledWidth + j) * nFilters + filter;
          places.push(place);
          expectedValues.push(Math.max(0, best + bias[filter]));
          // Where rounding decides, any answer is right: these get no gradient.
          const isClear = sums.filter((sum) => sum > best - 1e-4).length === 1 &&
            Math.abs(best + bias[filter]) > 1e-4;
          if (!isClear) dy[place] = 0;
          if (!isClear || best + bias[filter] < 0) continue;
          const [row, column] = corners[sums.indexOf(best)];
          for (let k = 0; k < 9; k++) {
            const at = inputAt(n, row + Math.floor(k / 3), column + k % 3);
            for (let c = 0; c < channels; c++) {
              expectedGradient[k * channels + c] += dy[place] * x[at + c];
            }
          }
        }
      }
    }

    const distancesOf = (steps: PooledConvolutionSteps) =>
      tf.tidy(() => {
        const results = steps.forward(operands, () => null);
        const gradient = tf.tensor4d(dy, pooledShape as [number, number, number, number]);
        const [dKernel] = steps.backward(gradient, operands, results, false);
        const [values, gradients] = [results.value, dKernel].map((t) => t.dataSync<"float32">());
        return [
          distance(places.map((place) => values[place]), expectedValues),
          distance(
            expectedGradient.map((_, i) => gradients[i * nFilters + filter]),
            expectedGradient,
          ),
        ];
      });
    const convolution = { strides: [1, 1], padding: "valid" } as const;
    const pool = { filterSize: [2, 2], strides: [2, 2], padding: "valid" } as const;
    const ours = distancesOf(pooledWindowSteps);
    const theirs = distancesOf(oneDnnPooledSteps(convolution, pool, "FLOAT"));
    tf.dispose(operands);
    // Another processor's kernels may sum in another order, hence the factor; here it is below 0.6.
    ours.forEach((distance, i) =>
      assert(distance <= 1.5 * theirs[i], `distance ${distance}; TensorFlow's ${theirs[i]}`)
    );
  });
}

import { assert, assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { hasBfloat16, toBfloat16, toFloat32 } from "../../lib/backend/bfloat16.ts";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { hasOneDnnMaxPool } from "../../lib/backend/one_dnn_max_pool.ts";
import { kernelChoices, setKernelChoices } from "../../lib/backend/kernel_choice.ts";
import { pooledConvolution } from "../../lib/backend/pooled_convolution.ts";
import { hasPooledWindows } from "../../lib/backend/pooled_windows.ts";
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

const isRounded = hasBfloat16() && hasOneDnnMaxPool();

for (const hasInputGradient of [true, false]) {
  const name =
    "pooledConvolution() on bfloat16 maps is float32's where no number needs rounding, " +
    `input gradient: ${hasInputGradient}`;
  Deno.test({ name, ignore: !isRounded }, () => {
    tf.tidy(() => {
      // Whole numbers below 256 have no more than 8 bits.
      const whole = (shape: number[], limit: number, seed: number) =>
        tf.randomUniform(shape, -limit, limit, "float32", seed).round();
      const x = whole([2, 9, 10, 3], 3, 1);
      const inputs = [whole([3, 3, 3, 5], 2, 2), whole([5], 3, 3)];
      const mask = whole([2, 3, 4, 5], 1, 4).abs();
      const computeAs = (precision: "FLOAT" | "BFLOAT16") => (...tensors: tf.Tensor[]) => {
        const [kernel, bias, maps = x] = tensors as [tf.Tensor4D, tf.Tensor1D, tf.Tensor4D];
        const isBfloat16 = precision === "BFLOAT16";
        const y = pooledConvolution(
          isBfloat16 ? toBfloat16(maps as tf.Tensor4D) : maps as tf.Tensor4D,
          {
            kernel,
            bias,
            window: { strides: [1, 1], padding: "valid" },
            pool: { filterSize: [2, 2], strides: [2, 2], padding: "valid" },
            dropoutRate: 0.5,
            keepMask: () => mask,
            hasInputGradient,
            precision,
          },
        );
        return isBfloat16 ? toFloat32(y) : y;
      };
      const [plain, rounded] = (["FLOAT", "BFLOAT16"] as const).map((precision) => {
        const compute = computeAs(precision);
        const given = hasInputGradient ? [...inputs, x] : inputs;
        const dy = whole(mask.shape, 2, 5);
        return [compute(...inputs), ...tf.grads(compute)(given, dy)].map((tensor) =>
          Array.from(tensor.dataSync())
        );
      });
      assert(plain.every((values) => values.some((value) => value !== 0)));
      assertEquals(rounded, plain);
    });
  });
}

const hasWindows = hasPooledWindows();

/** The gradients and the value of a pooled convolution that one way computes. */
function computedBy(
  way: string,
  [x, kernel, bias, dy]: [tf.Tensor4D, tf.Tensor4D, tf.Tensor1D, tf.Tensor],
  mask: tf.Tensor,
  hasInputGradient: boolean,
): tf.Tensor[] {
  const before = kernelChoices();
  const key = `pooled convolution of [${x.shape.slice(1)}], filter [${kernel.shape}]`;
  setKernelChoices({ [key]: way });
  try {
    const compute = (...[kernel, bias, maps = x]: tf.Tensor[]) =>
      pooledConvolution(maps as tf.Tensor4D, {
        kernel: kernel as tf.Tensor4D,
        bias: bias as tf.Tensor1D,
        window: { strides: [1, 1], padding: "valid" },
        pool: { filterSize: [2, 2], strides: [2, 2], padding: "valid" },
        dropoutRate: 0.25,
        keepMask: () => mask,
        hasInputGradient,
      });
    const inputs = hasInputGradient ? [kernel, bias, x] : [kernel, bias];
    return [compute(...inputs), ...tf.grads(compute)(inputs, dy)];
  } finally {
    setKernelChoices(before);
  }
}

for (
  const [shape, filters] of [
    [[1, 4, 4, 3], 32],
    [[3, 11, 14, 3], 64],
    [[9, 20, 17, 3], 96],
    [[1, 4, 4, 32], 32],
    [[3, 11, 14, 32], 64],
    [[9, 23, 20, 64], 96],
  ] as [[number, number, number, number], number][]
) {
  const name =
    `pooledConvolution() window by window is the ops one by one: [${shape}] to ${filters}`;
  Deno.test({ name, ignore: !hasWindows }, () => {
    tf.tidy(() => {
      const random = <T extends tf.Tensor>(shape: number[], seed: number) =>
        tf.randomNormal(shape, 0, 1, "float32", seed) as T;
      const [batch, height, width, channels] = shape;
      const pooled = [batch, Math.floor(height / 2) - 1, Math.floor(width / 2) - 1, filters];
      const operands: Parameters<typeof computedBy>[1] = [
        random(shape, 1),
        random([3, 3, channels, filters], 2),
        random([filters], 3),
        random(pooled, 4),
      ];
      const mask = tf.randomUniform(pooled, 0, 1, "float32", 5).greater(0.25).cast("float32");
      const hasInputGradient = channels !== 3;
      const [windows, apart] = ["windows", "one op each"].map((way) =>
        computedBy(way, operands, mask, hasInputGradient)
      );
      assertEquals(windows.length, hasInputGradient ? 4 : 3);
      windows.forEach((tensor, i) => assertTensorsClose(tensor, apart[i]));
      assert(windows.every((tensor) => tf.any(tf.notEqual(tensor, 0)).dataSync()[0]));
    });
  });
}

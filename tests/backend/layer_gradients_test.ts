import { assert, assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { BiasFreeConvolution } from "../../lib/backend/bias_free_convolution.ts";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { ClippedRelu } from "../../lib/backend/clipped_relu.ts";
import { plainDepthwiseFilterGrad } from "../../lib/backend/depthwise_gradient.ts";
import { kernelChoices, setKernelChoices } from "../../lib/backend/kernel_choice.ts";
import { relu6 } from "../../lib/backend/relu6.ts";
import { hasNativeOps } from "../../lib/backend/native_backend.ts";
import { silu } from "../../lib/backend/silu.ts";
import { opsOf } from "./ops_of.ts";
import { assertClose, assertSameOnCpu } from "./same_gradients.ts";

await chooseBackend();
const ignore = !hasNativeOps();
const paddings = ["same", "valid"] as const;

for (const shape of [[7], [3, 5], [2, 9, 7, 3]]) {
  Deno.test(
    { name: `relu6() computes as tfjs for shape [${shape}]`, ignore },
    () => assertSameOnCpu([shape], (x) => relu6(x), (x) => tf.relu6(x)),
  );
  Deno.test(
    { name: `silu() computes as tfjs for shape [${shape}]`, ignore },
    () => assertSameOnCpu([shape], (x) => silu(x), (x) => tf.mul(x, tf.sigmoid(x))),
  );
  Deno.test(
    { name: `gradient of adding shape [${shape}] goes to both`, ignore },
    () => assertSameOnCpu([shape, shape], (a, b) => tf.add(a, b)),
  );
}

Deno.test("silu() has the same gradient without native ops", async () => {
  const backend = tf.getBackend();
  await tf.setBackend("cpu");
  const x = [-4, -1, 0, 0.5, 3];
  // d/dx x s(x) = s(x) (1 + x (1 - s(x)))
  const expected = x.map((value) => {
    const gate = 1 / (1 + Math.exp(-value));
    return gate * (1 + value * (1 - gate));
  });
  const gradient = tf.grad((x: tf.Tensor) => silu(x))(tf.tensor1d(x)).dataSync();
  await tf.setBackend(backend);
  assertClose(gradient, expected, "gradient");
});

for (const [shape, axis] of [[[2, 5, 3, 4], [1, 2]], [[3, 4], [0, 1]], [[6], [0]]] as const) {
  Deno.test(
    { name: `gradient of the mean of [${shape}] over axes ${axis} is tfjs's`, ignore },
    () => assertSameOnCpu([[...shape]], (x) => tf.mean(x, [...axis])),
  );
}

for (const [height, width] of [[8, 8], [9, 7], [5, 12]]) {
  for (const size of [3, 5]) {
    for (const stride of [1, 2]) {
      for (const padding of paddings) {
        const shape = `${size}x${size}, step ${stride}, ${padding}, ${height}x${width} pixels`;
        Deno.test(
          { name: `depthwise convolution ${shape} computes as tfjs`, ignore },
          () =>
            assertSameOnCpu(
              [[2, height, width, 6], [size, size, 6, 1]],
              (x, kernel) =>
                tf.depthwiseConv2d(x as tf.Tensor4D, kernel as tf.Tensor4D, stride, padding),
            ),
        );
        Deno.test(
          { name: `convolution ${shape} computes as tfjs's layer`, ignore },
          () =>
            assertSameOnCpu(
              [[2, height, width, 3], [size, size, 3, 4]],
              (x, kernel) => {
                const layer = new BiasFreeConvolution({
                  filters: 4,
                  kernelSize: size,
                  strides: stride,
                  padding,
                  useBias: false,
                });
                layer.build([null, height, width, 3]);
                layer.getWeights = () => [kernel];
                return layer.apply(x) as tf.Tensor;
              },
              (x, kernel) => tf.conv2d(x as tf.Tensor4D, kernel as tf.Tensor4D, stride, padding),
            ),
        );
      }
    }
  }
}

for (const padding of paddings) {
  for (const [size, stride] of [[3, 1], [3, 2], [5, 1], [5, 2]] as const) {
    Deno.test({
      name: `plainDepthwiseFilterGrad() agrees with the usual op, ${size}x${size}, ` +
        `step ${stride}, ${padding}`,
      ignore,
      fn() {
        const x = tf.randomNormal([2, 7, 10, 3], 0, 1, "float32", 5) as tf.Tensor4D;
        const kernel = tf.randomNormal([size, size, 3, 2], 0, 1, "float32", 6) as tf.Tensor4D;
        const convolve = (kernel: tf.Tensor) =>
          tf.depthwiseConv2d(x, kernel as tf.Tensor4D, stride, padding);
        const dy = tf.randomNormal(convolve(kernel).shape, 0, 1, "float32", 7) as tf.Tensor4D;
        // Too small for the plain op to be tried.
        const expected = tf.grad(convolve)(kernel, dy);
        const strides = [stride, stride] as const;
        const actual = plainDepthwiseFilterGrad(x, dy, kernel.shape, { strides, padding });
        assertClose(actual.dataSync(), expected.dataSync(), "gradient");
      },
    });
  }
}

Deno.test({ name: "depthwise convolution of large maps obeys the kernel choice", ignore }, () => {
  const before = kernelChoices();
  const key = "depthwise kernel gradient of [2,60,60,64], kernel [5,5,64,1], strides [1,1], same";
  try {
    for (const [choice, padding] of [["usual", "SAME"], ["plain", "EXPLICIT"]]) {
      setKernelChoices({ [key]: choice });
      const ops = opsOf(() => {
        const x = tf.ones([2, 60, 60, 64]) as tf.Tensor4D;
        tf.grad((kernel: tf.Tensor) => tf.depthwiseConv2d(x, kernel as tf.Tensor4D, 1, "same"))(
          tf.ones([5, 5, 64, 1]),
        );
      });
      const gradients = ops.filter(({ op }) => op === "DepthwiseConv2dNativeBackpropFilter");
      assertEquals(gradients.map(({ padding }) => padding), [padding]);
    }
  } finally {
    setKernelChoices(before);
  }
});

Deno.test(
  { name: "BiasFreeConvolution computes no gradient that is not asked for", ignore },
  () => {
    const layer = new BiasFreeConvolution({ filters: 2, kernelSize: 3, useBias: false });
    const x = tf.ones([1, 5, 5, 3]);
    layer.build(x.shape);
    const kernel = layer.getWeights()[0] as tf.Variable;
    const ops = opsOf(() => {
      tf.variableGrads(() => (layer.apply(x) as tf.Tensor).sum().asScalar(), [kernel]);
    }).map(({ op }) => op);
    assertEquals(ops.filter((op) => op.startsWith("Conv2DBackprop")), ["Conv2DBackpropFilter"]);
    tf.dispose(layer.getWeights());
  },
);

Deno.test("ClippedRelu keeps its limit, and without one is ReLU", () => {
  const x = tf.tensor1d([-3, 0.5, 4, 9]);
  for (
    const [maxValue, expected] of [
      [6, [0, 0.5, 4, 6]],
      [2, [0, 0.5, 2, 2]],
      [undefined, [0, 0.5, 4, 9]],
    ] as const
  ) {
    const layer = new ClippedRelu({ maxValue });
    assertEquals([...(layer.apply(x) as tf.Tensor).dataSync()], [...expected]);
    assertEquals(layer.getConfig().maxValue, maxValue);
    assertEquals(layer.getClassName(), "ReLU");
  }
  assert(tf.layers.reLU({ maxValue: 6 }).getClassName() === "ReLU");
});

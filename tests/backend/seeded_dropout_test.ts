import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { dropoutLayers, SeededDropout } from "../../lib/backend/seeded_dropout.ts";

const native = (await chooseBackend()).name;

/** Runs on the given backend, in one scope of tensors, and goes back to the usual one. */
async function onBackend(name: string, run: () => void): Promise<void> {
  await chooseBackend(name);
  try {
    tf.tidy(run);
  } finally {
    await chooseBackend(native);
  }
}

function layerWith(rate: number, maskSeed: readonly [number, number]): SeededDropout {
  const layer = new SeededDropout({ rate });
  layer.maskSeed = maskSeed;
  return layer;
}

/** What training makes of ones: 0 where dropped, else the scale. */
function maskOf(rate: number, maskSeed: readonly [number, number], shape = [40, 50]) {
  const layer = layerWith(rate, maskSeed);
  return (layer.apply(tf.ones(shape), { training: true }) as tf.Tensor).dataSync();
}

for (const backend of new Set([native, "cpu"])) {
  Deno.test(`SeededDropout on ${backend} drops its rate and scales the rest`, async () => {
    await onBackend(backend, () => {
      for (const rate of [0.25, 0.5, 0.9]) {
        const values = maskOf(rate, [1, 2], [100, 20, 5]);
        const n = values.length;
        const nDropped = values.filter((value) => value === 0).length;
        assertAlmostEquals(nDropped / n, rate, 4 * Math.sqrt(rate * (1 - rate) / n));
        const kept = new Set(values.filter((value) => value !== 0));
        assertEquals([...kept].map((value) => value.toFixed(5)), [(1 / (1 - rate)).toFixed(5)]);
      }
    });
  });

  Deno.test(`SeededDropout on ${backend} repeats a mask for one seed and differs for others`, async () => {
    await onBackend(backend, () => {
      const mask = maskOf(0.5, [3, -4]);
      assertEquals(maskOf(0.5, [3, -4]), mask);
      for (const seed of [[3, -5], [2, -4], [-4, 3], [0, 0]] as const) {
        assertNotEquals(maskOf(0.5, seed), mask);
      }
    });
  });

  Deno.test(`SeededDropout on ${backend} passes on its input unless it trains`, async () => {
    await onBackend(backend, () => {
      const input = tf.tensor2d([[1.5, -2, 0], [3, 1e-9, 7]]);
      const layer = new SeededDropout({ rate: 0.5 });
      for (const kwargs of [{}, { training: false }]) {
        assertEquals((layer.apply(input, kwargs) as tf.Tensor).arraySync(), input.arraySync());
      }
      const idle = new SeededDropout({ rate: 0 });
      const output = idle.apply(input, { training: true }) as tf.Tensor;
      assertEquals(output.arraySync(), input.arraySync());
      // The input stays usable when the output is freed.
      output.dispose();
      assert(!input.isDisposed);
    });
  });

  Deno.test(`SeededDropout on ${backend} does not train without a seed`, async () => {
    await onBackend(backend, () => {
      const layer = new SeededDropout({ name: "dropout_7", rate: 0.5 });
      assertThrows(
        () => layer.apply(tf.ones([2, 2]), { training: true }),
        Error,
        "Layer dropout_7 needs a mask seed: set maskSeed before a training step",
      );
    });
  });

  Deno.test(`SeededDropout on ${backend} lets the gradient through where it kept the input`, async () => {
    await onBackend(backend, () => {
      const layer = layerWith(0.4, [8, 9]);
      const input = tf.linspace(-1, 1, 60).reshape([6, 10]);
      const weights = tf.linspace(1, 5, 60).reshape([6, 10]);
      const loss = (x: tf.Tensor) =>
        (layer.apply(x, { training: true }) as tf.Tensor).mul(weights).sum() as tf.Scalar;
      const gradient = tf.grad(loss)(input);
      const mask = layer.apply(tf.ones([6, 10]), { training: true }) as tf.Tensor;
      assertEquals(gradient.dataSync(), mask.mul(weights).dataSync());
      assert(gradient.dataSync().includes(0));
    });
  });
}

Deno.test("SeededDropout with a noise shape drops whole maps, some of them", () => {
  tf.tidy(() => {
    const layer = new SeededDropout({ rate: 0.25, noiseShape: [null, 1, 1, 1] });
    layer.maskSeed = [5, 6];
    const n = 400;
    const values = (layer.apply(tf.ones([n, 2, 3, 2]), { training: true }) as tf.Tensor).dataSync();
    let nDropped = 0;
    for (let i = 0; i < n; i++) {
      const [first, ...others] = values.slice(12 * i, 12 * (i + 1));
      assertEquals(new Set(others), new Set([first]));
      nDropped += Number(first === 0);
    }
    assertAlmostEquals(nDropped / n, 0.25, 4 * Math.sqrt(0.25 * 0.75 / n));
    // tfjs's own layer reads the same configuration.
    const stock = tf.layers.dropout(layer.getConfig() as unknown as { rate: number });
    assertEquals(stock.getConfig().noiseShape, [null, 1, 1, 1]);
  });
});

Deno.test("SeededDropout refuses a rate outside [0, 1)", () => {
  for (const rate of [-0.1, 1, NaN]) {
    assertThrows(() => new SeededDropout({ rate }), RangeError, "rate must be in [0, 1)");
  }
});

Deno.test("dropoutLayers() finds a model's dropout layers in its order", () => {
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ units: 3, inputShape: [2] }),
      new SeededDropout({ name: "first", rate: 0.1 }),
      tf.layers.dense({ units: 3 }),
      new SeededDropout({ name: "second", rate: 0.2 }),
    ],
  });
  assertEquals(dropoutLayers(model).map((layer) => layer.name), ["first", "second"]);
  model.dispose();
});

import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { makeRunConfig } from "../../lib/config.ts";
import { buildModel } from "../../lib/model/build_model.ts";
import { gradCam, type HeatMap, lastMapsLayer } from "../../lib/model/grad_cam.ts";
import { posterCnn } from "../../lib/model/poster_cnn.ts";
import { residualCnn } from "../../lib/model/residual_cnn.ts";
import { runDeno } from "../run_deno.ts";
import { slowGradCam, slowPooledConvolution } from "./slow_grad_cam.ts";
import { randomImages, tinyModel } from "./tiny_model.ts";
import { tinyResidualConfig } from "./tiny_residual.ts";

await chooseBackend();

/** One 3x3 filter that answers to brightness, a mean, one genre. */
function brightnessModel(headWeight: number): tf.LayersModel {
  return tf.sequential({
    layers: [
      tf.layers.conv2d({
        filters: 1,
        kernelSize: 3,
        inputShape: [20, 14, 3],
        activation: "relu",
        kernelInitializer: "ones",
      }),
      tf.layers.globalAveragePooling2d({}),
      tf.layers.dense({
        units: 1,
        activation: "sigmoid",
        kernelInitializer: tf.initializers.constant({ value: headWeight }),
      }),
    ],
  });
}

/** A black picture with a white square of 4x4 pixels. */
function squareAt(top: number, left: number): tf.Tensor4D {
  const isIn = (i: number, start: number) => i >= start && i < start + 4;
  const rows = Array.from({ length: 20 }, (_, y) =>
    Array.from(
      { length: 14 },
      (_, x) => new Array(3).fill(Number(isIn(y, top) && isIn(x, left))),
    ));
  return tf.tensor4d([rows]);
}

function assertAreClose(actual: HeatMap, expected: HeatMap): void {
  assertEquals([actual.heightPx, actual.widthPx], [expected.heightPx, expected.widthPx]);
  assertEquals(actual.values.length, expected.values.length);
  actual.values.forEach((value, i) => assertAlmostEquals(value, expected.values[i], 1e-4));
}

const corners = { "top left": [0, 0], "top right": [0, 10], "bottom left": [16, 0] } as const;
for (const [name, [top, left]] of Object.entries(corners)) {
  Deno.test(`gradCam() is hottest at the ${name} where the only filter finds something there`, async () => {
    const model = brightnessModel(2);
    const images = squareAt(top, left);
    const [{ values, heightPx, widthPx }] = await gradCam(model, images, 0);
    assertEquals([heightPx, widthPx, values.length], [20, 14, 20 * 14]);
    values.forEach((value, i) => {
      const [y, x] = [Math.floor(i / 14), i % 14];
      if (value > 0.8) {
        assert(y >= top && y < top + 4 && x >= left && x < left + 4, `hot at ${y}, ${x}`);
      }
      const isFar = Math.abs(y - top - 1.5) > 6 || Math.abs(x - left - 1.5) > 6;
      if (isFar) assertEquals(value, 0);
    });
    assert(values.includes(1));
    model.dispose();
    images.dispose();
  });
}

for (const padding of ["same", "valid"] as const) {
  Deno.test(`gradCam() finds a dot in the middle after layers with padding ${padding}`, async () => {
    const layers = [3, 5, 3].map((kernelSize, i) =>
      tf.layers.conv2d({
        filters: 1,
        kernelSize,
        strides: 2,
        padding,
        kernelInitializer: "ones",
        ...(i === 0 && { inputShape: [64, 64, 3] }),
      })
    );
    const model = tf.sequential({
      layers: [
        ...layers,
        tf.layers.globalAveragePooling2d({}),
        tf.layers.dense({ units: 1, activation: "sigmoid", kernelInitializer: "ones" }),
      ],
    });
    const [middle, picture] = [32, new Float32Array(64 * 64 * 3)];
    picture.fill(1, (middle * 64 + middle) * 3, (middle * 64 + middle + 1) * 3);
    const images = tf.tensor4d(picture, [1, 64, 64, 3]);
    const [{ values }] = await gradCam(model, images, 0);
    const total = values.reduce((sum, value) => sum + value, 0);
    const centreOf = (placeOf: (i: number) => number) =>
      values.reduce((sum, value, i) => sum + value * placeOf(i), 0) / total;
    // Cells are 8 pixels apart, so the dot's place shows to within half of that.
    for (const placeOf of [(i: number) => i % 64, (i: number) => Math.floor(i / 64)]) {
      assertAlmostEquals(centreOf(placeOf), middle, 2.5);
    }
    model.dispose();
    images.dispose();
  });
}

Deno.test("gradCam() is 0 everywhere where all that was found speaks against the genre", async () => {
  const model = brightnessModel(-2);
  const images = squareAt(3, 3);
  const [{ values }] = await gradCam(model, images, 0);
  assertEquals(new Set(values), new Set([0]));
  model.dispose();
  images.dispose();
});

Deno.test("gradCam() of a posterCnn is the formula in plain loops, dropout left out", async () => {
  const size = { heightPx: 26, widthPx: 22 };
  const config = makeRunConfig({ imageHeightPx: 26, imageWidthPx: 22, convFilters: [3, 4] });
  const model = posterCnn({ ...config, denseUnits: 6 }, 3);
  const images = tf.randomUniform<tf.Rank.R4>([2, 26, 22, 3], 0, 1, "float32", 4);
  const [k1, b1, k2, b2, hidden, hiddenBias, output] = model.getWeights()
    .map((weights) => weights.dataSync());
  const pixels = images.dataSync();
  let nHot = 0;
  for (const label of [0, 1, 2]) {
    const heatMaps = await gradCam(model, images, label, { heightPx: 30, widthPx: 20 });
    heatMaps.forEach((heatMap, i) => {
      const n = 26 * 22 * 3;
      const picture = { ...size, channels: 3, values: pixels.slice(i * n, (i + 1) * n) };
      const maps = slowPooledConvolution(slowPooledConvolution(picture, k1, b1), k2, b2);
      const gradient = Array.from(maps.values, () => 0);
      for (let unit = 0; unit < 6; unit++) {
        let sum = hiddenBias[unit];
        gradient.forEach((_, j) => sum += maps.values[j] * hidden[6 * j + unit]);
        if (sum <= 0) continue;
        gradient.forEach((_, j) => gradient[j] += hidden[6 * j + unit] * output[3 * unit + label]);
      }
      const expected = slowGradCam(maps, gradient, { heightPx: 30, widthPx: 20 }, {
        picture: size,
        // Cells of both layers look at 10 pixels: from 0 to 9, 4 to 13, ...
        start: 4.5,
        step: 4,
      });
      if (!expected.values.includes(1)) return assertEquals(heatMap.values, expected.values);
      assertAreClose(heatMap, expected);
      nHot++;
    });
  }
  assert(nHot > 0, "no case has heat");
  model.dispose();
  images.dispose();
});

Deno.test("gradCam() of a residualCnn weighs the maps with the last layer's kernel", async () => {
  const model = residualCnn(tinyResidualConfig, 3);
  const images = randomImages(2);
  const layer = lastMapsLayer(model);
  assertEquals(layer.name, "block_2_relu");
  const toMaps = tf.model({ inputs: model.inputs, outputs: layer.output as tf.SymbolicTensor });
  const maps = toMaps.predict(images) as tf.Tensor4D;
  const [, heightPx, widthPx, channels] = maps.shape;
  const n = heightPx * widthPx * channels;
  const kernel = model.getLayer("predictions").getWeights()[0].dataSync();
  let nHot = 0;
  for (const label of [0, 1, 2]) {
    const heatMaps = await gradCam(model, images, label);
    heatMaps.forEach((heatMap, i) => {
      const values = maps.dataSync().slice(i * n, (i + 1) * n);
      const gradient = Array.from(
        values,
        (_, j) => kernel[3 * (j % channels) + label] / (heightPx * widthPx),
      );
      const expected = slowGradCam(
        { heightPx, widthPx, channels, values },
        gradient,
        { heightPx: 24, widthPx: 24 },
        // Three layers move two pixels at a time, padded on one side: 1 + 2 * 1 + 4 * 1.
        { picture: { heightPx: 24, widthPx: 24 }, start: 7, step: 8 },
      );
      if (!expected.values.includes(1)) return assertEquals(heatMap.values, expected.values);
      assertAreClose(heatMap, expected);
      nHot++;
    });
  }
  assert(nHot > 0, "no case has heat");
  model.dispose();
  tf.dispose([images, maps]);
});

Deno.test("gradCam() takes an efficientnetLite at its head's maps", async () => {
  const config = makeRunConfig({
    preset: "residual",
    architecture: "efficientnetLite0",
    imageHeightPx: 64,
    imageWidthPx: 64,
  });
  const model = buildModel(config, 2);
  assertEquals(lastMapsLayer(model).name, "head_relu");
  const images = tf.randomUniform<tf.Rank.R4>([1, 64, 64, 3], 0, 1, "float32", 4);
  const heatMaps = [...await gradCam(model, images, 0), ...await gradCam(model, images, 1)];
  for (const { values } of heatMaps) {
    assert(values.every((value) => value >= 0 && value <= 1));
  }
  assert(heatMaps.some(({ values }) => values.includes(1)));
  model.dispose();
  images.dispose();
});

Deno.test("gradCam() leaves no tensor behind and the model as it was", async () => {
  for (const model of [tinyModel(), residualCnn(tinyResidualConfig, 3)]) {
    const images = randomImages(3);
    const nNodes = () => model.layers.map((layer) => layer.inboundNodes.length);
    const [nBefore, nodesBefore] = [tf.memory().numTensors, nNodes()];
    const together = await gradCam(model, images, 1);
    assertEquals(tf.memory().numTensors, nBefore);
    assertEquals(nNodes(), nodesBefore);
    // A picture's map does not depend on the others.
    const last = images.slice([2, 0, 0, 0], [1, -1, -1, -1]);
    const [alone] = await gradCam(model, last, 1);
    alone.values.forEach((value, i) => assertAlmostEquals(value, together[2].values[i], 1e-5));
    model.dispose();
    tf.dispose([images, last]);
  }
});

const onJavaScript = `
  import { chooseBackend } from "./lib/backend/choose_backend.ts";
  import { gradCam } from "./lib/model/grad_cam.ts";
  import { residualCnn } from "./lib/model/residual_cnn.ts";
  import { randomImages, tinyModel } from "./tests/model/tiny_model.ts";
  import { tinyResidualConfig } from "./tests/model/tiny_residual.ts";
  const { name } = await chooseBackend();
  const heat = [];
  for (const model of [tinyModel(), residualCnn(tinyResidualConfig, 3)]) {
    for (const label of [0, 1, 2]) {
      for (const { values } of await gradCam(model, randomImages(2), label)) heat.push([...values]);
    }
  }
  console.log(JSON.stringify({ name, heat }));
`;

Deno.test("gradCam() gives the same on the JavaScript backend", async () => {
  const { stdout, stderr } = await runDeno([], {
    source: onJavaScript,
    env: { POSTER_BACKEND: "cpu" },
  });
  assert(stdout.startsWith("{"), stderr);
  const { name, heat } = JSON.parse(stdout) as { name: string; heat: number[][] };
  assertEquals(name, "cpu");
  for (const model of [tinyModel(), residualCnn(tinyResidualConfig, 3)]) {
    const images = randomImages(2);
    for (const label of [0, 1, 2]) {
      for (const { values } of await gradCam(model, images, label)) {
        const expected = heat.shift()!;
        values.forEach((value, i) => assertAlmostEquals(value, expected[i], 1e-4));
      }
    }
    model.dispose();
    images.dispose();
  }
  assertEquals(heat, []);
});

Deno.test("gradCam() refuses a label that the model lacks, and a model that it cannot cut", async () => {
  const images = randomImages(1);
  const model = tinyModel();
  for (const label of [3, -1, 0.5]) {
    await assertRejects(
      () => gradCam(model, images, label),
      RangeError,
      `the label must be an integer from 0 to 2: current value is ${label}`,
    );
  }
  model.dispose();
  const dense = tf.sequential({
    layers: [
      tf.layers.dense({ units: 2, inputShape: [5] }),
      tf.layers.dense({ units: 2, activation: "sigmoid" }),
    ],
  });
  await assertRejects(() => gradCam(dense, images, 0), TypeError, "must give maps of rank 4");
  dense.dispose();
  const input = tf.input({ shape: [24, 24, 3] });
  const maps = tf.layers.conv2d({ name: "maps", filters: 2, kernelSize: 3 })
    .apply(input) as tf.SymbolicTensor;
  const means = tf.layers.globalAveragePooling2d({ name: "means" }).apply(maps);
  const maxima = tf.layers.globalMaxPooling2d({ name: "maxima" }).apply(maps);
  const both = tf.layers.concatenate().apply([means, maxima] as tf.SymbolicTensor[]);
  const output = tf.layers.dense({ units: 2, activation: "sigmoid" }).apply(both);
  const forked = tf.model({ inputs: input, outputs: output as tf.SymbolicTensor });
  await assertRejects(
    () => gradCam(forked, images, 0),
    TypeError,
    "the layers after maps must form a chain",
  );
  forked.dispose();
  images.dispose();
});

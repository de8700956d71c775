import { assert, assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { join } from "node:path";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { posterBatches } from "../../lib/dataset/batches.ts";
import type { PartSample } from "../../lib/dataset/part_samples.ts";
import {
  backboneFeatures,
  type BackboneFeaturesOptions,
} from "../../lib/model/backbone_features.ts";
import { pooledHead } from "../../lib/model/pooled_head.ts";
import { writeFixturePosters } from "../training/fixture_posters.ts";
import { withTempDir } from "../with_temp_dir.ts";
import { tinyModel } from "./tiny_model.ts";

await chooseBackend();

const size = { heightPx: 10, widthPx: 8 };

/** One convolution with 5 filters under a pooled head. */
function tinyBackbone(seed = 1): tf.LayersModel {
  const input = tf.input({ shape: [size.heightPx, size.widthPx, 3] });
  const kernelInitializer = tf.initializers.glorotUniform({ seed });
  const maps = tf.layers.conv2d({ filters: 5, kernelSize: 3, kernelInitializer, name: "conv" })
    .apply(input) as tf.SymbolicTensor;
  return pooledHead(input, maps, { seed, dropoutRate: 0.5, nLabels: 3 });
}

/** Calls a function with 7 posters, of which the third is unreadable, and options for them. */
async function withPosters(
  use: (samples: PartSample[], options: BackboneFeaturesOptions) => Promise<void>,
): Promise<void> {
  await withTempDir(async (dir) => {
    const samples = await writeFixturePosters(dir, 7);
    await Deno.writeTextFile(samples[2].posterFile, "no picture");
    const file = join(dir, "features", "train");
    await use(samples, { file, postersSha256: "a", batchSize: 2 });
  });
}

Deno.test("backboneFeatures() gives each readable poster the means of its maps", async () => {
  await withPosters(async (samples, options) => {
    const model = tinyBackbone();
    const { imdbIds, nFeatures, values } = await backboneFeatures(model, samples, options);
    assertEquals(imdbIds, [1, 2, 4, 5, 6, 7]);
    assertEquals([nFeatures, values.length], [5, 30]);
    const [kernel, bias] = model.getLayer("conv").getWeights();
    let row = 0;
    for await (const { images, labels } of posterBatches(samples, { ...size, batchSize: 1 })) {
      const means = tf.tidy(() =>
        tf.conv2d(images, kernel as tf.Tensor4D, 1, "valid").add(bias).mean([1, 2]).dataSync()
      );
      means.forEach((mean, i) => {
        const value = values[row * nFeatures + i];
        assert(Math.abs(value - mean) < 1e-5, `row ${row}: ${value} ${mean}`);
      });
      row++;
      tf.dispose([images, labels]);
    }
    assertEquals(row, 6);
    model.dispose();
  });
});

Deno.test("backboneFeatures() computes once, and frees all but the model", async () => {
  await withPosters(async (samples, options) => {
    const model = tinyBackbone();
    const { numTensors } = tf.memory();
    const first = await backboneFeatures(model, samples, options);
    assertEquals(tf.memory().numTensors, numTensors);
    // Nothing could be computed any more.
    for (const { posterFile } of samples) await Deno.remove(posterFile);
    assertEquals(await backboneFeatures(model, samples, options), first);
    model.dispose();
  });
});

Deno.test("backboneFeatures() goes on after the last batch of an interrupted call", async () => {
  await withPosters(async (samples, options) => {
    const model = tinyBackbone();
    const file = join(options.file, "whole");
    const whole = await backboneFeatures(model, samples, { ...options, file });
    const stop = new Error("stop");
    const onProgress = ({ done }: { done: number }) => {
      if (done >= 4) throw stop;
    };
    await assertRejects(
      () => backboneFeatures(model, samples, { ...options, onProgress }),
      Error,
      "stop",
    );
    // Half a row that a stopped process may leave.
    await Deno.writeFile(`${options.file}.f32`, new Uint8Array(7), { append: true });
    const done: number[] = [];
    const resumed = await backboneFeatures(model, samples, {
      ...options,
      onProgress: (progress) => done.push(progress.done),
    });
    assertEquals(done, [6, 7]);
    assertEquals(resumed, whole);
    model.dispose();
  });
});

Deno.test("backboneFeatures() starts anew where numbers are missing", async () => {
  await withPosters(async (samples, options) => {
    const model = tinyBackbone();
    const first = await backboneFeatures(model, samples, options);
    await Deno.truncate(`${options.file}.f32`, 8);
    assertEquals(await backboneFeatures(model, samples, options), first);
    model.dispose();
  });
});

Deno.test("backboneFeatures() computes anew for other weights, posters or samples", async () => {
  await withPosters(async (samples, options) => {
    const [model, other] = [tinyBackbone(1), tinyBackbone(2)];
    const first = await backboneFeatures(model, samples, options);
    assertNotEquals((await backboneFeatures(other, samples, options)).values, first.values);
    const few = await backboneFeatures(other, samples.slice(3), options);
    assertEquals(few.imdbIds, [4, 5, 6, 7]);
    let nBatches = 0;
    await backboneFeatures(other, samples.slice(3), {
      ...options,
      postersSha256: "b",
      onProgress: () => nBatches++,
    });
    assertEquals(nBatches, 2);
    for (const used of [model, other]) used.dispose();
  });
});

Deno.test("backboneFeatures() refuses a network without pooled features", async () => {
  await withPosters(async (samples, options) => {
    const model = tinyModel();
    await assertRejects(() => backboneFeatures(model, samples, options), Error, "avg_pool");
    model.dispose();
  });
});

import { assert, assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { basename, join } from "node:path";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { type InputScaling, scalePixels } from "../../lib/model/input_scaling.ts";
import { loadFeatureExtractor } from "../../lib/model/load_feature_extractor.ts";
import { withTempDir } from "../with_temp_dir.ts";
import { readModelArtifacts } from "../../lib/model/read_model_artifacts.ts";
import { expectedMaps, nFilters, writeGraphModel, writeLayersModel } from "./foreign_models.ts";
import { npmNetworks } from "./npm_networks.ts";

await chooseBackend();
const fetched = await npmNetworks();

const imageSize = { heightPx: 16, widthPx: 14 };
const options = { scaling: "symmetric", imageSize } as const;
const writers = { "layers-model": writeLayersModel, "graph-model": writeGraphModel } as const;
/** The layer that each format's network chooses below its classifier. */
const mapsLayer = { "layers-model": "conv", "graph-model": "maps" } as const;

function randomImages(heightPx: number, widthPx: number): tf.Tensor4D {
  return tf.randomUniform([3, heightPx, widthPx, 3], 0, 1, "float32", 4);
}

function assertClose(found: tf.Tensor, expected: tf.Tensor, tolerance = 1e-5): void {
  assertEquals(found.shape, expected.shape);
  const difference = tf.tidy(() => found.sub(expected).abs().max().dataSync()[0]);
  assert(difference < tolerance, `differs by ${difference}`);
}

for (const format of ["layers-model", "graph-model"] as const) {
  const write = writers[format];

  Deno.test(`loadFeatureExtractor() takes the means of a ${format}'s last maps below its classifier`, async () => {
    await withTempDir(async (dir) => {
      await write(dir);
      const before = tf.memory().numTensors;
      for (const scaling of ["unit", "symmetric", "imagenet", "bytes"] as InputScaling[]) {
        const extractor = await loadFeatureExtractor(dir, { ...options, scaling });
        assertEquals(
          [extractor.format, extractor.layer, extractor.nFeatures],
          [format, mapsLayer[format], nFilters],
        );
        assertEquals([extractor.heightPx, extractor.widthPx], [12, 12]);
        const images = randomImages(12, 12);
        const found = extractor.apply(images);
        const expected = tf.tidy(() => expectedMaps(scalePixels(images, scaling)).mean([1, 2]));
        assertClose(found, expected);
        tf.dispose([images, found, expected]);
        extractor.dispose();
      }
      assertEquals(tf.memory().numTensors, before);
    });
  });

  Deno.test(`loadFeatureExtractor() takes a ${format}'s own features, in any size`, async () => {
    await withTempDir(async (dir) => {
      await write(dir, { size: null, classifier: false });
      const extractor = await loadFeatureExtractor(join(dir, "model.json"), options);
      assertEquals([extractor.heightPx, extractor.widthPx], [16, 14]);
      assertEquals(extractor.layer, format === "layers-model" ? "pool" : "means");
      const images = randomImages(16, 14);
      const found = extractor.apply(images);
      const expected = tf.tidy(() => expectedMaps(scalePixels(images, "symmetric")).mean([1, 2]));
      assertClose(found, expected);
      tf.dispose([images, found, expected]);
      extractor.dispose();
    });
  });

  Deno.test(`loadFeatureExtractor() takes the named layer of a ${format}`, async () => {
    await withTempDir(async (dir) => {
      await write(dir);
      const named = await loadFeatureExtractor(dir, { ...options, layer: "classes" });
      assertEquals([named.layer, named.nFeatures], ["classes", 4]);
      const usual = await loadFeatureExtractor(dir, options);
      const bytes = await loadFeatureExtractor(dir, { ...options, scaling: "bytes" });
      const again = await loadFeatureExtractor(dir, options);
      assertEquals(usual.sha256, again.sha256);
      assertNotEquals(usual.sha256, named.sha256);
      assertNotEquals(usual.sha256, bytes.sha256);
      for (const extractor of [named, usual, bytes, again]) extractor.dispose();
      await assertRejects(
        () => loadFeatureExtractor(dir, { ...options, layer: "nowhere" }),
        Error,
        '"nowhere"',
      );
    });
  });

  Deno.test(`loadFeatureExtractor() refuses a ${format} that takes no RGB pictures`, async () => {
    await withTempDir(async (dir) => {
      await write(dir);
      const file = join(dir, "model.json");
      const text = await Deno.readTextFile(file);
      const gray = format === "layers-model"
        ? text.replace('"batch_input_shape":[null,12,12,3]', '"batch_input_shape":[null,12,12,1]')
          // So that the weights fit the smaller kernel.
          .replace('"shape":[3,3,3,5]', '"shape":[3,3,1,5]')
        : text.replace('{"size":"12"},{"size":"3"}', '{"size":"12"},{"size":"1"}');
      assertNotEquals(gray, text);
      await Deno.writeTextFile(file, gray);
      if (format === "layers-model") {
        const shard = join(dir, "group1-shard2of2.bin");
        const bytes = await Deno.readFile(shard);
        await Deno.writeFile(shard, bytes.slice(0, bytes.length - 4 * 90));
      }
      await assertRejects(
        () => loadFeatureExtractor(dir, options),
        Error,
        "its input must be [batch, height, width, 3]: current value is [any, 12, 12, 1]",
      );
    });
  });
}

Deno.test("loadFeatureExtractor() joins a layers-model with its scaling, for a head on top", async () => {
  await withTempDir(async (dir) => {
    await writeLayersModel(dir);
    for (const scaling of ["symmetric", "imagenet"] as const) {
      const extractor = await loadFeatureExtractor(dir, { ...options, scaling });
      const images = randomImages(12, 12);
      const found = extractor.model!.predict(images) as tf.Tensor;
      const expected = extractor.apply(images);
      assertClose(found, expected);
      tf.dispose([images, found, expected]);
      extractor.dispose();
    }
  });
});

Deno.test("loadFeatureExtractor() loads from an address, with its query", async () => {
  await withTempDir(async (dir) => {
    await writeGraphModel(dir);
    const asked: string[] = [];
    await using server = Deno.serve(
      { port: 0, hostname: "127.0.0.1", onListen() {} },
      async (request) => {
        const { pathname, search } = new URL(request.url);
        asked.push(pathname + search);
        if (!pathname.startsWith("/net/")) return new Response("no", { status: 404 });
        return new Response(await Deno.readFile(join(dir, pathname.slice("/net/".length))));
      },
    );
    const { port } = server.addr;
    const address = `http://127.0.0.1:${port}/net`;
    const extractor = await loadFeatureExtractor(`${address}/model.json?key=1`, options);
    const fromFolder = await loadFeatureExtractor(dir, options);
    assertEquals([extractor.name, extractor.sha256], ["net", fromFolder.sha256]);
    assertEquals([extractor.origin, fromFolder.origin], [`${address}/model.json`, basename(dir)]);
    assertEquals(asked, [
      "/net/model.json?key=1",
      "/net/group1-shard1of2.bin?key=1",
      "/net/group1-shard2of2.bin?key=1",
    ]);
    const byFolder = await loadFeatureExtractor(address, options);
    assertEquals(byFolder.sha256, extractor.sha256);
    for (const each of [extractor, fromFolder, byFolder]) each.dispose();
    await assertRejects(
      () => loadFeatureExtractor(`http://127.0.0.1:${port}/other/model.json`, options),
      Error,
      `must send http://127.0.0.1:${port}/other/model.json: current status is 404`,
    );
  });
});

for (const format of ["layers", "graph"] as const) {
  Deno.test({
    name: `loadFeatureExtractor() takes a third party's ${format}-model as tfjs itself computes it${
      typeof fetched === "string" ? ` (left out: ${fetched})` : ""
    }`,
    ignore: typeof fetched === "string",
    fn: async () => {
      const dir = (fetched as Exclude<typeof fetched, string>)[format];
      const extractor = await loadFeatureExtractor(dir, { ...options, scaling: "unit" });
      const { heightPx, widthPx, nFeatures, layer } = extractor;
      // Below the classifier of either MobileNetV2 are its last maps, of 1.4 times the width in one.
      assertEquals([heightPx, widthPx, nFeatures], [224, 224, format === "layers" ? 1280 : 1792]);
      const images = randomImages(224, 224);
      const found = extractor.apply(images);
      extractor.dispose();
      const { artifacts } = await readModelArtifacts(dir);
      const handler = tf.io.fromMemory(artifacts);
      if (format === "layers") {
        const network = await tf.loadLayersModel(handler);
        const outputs = network.getLayer(layer).output as tf.SymbolicTensor;
        const maps = tf.model({ inputs: network.inputs, outputs });
        const expected = tf.tidy(() => (maps.predict(images) as tf.Tensor).mean([1, 2]));
        // Folded normalization rounds in another order.
        assertClose(found, expected, 1e-4);
        network.dispose();
      } else {
        const network = await tf.loadGraphModel(handler);
        const expected = tf.tidy(() => (network.execute(images, layer) as tf.Tensor).mean([1, 2]));
        assertClose(found, expected);
        network.dispose();
      }
    },
  });
}

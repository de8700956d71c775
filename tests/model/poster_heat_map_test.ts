import { assertEquals, assertRejects } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { join } from "node:path";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { imagesTensor } from "../../lib/dataset/batches.ts";
import { gradCam } from "../../lib/model/grad_cam.ts";
import { posterHeatMap } from "../../lib/model/poster_heat_map.ts";
import { decodePoster, encodePng, UnreadablePosterError } from "../../lib/posters/poster_image.ts";
import { withTempDir } from "../with_temp_dir.ts";
import { tinyMetadata, tinyModel } from "./tiny_model.ts";

await chooseBackend();

Deno.test("posterHeatMap() gives the poster and its heat in the poster's own size", async () => {
  await withTempDir(async (dir) => {
    const file = join(dir, "1.png");
    const size = { heightPx: 60, widthPx: 40 };
    const pixels = Uint8Array.from({ length: 60 * 40 * 3 }, (_, i) => i * i % 251);
    await Deno.writeFile(file, await encodePng({ ...size, pixels }));
    const model = tinyModel();
    const nTensors = tf.memory().numTensors;
    const { image, heatMap } = await posterHeatMap({ model, metadata: tinyMetadata }, file, 2);
    assertEquals(tf.memory().numTensors, nTensors);
    assertEquals(image, { ...size, pixels });
    const seen = imagesTensor([await decodePoster(file, tinyMetadata)], tinyMetadata);
    assertEquals(heatMap, (await gradCam(model, seen, 2, size))[0]);
    assertEquals(heatMap.values.length, 60 * 40);
    model.dispose();
    seen.dispose();
  });
});

Deno.test("posterHeatMap() names the poster that it cannot read", async () => {
  const model = tinyModel();
  await assertRejects(
    () => posterHeatMap({ model, metadata: tinyMetadata }, "/nowhere/7.jpg", 0),
    UnreadablePosterError,
    "/nowhere/7.jpg",
  );
  model.dispose();
});

import { assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { makeRunConfig } from "../../lib/config.ts";
import { buildModel } from "../../lib/model/build_model.ts";
import { cellPlaces } from "../../lib/model/cell_places.ts";
import { lastMapsLayer } from "../../lib/model/grad_cam.ts";

await chooseBackend();

const expected = {
  // Three times 3x3, not padded, then 2x2: 4.5 and 4 after two, 4.5 + 4 and + 0.5 * 4 after three.
  posterCnn: { start: 10.5, step: 8 },
  // Stem, pooling and three blocks: 1 + 2 + 4 + 8 + 16.
  residualCnn: { start: 31, step: 32 },
  // Stem and four blocks, whose 5x5 windows lie like 3x3 ones.
  efficientnetLite0: { start: 31, step: 32 },
} as const;

for (const [architecture, places] of Object.entries(expected)) {
  Deno.test(`cellPlaces() of a ${architecture}`, () => {
    const model = buildModel(
      makeRunConfig({
        architecture: architecture as keyof typeof expected,
        imageHeightPx: 128,
        imageWidthPx: 64,
        residualFilters: [2, 4, 6, 8],
        convFilters: [2, 4, 6],
      }),
      2,
    );
    const maps = lastMapsLayer(model).output as tf.SymbolicTensor;
    assertEquals(cellPlaces(tf.model({ inputs: model.inputs, outputs: maps })), [places, places]);
    model.dispose();
  });
}

Deno.test("cellPlaces() spreads cells evenly where a layer without a window changes the size", () => {
  const model = tf.sequential({
    layers: [tf.layers.upSampling2d({ size: [2, 2], inputShape: [4, 6, 3] })],
  });
  assertEquals(cellPlaces(model), [{ start: -0.25, step: 0.5 }, { start: -0.25, step: 0.5 }]);
});

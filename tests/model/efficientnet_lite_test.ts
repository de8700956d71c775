import { assertEquals } from "@std/assert";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { batchNormalizationLayers } from "../../lib/backend/fused_batch_normalization.ts";
import { makeRunConfig } from "../../lib/config.ts";
import {
  efficientnetLite,
  type EfficientnetLiteVariant,
} from "../../lib/model/efficientnet_lite.ts";
import { modelSummary } from "../../lib/model/model_summary.ts";

await chooseBackend();

const config = makeRunConfig({ preset: "efficientnet-lite0" });

/** Published sizes in millions, and the published classifiers' 1,000 outputs. */
const published: readonly [EfficientnetLiteVariant, number, number][] = [
  ["lite0", 4_652_008, 4.7],
  ["lite1", 5_416_680, 5.4],
  ["lite2", 6_092_072, 6.1],
];

for (const [variant, parameters, millions] of published) {
  Deno.test(`efficientnetLite() makes ${variant} of the published ${millions} M parameters`, () => {
    const model = efficientnetLite(variant, config, 1000);
    const averages = batchNormalizationLayers(model)
      .reduce((sum, layer) => sum + layer.countParams() / 2, 0);
    assertEquals(model.countParams() - averages, parameters);
    assertEquals((parameters / 1e6).toFixed(1), millions.toFixed(1));
    model.dispose();
  });
}

Deno.test("efficientnetLite() makes the maps of Lite0, for 224x160 pixels", () => {
  const model = efficientnetLite("lite0", config, 27);
  const summary = modelSummary(model);
  const shapes = summary.filter(({ layer }) => /project_bn|stem_relu|head_relu/.test(layer))
    .map(({ outputShape }) => outputShape.slice(1));
  const stage = (n: number, shape: number[]) => new Array(n).fill(shape);
  assertEquals(shapes, [
    [112, 80, 32],
    [112, 80, 16],
    ...stage(2, [56, 40, 24]),
    ...stage(2, [28, 20, 40]),
    ...stage(3, [14, 10, 80]),
    ...stage(3, [14, 10, 112]),
    ...stage(4, [7, 5, 192]),
    [7, 5, 320],
    [7, 5, 1280],
  ]);
  const added = summary.filter(({ layer }) => layer.endsWith("_add")).map(({ layer }) => layer);
  assertEquals(added, [2, 4, 6, 7, 9, 10, 12, 13, 14].map((i) => `block_${i}_add`));
  assertEquals(summary.at(-3)!.outputShape, [null, 1280]);
  assertEquals(summary.some(({ layer }) => layer === "block_0_expand_conv"), false);
  model.dispose();
});

Deno.test("efficientnetLite() widens Lite2 to multiples of 8, but not stem and head", () => {
  const model = efficientnetLite("lite2", { ...config, imageHeightPx: 32, imageWidthPx: 32 }, 3);
  const widths = modelSummary(model)
    .filter(({ layer }) => /project_conv|stem_conv|head_conv/.test(layer))
    .map(({ outputShape }) => outputShape.at(-1));
  assertEquals([...new Set(widths)], [32, 16, 24, 48, 88, 120, 208, 352, 1280]);
  assertEquals(widths.length, 2 + 1 + 3 + 3 + 4 + 4 + 5 + 1);
  model.dispose();
});

import { assertEquals } from "@std/assert";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { dropoutLayers } from "../../lib/backend/seeded_dropout.ts";
import { makeRunConfig } from "../../lib/config.ts";
import { modelSummary } from "../../lib/model/model_summary.ts";
import { residualCnn } from "../../lib/model/residual_cnn.ts";

await chooseBackend();

Deno.test("residualCnn() halves the maps at the stem, the pooling and each further block", () => {
  const model = residualCnn(makeRunConfig({ preset: "residual" }), 27);
  const summary = modelSummary(model);
  const shapeOf = (name: string) => summary.find(({ layer }) => layer === name)?.outputShape;
  assertEquals(shapeOf("stem_relu"), [null, 80, 56, 64]);
  assertEquals(shapeOf("stem_pool"), [null, 40, 28, 64]);
  assertEquals(shapeOf("block_1_relu"), [null, 40, 28, 64]);
  assertEquals(shapeOf("block_2_relu"), [null, 20, 14, 128]);
  assertEquals(shapeOf("block_3_relu"), [null, 10, 7, 256]);
  assertEquals(shapeOf("block_4_relu"), [null, 5, 4, 384]);
  assertEquals(shapeOf("avg_pool"), [null, 384]);
  assertEquals(shapeOf("predictions"), [null, 27]);
  assertEquals(dropoutLayers(model).map(({ rate }) => rate), [0.3]);
  model.dispose();
});

Deno.test("residualCnn() has the parameters that its filters make", () => {
  const [a, b] = [4, 6];
  const model = residualCnn(
    makeRunConfig({
      preset: "residual",
      imageHeightPx: 33,
      imageWidthPx: 22,
      residualFilters: [a, b],
    }),
    3,
  );
  // Each batch normalization has four numbers a channel, two of them averages.
  const stem = 9 * 3 * a + 4 * a;
  const first = 2 * (9 * a * a + 4 * a);
  const second = 9 * a * b + 9 * b * b + a * b + 3 * 4 * b;
  const head = b * 3 + 3;
  assertEquals(model.countParams(), stem + first + second + head);
  const names = modelSummary(model).map(({ layer }) => layer);
  assertEquals(names.filter((name) => name.includes("skip")), [
    "block_2_skip_conv",
    "block_2_skip_bn",
  ]);
  model.dispose();
});

Deno.test("residualCnn() has a further convolution in its stem where it is asked for", () => {
  const config = makeRunConfig({ preset: "residual", residualFilters: [4, 6] });
  const plain = residualCnn(config, 3);
  const model = residualCnn({ ...config, residualStemFilters: 2 }, 3);
  const summary = modelSummary(model);
  const shapeOf = (name: string) => summary.find(({ layer }) => layer === name)?.outputShape;
  assertEquals(shapeOf("stem_first_relu"), [null, 80, 56, 2]);
  assertEquals(shapeOf("stem_relu"), [null, 80, 56, 4]);
  assertEquals(shapeOf("stem_pool"), [null, 40, 28, 4]);
  // 3 to 2 to 4 channels instead of 3 to 4.
  const difference = 9 * (3 * 2 + 2 * 4 - 3 * 4) + 4 * 2;
  assertEquals(model.countParams() - plain.countParams(), difference);
  model.dispose();
  plain.dispose();
});

Deno.test("residualCnn() takes means on skips that halve the maps where it is asked for", () => {
  // Blocks of odd sizes: 5x3 becomes 3x2.
  const config = makeRunConfig({
    preset: "residual",
    imageHeightPx: 36,
    imageWidthPx: 24,
    residualFilters: [4, 6, 8],
    residualStemFilters: 2,
    residualPooledSkips: true,
  });
  const model = residualCnn(config, 3);
  const summary = modelSummary(model);
  const shapesOf = (name: string) =>
    ["skip_pool", "skip_conv", "add"].map((part) =>
      summary.find(({ layer }) => layer === `${name}_${part}`)?.outputShape
    );
  assertEquals(shapesOf("block_1"), [undefined, undefined, [null, 9, 6, 4]]);
  assertEquals(shapesOf("block_2"), [[null, 5, 3, 4], [null, 5, 3, 6], [null, 5, 3, 6]]);
  assertEquals(shapesOf("block_3"), [[null, 3, 2, 6], [null, 3, 2, 8], [null, 3, 2, 8]]);
  const strided = residualCnn({ ...config, residualPooledSkips: false }, 3);
  assertEquals(model.countParams(), strided.countParams());
  model.dispose();
  strided.dispose();
});

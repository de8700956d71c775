import { assertEquals, assertThrows } from "@std/assert";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { makeRunConfig } from "../../lib/config.ts";
import { buildModel } from "../../lib/model/build_model.ts";
import { tinyResidualConfig } from "./tiny_residual.ts";

await chooseBackend();

Deno.test("frozenBefore leaves what comes before the layer as it is, and with frozenBatchNorm its averages", () => {
  const learning = (settings: Parameters<typeof makeRunConfig>[0]) => {
    const model = buildModel(makeRunConfig({ ...tinyResidualConfig, ...settings }), 3);
    const names = model.layers.filter((layer) => layer.trainableWeights.length)
      .map(({ name }) => name);
    model.dispose();
    return names;
  };
  const all = learning({});
  const frozenBefore = all.find((name) => name.startsWith("block_2"))!;
  const late = all.slice(all.indexOf(frozenBefore));
  assertEquals(learning({ frozenBefore }), late);
  assertEquals(
    learning({ frozenBefore, frozenBatchNorm: true }),
    late.filter((name) => !/bn|norm/.test(name)),
  );
});

Deno.test("frozenBefore must leave something to learn", () => {
  for (const frozenBefore of ["nowhere", "avg_pool_"]) {
    assertThrows(
      () => buildModel({ ...tinyResidualConfig, frozenBefore }, 3),
      RangeError,
      `frozenBefore must be the name of a layer from which on something can learn: current value ` +
        `is "${frozenBefore}"; the last with weights are `,
    );
  }
});

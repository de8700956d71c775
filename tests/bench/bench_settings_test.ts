import { assertEquals, assertThrows } from "@std/assert";
import { PRESETS } from "../../lib/presets.ts";
import { checkSameNetwork, makeSettings } from "./bench_settings.ts";

Deno.test("makeSettings() takes the original network at the wanted batch size", () => {
  const { config, nSteps } = makeSettings("training", {
    preset: "original",
    batchSize: 64,
    nSteps: 3,
  });
  assertEquals([config.batchSize, config.imageHeightPx, nSteps], [64, 224, 3]);
});

Deno.test("makeSettings() refuses a preset that makes our steps do more than the rivals'", () => {
  const presets = PRESETS as Record<string, typeof PRESETS[string]>;
  presets["with-average"] = { emaDecay: 0.99 };
  try {
    assertThrows(
      () => makeSettings("training", { preset: "with-average", batchSize: 8 }),
      RangeError,
      "emaDecay must be 0: current value is 0.99",
    );
  } finally {
    delete presets["with-average"];
  }
});

Deno.test("makeSettings() lets any preset predict: how it was trained makes no difference", () => {
  assertEquals(makeSettings("predict", { preset: "best", batchSize: 8 }).config.preset, "best");
});

Deno.test("makeSettings() lets both sides compute in bfloat16", () => {
  const options = { preset: "original", batchSize: 8, precision: "bfloat16" } as const;
  assertEquals(makeSettings("training", options).config.precision, "bfloat16");
});

Deno.test("checkSameNetwork() refuses another number of parameters, and names whose", () => {
  const worker = (name: string, nParameters: number) => ({
    name,
    ready: { versions: {}, nThreads: null, nParameters },
  });
  checkSameNetwork([worker("ours", 10), worker("Keras", 10)]);
  assertThrows(
    () => checkSameNetwork([worker("ours", 10), worker("Keras", 11)]),
    Error,
    "ours 10, Keras 11",
  );
});

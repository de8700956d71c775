import { assertEquals } from "@std/assert";
import { describePrediction, PLAIN_PREDICTION, savedPrediction } from "../lib/prediction_config.ts";

Deno.test("savedPrediction() leaves out what is as usual, and all other settings", () => {
  assertEquals(savedPrediction({}), {});
  assertEquals(savedPrediction(PLAIN_PREDICTION), {});
  const labels = ["Drama"];
  assertEquals(savedPrediction({ testTimeFlips: true, labels } as object), { testTimeFlips: true });
  for (const testTimeScales of [[1, 1.15], [1.15], [1, 1]]) {
    assertEquals(savedPrediction({ testTimeFlips: false, testTimeScales }), { testTimeScales });
  }
});

Deno.test("describePrediction() has different words for different settings", () => {
  const settings = [
    {},
    { testTimeFlips: true },
    { testTimeScales: [1, 1.15] },
    { testTimeScales: [1.15] },
    { testTimeFlips: true, testTimeScales: [1, 1.15] },
  ];
  assertEquals(new Set(settings.map(describePrediction)).size, settings.length);
  assertEquals(describePrediction(PLAIN_PREDICTION), "pictures as they are");
  assertEquals(
    describePrediction(settings[4]),
    "mirrored pictures too; pictures at 1, 1.15 times their size",
  );
});

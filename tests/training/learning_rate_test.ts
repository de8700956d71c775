import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import {
  learningRateAt,
  type LearningRateConfig,
  scheduleUpdates,
  totalUpdates,
} from "../../lib/training/learning_rate.ts";
import golden from "./golden/schedules.json" with { type: "json" };

for (const { totalSteps, rates, ...config } of golden.cases) {
  const name = `${config.learningRateSchedule}, ${totalSteps} updates, share ${config.warmupShare}`;
  Deno.test(`learningRateAt() runs as in PyTorch ${golden.versions.torch}: ${name}`, () => {
    assertEquals(rates.length, totalSteps);
    rates.forEach((rate, step) => {
      const found = learningRateAt(step, totalSteps, config as LearningRateConfig);
      assertAlmostEquals(found, rate, 1e-12 * config.learningRate, `update ${step}`);
    });
  });
}

Deno.test("learningRateAt() is always the same to the bit without a schedule", () => {
  const config = {
    learningRate: 1e-4,
    learningRateSchedule: "constant",
    warmupShare: 0.1,
  } as const;
  for (const step of [0, 1, 50, 99, 1000]) assertEquals(learningRateAt(step, 100, config), 1e-4);
});

for (const learningRateSchedule of ["warmupCosine", "oneCycle"] as const) {
  Deno.test(`learningRateAt() is above 0, finite and rises, then falls: ${learningRateSchedule}`, () => {
    for (const totalSteps of [1, 2, 3, 10, 101]) {
      for (const warmupShare of [0, 0.05, 0.1, 0.5, 0.9]) {
        const config = { learningRate: 0.1, learningRateSchedule, warmupShare };
        const rates = Array.from(
          { length: totalSteps },
          (_, step) => learningRateAt(step, totalSteps, config),
        );
        assert(rates.every((rate) => rate > 0 && rate <= 0.1), `${rates}`);
        const peak = rates.indexOf(Math.max(...rates));
        assertEquals(rates.slice(0, peak + 1), rates.slice(0, peak + 1).toSorted((a, b) => a - b));
        assertEquals(rates.slice(peak), rates.slice(peak).toSorted((a, b) => b - a));
        // An unforeseen update gets the last rate.
        assertEquals(learningRateAt(totalSteps + 3, totalSteps, config), rates.at(-1));
      }
    }
  });
}

Deno.test("totalUpdates() counts an update of fewer posters at the end of each epoch", () => {
  const count = (nSamples: number, batchSize: number, accumulationSteps: number) =>
    totalUpdates(nSamples, { epochs: 3, batchSize, accumulationSteps });
  assertEquals([count(8, 4, 1), count(9, 4, 1), count(9, 4, 2), count(17, 4, 2)], [6, 9, 6, 9]);
});

Deno.test("scheduleUpdates() may be more than the run makes", () => {
  const count = (scheduleEpochs: number) =>
    scheduleUpdates(8, { epochs: 3, scheduleEpochs, batchSize: 4, accumulationSteps: 1 });
  assertEquals([count(0), count(3), count(5)], [6, 6, 10]);
});

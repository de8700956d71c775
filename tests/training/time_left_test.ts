import { assertAlmostEquals, assertEquals } from "@std/assert";
import { DEFAULT_RUN_CONFIG } from "../../lib/config.ts";
import type { HistoryRow } from "../../lib/training/history.ts";
import {
  describeTimeLeft,
  describeTimeLeftOfAll,
  secondsFor,
  workAfter,
  workOf,
} from "../../lib/training/time_left.ts";

const growing = { ...DEFAULT_RUN_CONFIG, augmentSizeShare: 0.8, augmentStartSizeShare: 0.25 };

const rowOf = (epoch: number, seconds: number | null): HistoryRow => ({
  epoch,
  step: epoch,
  trainLoss: 0.2,
  valLoss: 0.2,
  valHammingLoss: 0.1,
  valOneError: 0.5,
  valCoverage: 8,
  valMacroAp: 0.1,
  seconds,
  imagesPerSecond: 100,
  learningRate: 1e-3,
});

Deno.test("epochs are alike where pictures keep their size", () => {
  const config = { ...DEFAULT_RUN_CONFIG, epochs: 10, trainShare: 0.5 };
  assertEquals(workOf(3, config), 0.5);
  assertEquals(workAfter(3, config), 3.5);
  assertEquals(secondsFor(workAfter(3, config), rowOf(3, 60), config), 420);
  assertEquals(describeTimeLeft(rowOf(3, 60), config), " · left: 7:00");
  assertEquals(describeTimeLeft(rowOf(10, 60), config), " · left: 0:00");
});

Deno.test("later epochs count more where pictures grow, by their pixels", () => {
  const config = { ...growing, epochs: 8 };
  const shares = [0.2, 0.2, 0.4, 0.4, 0.6, 0.6, 0.8, 0.8];
  shares.forEach((share, i) => assertAlmostEquals(workOf(i + 1, config), share ** 2));
  assertAlmostEquals(secondsFor(workAfter(2, config), rowOf(2, 1), config)!, 8 + 18 + 32);
});

Deno.test("a schedule that is longer than the run makes pictures grow more slowly", () => {
  const config = { ...growing, epochs: 2, scheduleEpochs: 8 };
  assertAlmostEquals(workAfter(0, config), 0.08);
});

Deno.test("before training nothing is said of the time left", () => {
  assertEquals(describeTimeLeft(rowOf(0, null), DEFAULT_RUN_CONFIG), "");
});

Deno.test("runs that are trained at the same time share the work, but none ends before its own", () => {
  const config = { ...DEFAULT_RUN_CONFIG, epochs: 10 };
  const leftOf = (workOfAll: number, runsAtOnce: number) =>
    describeTimeLeftOfAll(rowOf(4, 60), config, { workOfAll, runsAtOnce });
  assertEquals(leftOf(16, 1), " · left: 6:00, all runs about 16:00");
  assertEquals(leftOf(12, 2), " · left: 6:00, all runs about 6:00");
  assertEquals(leftOf(22, 2), " · left: 6:00, all runs about 11:00");
  assertEquals(leftOf(7, 2), " · left: 6:00, all runs about 6:00");
  assertEquals(
    describeTimeLeftOfAll(rowOf(0, null), config, { workOfAll: 9, runsAtOnce: 1 }),
    "",
  );
});

import { assertEquals } from "@std/assert";
import { formatDuration, ProgressLine } from "../lib/progress.ts";

Deno.test("ProgressLine.format() shows bar, rate and time left", () => {
  let now = 0;
  const line = new ProgressLine(() => now);
  const moment = { label: "epoch 1/3", total: 400, unit: "posters" };
  assertEquals(
    line.format({ ...moment, done: 0 }),
    "epoch 1/3 ░░░░░░░░░░░░░░░░░░░░░░░░ 0/400 posters",
  );
  now = 2000;
  assertEquals(
    line.format({ ...moment, done: 100, note: "loss 0.25" }),
    "epoch 1/3 ██████░░░░░░░░░░░░░░░░░░ 100/400 posters · 50/s · 0:06 left · loss 0.25",
  );
  now = 8000;
  assertEquals(
    line.format({ ...moment, done: 400 }),
    "epoch 1/3 ████████████████████████ 400/400 posters · 50/s · took 0:08",
  );
});

Deno.test("ProgressLine.format() counts the rate of a resumed epoch from where it went on", () => {
  let now = 0;
  const line = new ProgressLine(() => now);
  const moment = { label: "epoch 2/3", total: 400, unit: "posters" };
  line.format({ ...moment, done: 300 });
  now = 10_000;
  assertEquals(line.format({ ...moment, done: 350 }).includes("5.0/s · 0:10 left"), true);
});

Deno.test("formatDuration() writes minutes and, from an hour on, hours", () => {
  assertEquals([0, 59.6, 61, 3600 + 62].map(formatDuration), ["0:00", "1:00", "1:01", "1:01:02"]);
});

import { assertEquals, assertRejects } from "@std/assert";
import { inOrder, oneAtATime } from "../../lib/cli/turns.ts";

Deno.test("oneAtATime() begins a task when the one before has ended, even badly", async () => {
  const alone = oneAtATime();
  const log: string[] = [];
  const first = Promise.withResolvers<void>();
  const bad = alone(async () => {
    log.push("first begins");
    await first.promise;
    log.push("first ends");
    throw new Error("first failed");
  });
  const good = alone(() => Promise.resolve(log.push("second")));
  first.resolve();
  await assertRejects(() => bad, Error, "first failed");
  assertEquals(await good, 3);
  assertEquals(log, ["first begins", "first ends", "second"]);
});

Deno.test("inOrder() does not wait for a missing task, and runs the later ones after it", async () => {
  const turn = inOrder();
  const log: number[] = [];
  const task = (i: number) => () => Promise.resolve(void log.push(i));
  await turn(1, task(1));
  await turn(3, task(3));
  assertEquals(log, []);
  await turn(0, task(0));
  assertEquals(log, [0, 1]);
  await turn(2, task(2));
  assertEquals(log, [0, 1, 2, 3]);
});

Deno.test("inOrder() lets no two tasks overlap", async () => {
  const turn = inOrder();
  let nUnderWay = 0;
  const overlaps: number[] = [];
  const task = async () => {
    overlaps.push(nUnderWay++);
    await Promise.resolve();
    nUnderWay--;
  };
  await Promise.all([2, 0, 1, 3].map((i) => turn(i, task)));
  assertEquals(overlaps, [0, 0, 0, 0]);
});

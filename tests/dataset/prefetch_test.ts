import { assertEquals, assertRejects } from "@std/assert";
import { prefetch } from "../../lib/dataset/prefetch.ts";

/** Lets everything happen that waits for its turn. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 1));

Deno.test("prefetch() yields in the jobs' order, however long each takes", async () => {
  const delaysMs = [12, 1, 6, 0, 3];
  const jobs = delaysMs.map((delayMs, i) => async () => {
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    return i;
  });
  for (const depth of [1, 2, 3, 100]) {
    assertEquals(await Array.fromAsync(prefetch(jobs, depth)), [0, 1, 2, 3, 4]);
  }
});

for (const depth of [1, 2, 4]) {
  Deno.test(`prefetch() with depth ${depth} has so many jobs under way or waiting, never more`, async () => {
    let nStarted = 0;
    let nTaken = 0;
    const first = Promise.withResolvers<number>();
    const jobs = Array.from({ length: 10 }, (_, i) => () => {
      nStarted++;
      return i === 0 ? first.promise : Promise.resolve(i);
    });
    // The first job is the slow one: those that are done wait behind it.
    setTimeout(() => {
      assertEquals(nStarted, depth);
      first.resolve(0);
    }, 5);
    for await (const result of prefetch(jobs, depth)) {
      assertEquals(result, nTaken);
      nTaken++;
      await settle();
      // Besides the result in use.
      assertEquals(nStarted, Math.min(nTaken + depth, 10));
    }
    assertEquals([nStarted, nTaken], [10, 10]);
  });
}

Deno.test("prefetch() throws a failure where its result would be taken, not before", async () => {
  const taken: number[] = [];
  const jobs = [0, 1, 2, 3].map((i) => () =>
    i === 2 ? Promise.reject(new Error("job 2 failed")) : Promise.resolve(i)
  );
  const error = await assertRejects(async () => {
    for await (const result of prefetch(jobs, 4)) {
      taken.push(result);
      // Long enough for an unhandled rejection to end the test.
      await settle();
    }
  });
  assertEquals(error.message, "job 2 failed");
  assertEquals(taken, [0, 1]);
});

Deno.test("prefetch() starts nothing more when its consumer stops", async () => {
  let nStarted = 0;
  const jobs = Array.from({ length: 10 }, (_, i) => () => {
    nStarted++;
    return i === 2 ? Promise.reject(new Error("never taken")) : Promise.resolve(i);
  });
  for await (const result of prefetch(jobs, 3)) if (result === 0) break;
  await settle();
  assertEquals(nStarted, 4);
});

Deno.test("prefetch() waits for the jobs under way when its consumer stops", async () => {
  let nEnded = 0;
  const jobs = [0, 1, 2, 3, 4].map((i) => async () => {
    await new Promise((resolve) => setTimeout(resolve, 3 * i));
    nEnded++;
  });
  for await (const _ of prefetch(jobs, 3)) break;
  assertEquals(nEnded, 4);
});

Deno.test("prefetch() of no jobs yields nothing", async () => {
  assertEquals(await Array.fromAsync(prefetch([], 3)), []);
});

Deno.test("prefetch() refuses a depth at which no job would start", async () => {
  for (const depth of [0, -1, NaN]) {
    await assertRejects(
      () => Array.fromAsync(prefetch([() => Promise.resolve(1)], depth)),
      RangeError,
      `Cannot prefetch as depth must be at least 1: current value is ${depth}`,
    );
  }
});

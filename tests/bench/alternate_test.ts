import { assertEquals } from "@std/assert";
import { alternate } from "./alternate.ts";

Deno.test("alternate() lets one compute at a time, in turn, and keeps every round's rate", async () => {
  const log: string[] = [];
  const turn = (name: string, seconds: number) => ({
    name,
    run: async () => {
      log.push(`${name} starts`);
      await Promise.resolve();
      log.push(`${name} ends`);
      return { nImages: 10, seconds };
    },
  });
  const said: string[] = [];
  const results = await alternate([turn("a", 2), turn("b", 5)], 2, (line) => said.push(line));
  const round = ["a starts", "a ends", "b starts", "b ends"];
  assertEquals(log, [...round, ...round]);
  assertEquals(results, [{ name: "a", rates: [5, 5] }, { name: "b", rates: [2, 2] }]);
  assertEquals(said.length, 2);
});

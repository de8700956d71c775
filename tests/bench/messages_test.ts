import { assertEquals, assertThrows } from "@std/assert";
import { parseReady, parseReply } from "./messages.ts";

Deno.test("parseReply() reads what a job took", () => {
  assertEquals(parseReply('{"nImages": 256, "seconds": 3.2}'), { nImages: 256, seconds: 3.2 });
});

Deno.test("parseReply() refuses anything from which no rate follows, and shows it", () => {
  for (
    const line of [
      "2025-01-01 WARNING: out of luck",
      "null",
      "{}",
      '{"nImages": 0, "seconds": 1}',
      '{"nImages": 8, "seconds": 0}',
      '{"nImages": 8, "seconds": null}',
      '{"nImages": "8", "seconds": 1}',
    ]
  ) {
    assertThrows(() => parseReply(line), SyntaxError, JSON.stringify(line));
  }
});

Deno.test("parseReady() reads a worker without a network and without a count of threads", () => {
  const ready = { versions: { keras: "3.15.1" }, nThreads: null, nParameters: null };
  assertEquals(parseReady(JSON.stringify(ready)), { ...ready, environment: undefined });
});

Deno.test("parseReady() refuses an answer to a job", () => {
  assertThrows(() => parseReady('{"nImages": 1, "seconds": 1}'), SyntaxError, "versions");
});

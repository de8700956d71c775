import { assertEquals } from "@std/assert";
import { readLines } from "../lib/read_lines.ts";

async function linesOf(...chunks: readonly Uint8Array[]): Promise<string[]> {
  return await Array.fromAsync(readLines(ReadableStream.from(chunks)));
}

const bytes = (text: string) => new TextEncoder().encode(text);

Deno.test("readLines() joins what arrives in pieces and splits what arrives together", async () => {
  assertEquals(await linesOf(bytes("re"), bytes("ady\nru"), bytes("n\n\nend")), [
    "ready",
    "run",
    "",
    "end",
  ]);
});

Deno.test("readLines() keeps a character whose bytes arrive apart", async () => {
  const text = bytes("é\n");
  assertEquals(await linesOf(text.subarray(0, 1), text.subarray(1)), ["é"]);
});

Deno.test("readLines() of an empty stream yields nothing", async () => {
  assertEquals(await linesOf(), []);
});

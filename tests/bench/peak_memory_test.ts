import { assert, assertGreaterOrEqual, assertRejects } from "@std/assert";
import { peakResidentBytes } from "./peak_memory.ts";

const ignore = Deno.build.os !== "linux";

Deno.test({
  name: "peakResidentBytes() grows with the process and does not shrink with it",
  ignore,
  fn: async () => {
    const before = await peakResidentBytes("self");
    assertGreaterOrEqual(before, Deno.memoryUsage().rss * 0.9);
    let block: Uint8Array | null = new Uint8Array(2 ** 28).fill(1);
    const during = await peakResidentBytes("self");
    assert(during >= block.length, `${during}`);
    block = null;
    assertGreaterOrEqual(await peakResidentBytes("self"), during);
  },
});

Deno.test({ name: "peakResidentBytes() refuses a process that is not there", ignore }, async () => {
  await assertRejects(() => peakResidentBytes(2 ** 30), Deno.errors.NotFound);
});

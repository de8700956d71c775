import { assertEquals } from "@std/assert";
import { keras, kerasOneDnn, ours, withAvx2Alone } from "./contestants.ts";

Deno.test("withAvx2Alone() leaves oneDNN on only where it was switched on", () => {
  const [usual, switchedOn, own] = [keras, kerasOneDnn, ours].map(withAvx2Alone);
  assertEquals(usual.env!.TF_ENABLE_ONEDNN_OPTS, "0");
  assertEquals(switchedOn.env!.TF_ENABLE_ONEDNN_OPTS, "1");
  assertEquals(own.env, { ...ours.env, ONEDNN_MAX_CPU_ISA: "AVX2" });
  assertEquals(own.command, ours.command);
});

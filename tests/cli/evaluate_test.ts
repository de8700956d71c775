import { assertEquals, assertStringIncludes } from "@std/assert";
import { runDeno } from "../run_deno.ts";

Deno.test("evaluate refuses --flips for an ensemble, whose members have their own", async () => {
  const { code, stdout, stderr } = await runDeno([
    "lib/cli/evaluate.ts",
    "--flips",
    "--members",
    "a,b",
  ]);
  assertEquals([code, stdout], [1, ""]);
  assertStringIncludes(stderr, "Error: Cannot use --flips with --members as each member must");
});

Deno.test("evaluate --flips says which folder holds no run", async () => {
  const args = ["lib/cli/evaluate.ts", "--flips", "--run", "no-such-run"];
  const { code, stdout, stderr } = await runDeno(args);
  assertEquals([code, stdout], [1, ""]);
  assertStringIncludes(stderr, "no-such-run as it must hold a run that this project trained");
});

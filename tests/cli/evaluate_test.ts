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
  assertStringIncludes(
    stderr,
    "Error: Cannot use --flips or --scales with --members as each member must",
  );
});

Deno.test("evaluate refuses --scales that are no numbers", async () => {
  const { code, stderr } = await runDeno(["lib/cli/evaluate.ts", "--scales", "1,large"]);
  assertEquals(code, 1);
  assertStringIncludes(stderr, "It must be a number.");
});

Deno.test("evaluate --flips says which folder holds no run", async () => {
  const args = ["lib/cli/evaluate.ts", "--flips", "--run", "no-such-run"];
  const { code, stdout, stderr } = await runDeno(args);
  assertEquals([code, stdout], [1, ""]);
  assertStringIncludes(
    stderr,
    "no-such-run predicts from as it must hold a run that this project trained",
  );
});

import { assertEquals, assertStringIncludes } from "@std/assert";
import { runDeno } from "../run_deno.ts";

for (const size of ["0", "many"]) {
  Deno.test(`export-model refuses --max-mib ${size}`, async () => {
    const { code, stdout, stderr } = await runDeno(["lib/cli/export_model.ts", "--max-mib", size]);
    assertEquals([code, stdout], [1, ""]);
    assertStringIncludes(stderr, `argument '${size}' is invalid. It must be a number above 0.`);
  });
}

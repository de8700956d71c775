import { assertEquals } from "@std/assert";
import { basename, dirname, join } from "node:path";
import { BEST_MODEL, defaultModel, SAMPLE_RUN } from "../../lib/training/default_model.ts";
import { withTempDir } from "../with_temp_dir.ts";

async function makeModel(dir: string): Promise<void> {
  await Deno.mkdir(dir, { recursive: true });
  await Deno.writeTextFile(join(dir, "model.json"), "{}");
}

Deno.test("defaultModel() is the published model where there is one, else the sample set's run", async () => {
  assertEquals(
    [BEST_MODEL, SAMPLE_RUN].map((dir) => [basename(dirname(dir)), basename(dir)]),
    [["results", "best"], ["results", "sample-sample-seed1"]],
  );
  await withTempDir(async (dir) => {
    const [run, best] = [join(dir, "run"), join(dir, "best")];
    assertEquals(await defaultModel(run, best), run);
    assertEquals(await defaultModel(undefined, best), SAMPLE_RUN);
    await Deno.mkdir(join(best, "model"), { recursive: true });
    assertEquals(await defaultModel(run, best), run, "a folder without a model is none");
    await makeModel(join(best, "model"));
    assertEquals(await defaultModel(run, best), best);
    assertEquals(await defaultModel(undefined, best), best);
  });
});

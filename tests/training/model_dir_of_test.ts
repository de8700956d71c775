import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { modelDirOf } from "../../lib/training/model_dir_of.ts";
import { withTempDir } from "../with_temp_dir.ts";

Deno.test("modelDirOf() finds a run's model and takes a model's own folder, nothing else", async () => {
  await withTempDir(async (dir) => {
    const modelDir = join(dir, "run", "model");
    await Deno.mkdir(modelDir, { recursive: true });
    await Deno.writeTextFile(join(modelDir, "model.json"), "{}");
    assertEquals(await modelDirOf(join(dir, "run")), modelDir);
    assertEquals(await modelDirOf(modelDir), modelDir);
    for (const path of [dir, join(dir, "none"), join(modelDir, "model.json")]) {
      await assertRejects(
        () => modelDirOf(path),
        Error,
        `Cannot find a model in ${path}: train one`,
      );
    }
  });
});

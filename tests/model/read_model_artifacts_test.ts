import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { readModelArtifacts } from "../../lib/model/read_model_artifacts.ts";
import { withTempDir } from "../with_temp_dir.ts";
import { writeGraphModel, writeLayersModel } from "./foreign_models.ts";

await chooseBackend();

Deno.test("readModelArtifacts() tells the two formats apart and puts the shards together", async () => {
  await withTempDir(async (dir) => {
    await writeLayersModel(join(dir, "layers"));
    await writeGraphModel(join(dir, "graph"));
    const layers = await readModelArtifacts(join(dir, "layers"));
    const graph = await readModelArtifacts(join(dir, "graph", "model.json"));
    assertEquals([layers.format, graph.format], ["layers-model", "graph-model"]);
    const nValues = 135 + 5 + 5 * 4;
    assertEquals((layers.artifacts.weightData as ArrayBuffer).byteLength, 4 * (nValues + 4));
    assertEquals((graph.artifacts.weightData as ArrayBuffer).byteLength, 4 * (nValues + 2));
  });
});

Deno.test("readModelArtifacts() knows the format where an earlier converter did not name it", async () => {
  await withTempDir(async (dir) => {
    for (
      const [write, format] of [
        [writeLayersModel, "layers-model"],
        [writeGraphModel, "graph-model"],
      ] as const
    ) {
      await write(dir);
      const file = join(dir, "model.json");
      const { format: _, ...rest } = JSON.parse(await Deno.readTextFile(file));
      await Deno.writeTextFile(file, JSON.stringify(rest));
      assertEquals((await readModelArtifacts(dir)).format, format);
      await Deno.writeTextFile(file, JSON.stringify({ ...rest, modelTopology: { nodes: [] } }));
      await assertRejects(() => readModelArtifacts(dir), Error, "current value is undefined");
    }
  });
});

Deno.test("readModelArtifacts() names the file that is wrong, the rule and what it found", async () => {
  await withTempDir(async (dir) => {
    await assertRejects(() => readModelArtifacts(dir), Error, join(dir, "model.json"));
    await writeGraphModel(dir);
    const file = join(dir, "model.json");
    const text = await Deno.readTextFile(file);

    await Deno.writeTextFile(file, text.replace('"graph-model"', '"saved-model"'));
    await assertRejects(
      () => readModelArtifacts(dir),
      Error,
      'its "format" must be "layers-model" or "graph-model": current value is "saved-model"',
    );
    await Deno.writeTextFile(file, '{"format":"graph-model","modelTopology":{}}');
    await assertRejects(() => readModelArtifacts(dir), Error, 'it has no "weightsManifest"');
    await Deno.writeTextFile(file, text.slice(0, 40));
    await assertRejects(() => readModelArtifacts(dir), SyntaxError, "model.json");

    await Deno.writeTextFile(file, text);
    const shard = join(dir, "group1-shard2of2.bin");
    await Deno.truncate(shard, 3);
    await assertRejects(
      () => readModelArtifacts(dir),
      Error,
      "its shards must hold the 648 bytes that model.json lists: current value is 104",
    );
    await Deno.remove(shard);
    await assertRejects(() => readModelArtifacts(dir), Error, `${shard} must be there`);
  });
});
